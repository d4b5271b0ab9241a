package io.tributary.convert.main.control;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Brings work of other threads to the loop's thread. */
public final class CommandQueue {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Runnable wake;

    /** @param wake ends the loop's wait; called from any thread */
    public CommandQueue(Runnable wake) {
        this.wake = wake;
    }

    /** From any thread: do it soon, nobody waits. */
    public void post(Runnable command) {
        waiting.add(command);
        wake.run();
    }

    /** From any thread but the loop's: do it and bring back what it found.
     *  @throws TimeoutException if the loop did not come to it */
    public <T> T call(Supplier<T> command, long timeoutMs) throws TimeoutException, InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        post(() -> {
            try {
                answer.complete(command.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException("the command failed: " + e.getCause(), e.getCause());
        }
    }

    /** On the loop's thread: does what is waiting.
     *  @return how many */
    public int drain() {
        int n = 0;
        for (Runnable r = waiting.poll(); r != null; r = waiting.poll()) {
            r.run();
            n++;
        }
        return n;
    }
}
