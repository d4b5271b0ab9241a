package io.tributary.convert.main.demo.peer;

import io.tributary.driver.nativeio.NativeException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Both directions of one connection at a time: the caller's thread receives, a thread of its own sends. */
final class Exchange {
    static final int CHUNK_BYTES = 1 << 16;

    private final Duplex stream;
    private final SentStream out;
    private final ReceivedStream in;
    private final CountDownLatch inputEnded = new CountDownLatch(1);
    private final Start start;
    private final long abortAfter;
    private final Thread sender = new Thread(this::send, "sender");
    private volatile RuntimeException sendFailure;
    private volatile boolean stopped;

    /** When this side talks. */
    enum Start {
        /** At once, and says so when it has finished. */
        AT_ONCE,
        /** At once, but the end of the stream waits for the peer's. */
        AT_ONCE_ENDS_SECOND,
        /** When the peer has finished. */
        SECOND
    }

    /** @param abortAfter abort the connection when one direction has carried this many bytes; 0: never */
    Exchange(Duplex stream, SentStream out, ReceivedStream in, Start start, long abortAfter) {
        this.stream = stream;
        this.out = out;
        this.in = in;
        this.start = start;
        this.abortAfter = abortAfter;
        sender.setDaemon(true);
        sender.start();
    }

    /** Bytes that were received with the head of the stream. */
    void received(byte[] bytes, int at, int length) {
        in.accept(bytes, at, length, System.nanoTime());
    }

    /**
     * Receives until the peer's end of stream, then waits until everything is sent.
     *
     * @param pauseMs stop reading that long, once, after the first bytes
     * @throws RuntimeException of the stream, if it broke in either direction
     */
    void finish(long pauseMs) {
        byte[] chunk = new byte[CHUNK_BYTES];
        long pause = pauseMs;
        for (int length = 0; length >= 0 && !isAbortDue(in.bytes()); length = stream.receive(chunk, 0, chunk.length)) {
            received(chunk, 0, length);
            if (pause > 0 && in.bytes() > 0) {
                LockSupport.parkNanos(pause * 1_000_000);
                pause = 0;
            }
        }
        if (isAbortDue(in.bytes())) {
            abort();
            return;
        }
        inputEnded.countDown();
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (sendFailure != null && !stopped) {
            throw sendFailure;
        }
    }

    /** RST, and on MPTCP a fast close. */
    void abort() {
        stopped = true;
        inputEnded.countDown();
        stream.abort();
    }

    boolean isAborted() {
        return stopped;
    }

    private boolean isAbortDue(long bytes) {
        return abortAfter > 0 && bytes >= abortAfter;
    }

    private void send() {
        try {
            if (start == Start.SECOND) {
                inputEnded.await();
            }
            byte[] chunk = new byte[CHUNK_BYTES];
            while (!out.isComplete() && !stopped) {
                int length = out.next(chunk);
                out.sent(chunk, stream.send(chunk, 0, length));
                if (isAbortDue(out.bytes())) {
                    abort();
                }
            }
            if (start == Start.AT_ONCE_ENDS_SECOND) {
                inputEnded.await();
            }
            if (!stopped) {
                stream.endOutput();
            }
        } catch (NativeException | UncheckedIOException e) {
            sendFailure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Adds what was carried, and whether it arrived as it was meant. Throughput is that of the received bytes between the first and
     * the last one: what was merely handed to the kernel says nothing.
     */
    void describe(Report report, long expectedIn, long startNs) {
        Stall stall = in.stall();
        report.put("sent", out.bytes()).put("shaSent", out.sha256());
        report.put("received", in.bytes()).put("shaReceived", in.sha256());
        report.put("intact", in.bytes() == expectedIn && in.firstDifference() < 0 && out.isComplete());
        if (in.firstDifference() >= 0) {
            report.put("firstDifference", in.firstDifference());
        }
        report.put("stallMs", stall.longestNs() / 1_000_000).put("stallAtMs",
                stall.longestNs() == 0 ? 0 : (stall.longestAtNs() - startNs) / 1_000_000);
        report.put("durationMs", (System.nanoTime() - startNs) / 1_000_000);
        report.put("receivedKbit", stall.spanNs() == 0 ? 0 : in.bytes() * 8_000_000 / stall.spanNs());
        report.put("aborted", stopped);
    }
}
