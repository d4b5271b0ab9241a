package io.tributary.bench.micro;

import io.tributary.wire.Checksum;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One segment and one super-segment. */
public class ChecksumBenchmark extends MicroBenchmark {
    @Param({"1460", "65536"})
    int bytes;
    private UnsafeBuffer source;
    private UnsafeBuffer target;

    @Setup
    public void fill() {
        byte[] random = new byte[bytes];
        new Random(1).nextBytes(random);
        source = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
        source.putBytes(0, random);
        target = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
    }

    @Benchmark
    @Against("textbook")
    public long sum() {
        return Checksum.sum(source, 0, bytes);
    }

    /** RFC 1071, section 4.1. */
    @Benchmark
    public long textbook() {
        long sum = 0;
        for (int i = 0; i < bytes; i += 2) {
            sum += source.getShort(i, ByteOrder.BIG_ENDIAN) & 0xffff;
        }
        return Checksum.fold(sum);
    }

    /** What moving the same bytes costs. */
    @Benchmark
    public void copy() {
        target.putBytes(0, source, 0, bytes);
    }
}
