package io.tributary.convert.main.cat;

import io.tributary.buffer.ReceiveRing;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import org.agrona.concurrent.UnsafeBuffer;

/** Moves what a connection receives to standard output, on a thread of its own since a pipe may be full for as long as it likes. */
final class OutputPump {
    private static final int CHUNK = 64 << 10;

    private final byte[] first;
    private final ReceiveRing from;
    private final OutputStream to;
    private final Runnable onBroken;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "output");
    private volatile boolean closed;
    private volatile boolean broken;

    /**
     * @param first    bytes in front of the ring's
     * @param onBroken called on the pump's thread when nobody takes the output any more
     */
    OutputPump(byte[] first, ReceiveRing from, OutputStream to, Runnable onBroken) {
        this.first = first;
        this.from = from;
        this.to = to;
        this.onBroken = onBroken;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** There is more to read, or the end. */
    void onNews() {
        news.release();
    }

    /** Nothing more comes: when what is there was written, it is done. */
    void close() {
        closed = true;
        news.release();
    }

    /** Nobody took everything. */
    boolean isBroken() {
        return broken;
    }

    void join() throws InterruptedException {
        thread.join();
    }

    private void run() {
        byte[] chunk = new byte[CHUNK];
        UnsafeBuffer view = new UnsafeBuffer(chunk);
        try {
            to.write(first);
            to.flush();
            while (!from.isEnded()) {
                boolean last = closed;
                int n = from.read(view, 0, CHUNK);
                if (n > 0) {
                    to.write(chunk, 0, n);
                    to.flush();
                } else if (last) {
                    return;
                } else {
                    news.acquire();
                    news.drainPermits();
                }
            }
        } catch (IOException e) {
            broken = true;
            onBroken.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
