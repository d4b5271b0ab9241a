package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.peer.PatternData;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Pattern bytes from one socket to another, checked one by one where they arrive. */
final class Transfer {
    private static final int CHUNK = 64 << 10;

    private final CompletableFuture<Void> sending;
    private final CompletableFuture<Long> receiving;
    private final long bytes;

    private Transfer(CompletableFuture<Void> sending, CompletableFuture<Long> receiving, long bytes) {
        this.sending = sending;
        this.receiving = receiving;
        this.bytes = bytes;
    }

    /** Starts to send {@code bytes} and the end of the stream. */
    static Transfer start(PeerSocket from, PeerSocket to, long bytes, long seed) {
        return start(from, to, bytes, seed, CHUNK, () -> { });
    }

    /**
     * @param chunk   bytes of each write
     * @param pausing called by the receiver before its first read
     */
    static Transfer start(PeerSocket from, PeerSocket to, long bytes, long seed, int chunk, Runnable pausing) {
        CompletableFuture<Void> sending = inThread("sender", () -> {
            byte[] buffer = new byte[chunk];
            for (long at = 0; at < bytes; ) {
                int n = (int) Math.min(buffer.length, bytes - at);
                PatternData.fill(buffer, 0, n, seed, at);
                for (int done = 0; done < n; ) {
                    done += from.send(buffer, done, n - done);
                }
                at += n;
            }
            from.shutdownOutput();
            return null;
        });
        CompletableFuture<Long> receiving = inThread("receiver", () -> {
            byte[] buffer = new byte[CHUNK];
            long at = 0;
            pausing.run();
            for (int n; (n = to.receive(buffer, 0, buffer.length)) >= 0; at += n) {
                long wrong = PatternData.firstDifference(buffer, 0, n, seed, at);
                if (wrong >= 0) {
                    throw new AssertionError("wrong byte at " + wrong);
                }
            }
            return at;
        });
        return new Transfer(sending, receiving, bytes);
    }

    private static <T> CompletableFuture<T> inThread(String name, java.util.function.Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> {
            Thread t = new Thread(task, name);
            t.setDaemon(true);
            t.start();
        });
    }

    /** Waits until everything has arrived, each byte the right one, and then the end of the stream. */
    void expectIntact() {
        try {
            sending.join();
            assertThat(receiving.join()).as("bytes received").isEqualTo(bytes);
        } catch (CompletionException e) {
            throw e.getCause() instanceof AssertionError a ? a : new AssertionError("transfer failed: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
