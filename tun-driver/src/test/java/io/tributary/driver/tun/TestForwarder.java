package io.tributary.driver.tun;

import io.tributary.device.Offload;
import io.tributary.device.PacketHandler;
import io.tributary.device.PacketSink;
import io.tributary.driver.nativeio.EventLoopWaiter;
import org.agrona.MutableDirectBuffer;

/** Carries every packet from one TUN to the other, both ways, on one thread, as it came: with what the device says about it. */
final class TestForwarder implements AutoCloseable {
    private static final int BURST = 64;
    private final TunQueue a;
    private final TunQueue b;
    private final EventLoopWaiter waiter;
    private final Thread thread;
    private volatile boolean stop;
    private volatile Throwable failure;
    /** Largest packets seen, written by the forwarder's thread. */
    volatile int largestFromA;
    volatile int largestFromB;
    volatile int largestSegment;

    TestForwarder(TunQueue a, TunQueue b) {
        this.a = a;
        this.b = b;
        waiter = new EventLoopWaiter(a.fd(), b.fd());
        thread = new Thread(this::run, "forwarder");
        thread.start();
    }

    private void run() {
        PacketHandler toB = (buffer, at, length, o) -> {
            largestFromA = Math.max(largestFromA, length);
            pass(b.sink(), buffer, at, length, o);
        };
        PacketHandler toA = (buffer, at, length, o) -> {
            largestFromB = Math.max(largestFromB, length);
            pass(a.sink(), buffer, at, length, o);
        };
        try {
            while (!stop) {
                if (a.receive(toB, BURST) + b.receive(toA, BURST) == 0) {
                    waiter.await(Long.MAX_VALUE);
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void pass(PacketSink sink, MutableDirectBuffer buffer, int at, int length, Offload o) {
        largestSegment = Math.max(largestSegment, o.gsoSize);
        int to = sink.claim(length);
        if (to >= 0) {
            sink.buffer().putBytes(to, buffer, at, length);
            sink.commit(to, length, o);
        }
    }

    @Override
    public void close() {
        stop = true;
        waiter.wakeUp();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiter.close();
        if (failure != null) {
            throw new AssertionError("forwarder failed", failure);
        }
    }
}
