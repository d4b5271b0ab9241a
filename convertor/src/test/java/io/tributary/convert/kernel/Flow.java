package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.peer.PatternData;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Pattern bytes in one direction of a connection, written in portions when a test says so and checked one by one where they
 * arrive. Unlike a {@link Transfer} it goes on for as long as a test wants.
 */
final class Flow {
    private static final int CHUNK = 64 << 10;
    private static final long PATIENCE_MS = 60_000;

    private final PeerSocket from;
    private final PeerSocket to;
    private final long seed;
    private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);
    private boolean reading;
    private boolean tolerant;
    private long promised;
    private long received;
    private long wrong;
    private long lastNs;
    private long gapNs;
    private boolean ended;
    private Throwable failure;

    Flow(PeerSocket from, PeerSocket to, long seed) {
        this.from = from;
        this.to = to;
        this.seed = seed;
    }

    /** Wrong bytes are counted instead of being a failure. */
    Flow tolerant() {
        tolerant = true;
        return this;
    }

    /** Writes so many more bytes, behind what is being written already. */
    Flow send(long bytes) {
        return send(bytes, CHUNK);
    }

    /** @param chunk bytes of each write */
    synchronized Flow send(long bytes, int chunk) {
        long start = promised;
        promised += bytes;
        after(() -> write(start, bytes, chunk));
        read();
        return this;
    }

    private void write(long start, long bytes, int chunk) {
        byte[] buffer = new byte[chunk];
        for (long at = 0; at < bytes; ) {
            int n = (int) Math.min(chunk, bytes - at);
            PatternData.fill(buffer, 0, n, seed, start + at);
            for (int done = 0; done < n; ) {
                done += from.send(buffer, done, n - done);
            }
            at += n;
        }
    }

    /** No more bytes: the end of the stream, behind them. */
    synchronized Flow end() {
        after(from::shutdownOutput);
        read();
        return this;
    }

    private void after(Runnable work) {
        sending = sending.thenRunAsync(work, task -> thread("sender", task)).whenComplete((done, thrown) -> fail(thrown));
    }

    /** Starts to read, if nothing was to be read so far. */
    synchronized void read() {
        if (!reading) {
            reading = true;
            lastNs = System.nanoTime();
            thread("receiver", this::receive);
        }
    }

    private static void thread(String name, Runnable task) {
        Thread t = new Thread(task, name);
        t.setDaemon(true);
        t.start();
    }

    private void receive() {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int n; (n = to.receive(buffer, 0, buffer.length)) >= 0; ) {
                take(buffer, n);
            }
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        } catch (RuntimeException | AssertionError e) {
            fail(e);
        }
    }

    private synchronized void take(byte[] buffer, int n) {
        for (int at = 0; at < n; ) {
            long good = PatternData.firstDifference(buffer, at, n - at, seed, received + at);
            if (good < 0) {
                break;
            }
            if (!tolerant) {
                throw new AssertionError("wrong byte at " + good);
            }
            wrong++;
            at = (int) (good - received) + 1;
        }
        received += n;
        long now = System.nanoTime();
        gapNs = Math.max(gapNs, now - lastNs);
        lastNs = now;
        notifyAll();
    }

    private synchronized void fail(Throwable thrown) {
        if (thrown != null && failure == null) {
            failure = thrown;
            notifyAll();
        }
    }

    /** Waits until everything written so far has arrived. */
    Flow expectAll() {
        return expectAll(PATIENCE_MS);
    }

    synchronized Flow expectAll(long patienceMs) {
        await(() -> received >= promised, patienceMs);
        assertThat(received).as("bytes received").isEqualTo(promised);
        return this;
    }

    /** Waits until so many bytes have arrived in all. */
    synchronized Flow expect(long bytes) {
        await(() -> received >= bytes, PATIENCE_MS);
        assertThat(received).as("bytes received").isGreaterThanOrEqualTo(bytes);
        return this;
    }

    /** Waits until everything has arrived, and then the end. */
    synchronized Flow expectEnd() {
        await(() -> ended, PATIENCE_MS);
        assertThat(received).as("bytes received up to the end").isEqualTo(promised);
        assertThat(ended).as("the end of the stream has arrived").isTrue();
        return this;
    }

    /** Waits until reading or writing fails. @return how */
    synchronized PeerSocket.Broken expectBroken() {
        read();
        Throwable[] found = new Throwable[1];
        try {
            await(() -> false, PATIENCE_MS);
        } catch (AssertionError e) {
            found[0] = e.getCause();
        }
        assertThat(found[0]).as("how the transfer failed").isInstanceOf(PeerSocket.Broken.class);
        return (PeerSocket.Broken) found[0];
    }

    private void await(java.util.function.BooleanSupplier condition, long patienceMs) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        while (failure == null && !condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        if (failure != null && !condition.getAsBoolean()) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new AssertionError("transfer failed after " + received + " of " + promised + " bytes: " + cause.getMessage(), cause);
        }
    }

    synchronized long received() {
        return received;
    }

    /** Bytes that were not those sent, with {@link #tolerant}. */
    synchronized long wrong() {
        return wrong;
    }

    /** The longest time without an arrival since the last call of this, one still going on included. */
    synchronized long takeGapNs() {
        long now = System.nanoTime();
        long gap = Math.max(gapNs, now - lastNs);
        gapNs = 0;
        lastNs = now;
        return gap;
    }
}
