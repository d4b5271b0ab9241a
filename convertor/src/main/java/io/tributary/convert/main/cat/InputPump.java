package io.tributary.convert.main.cat;

import io.tributary.buffer.SendRing;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** Moves standard input into the ring of a connection, on a thread of its own since reading may block for ever. */
final class InputPump {
    private static final int CHUNK = 64 << 10;
    /** The ring may also be short of memory, which nobody announces the end of. */
    private static final long LOOK_AGAIN_MS = 100;

    private final InputStream from;
    private final SendRing to;
    private final Semaphore room = new Semaphore(0);
    private volatile boolean stopped;

    InputPump(InputStream from, SendRing to) {
        this.from = from;
        this.to = to;
    }

    void start() {
        Thread t = new Thread(this::run, "input");
        t.setDaemon(true);
        t.start();
    }

    /** The ring may have room again. */
    void onRoom() {
        room.release();
    }

    /** Nothing more is taken; a read that waits goes on waiting, for nobody. */
    void stop() {
        stopped = true;
        room.release();
    }

    private void run() {
        byte[] chunk = new byte[CHUNK];
        UnsafeBuffer view = new UnsafeBuffer(chunk);
        try {
            for (int n = read(chunk); n >= 0 && !stopped; n = read(chunk)) {
                write(view, n);
            }
            to.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Input that breaks off is over. */
    private int read(byte[] chunk) {
        try {
            return from.read(chunk);
        } catch (IOException e) {
            return -1;
        }
    }

    private void write(UnsafeBuffer bytes, int length) throws InterruptedException {
        int done = 0;
        while (done < length && !stopped) {
            int n = to.write(bytes, done, length - done);
            done += n;
            if (n == 0) {
                room.tryAcquire(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
                room.drainPermits();
            }
        }
    }
}
