package io.tributary.bench.micro;

import io.tributary.buffer.PooledRingAllocator;
import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.RelayRing;
import io.tributary.buffer.SendRing;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The way of one segment's or super-segment's bytes through a ring that holds a quarter of a megabyte meanwhile. */
public class RingBenchmark extends MicroBenchmark {
    private static final int MIN = 4096;
    private static final int MAX = 1 << 20;
    /** So much is on its way: no benchmark of the first cache. */
    private static final int IN_FLIGHT = 1 << 18;

    @Param({"1460", "57920"})
    int bytes;
    private UnsafeBuffer source;
    private UnsafeBuffer target;
    private SendRing send;
    private ReceiveRing receive;
    private RelayRing relay;
    private long stored;
    private long copied;

    @Setup
    public void fill() {
        source = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
        target = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
        PooledRingAllocator memory = new PooledRingAllocator(64L << 20, 2, true);
        send = new SendRing(MIN, MAX, memory);
        receive = new ReceiveRing(MIN, MAX, memory);
        relay = new RelayRing(MIN, MAX, memory);
        stored = 0;
        copied = 0;
    }

    /** Written by an application, copied into a packet, acknowledged later. */
    @Benchmark
    @Against("copyTwice")
    public long send() {
        stored += send.write(source, 0, bytes);
        send.copy(stored - bytes, bytes, target, 0);
        send.acknowledged(stored - Math.min(stored, IN_FLIGHT));
        return stored;
    }

    /** Stored from a packet, read by an application later. */
    @Benchmark
    @Against("copyTwice")
    public long receive() {
        receive.store(stored, source, 0, bytes);
        stored += bytes;
        receive.contiguousUpTo(stored);
        if (receive.available() > IN_FLIGHT) {
            receive.read(target, 0, bytes);
        }
        return stored;
    }

    /** Stored from one connection's packet, copied into another's, acknowledged there later. */
    @Benchmark
    @Against("copyTwice")
    public long relay() {
        relay.inbound().store(stored, source, 0, bytes);
        stored += bytes;
        relay.inbound().contiguousUpTo(stored);
        relay.outbound().copy(copied, bytes, target, 0);
        copied += bytes;
        relay.outbound().acknowledged(copied - Math.min(copied, IN_FLIGHT));
        return stored;
    }

    /** The two copies that are in each of the others. */
    @Benchmark
    public void copyTwice() {
        target.putBytes(0, source, 0, bytes);
        source.putBytes(0, target, 0, bytes);
    }
}
