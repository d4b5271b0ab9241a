package io.tributary.bench.micro;

import io.tributary.ip.FlowKey;
import io.tributary.ip.FlowTable;
import io.tributary.wire.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Finds the owner of a segment, another one each time. */
public class FlowBenchmark extends MicroBenchmark {
    private static final int PORT = 5124;

    @Param({"1000", "100000"})
    int flows;
    private final IpAddress local = IpAddress.parse("198.51.100.10");
    private final FlowTable<FlowKey> table = new FlowTable<>(1_000_000, 0x5eed);
    private final Map<FlowKey, FlowKey> map = new HashMap<>();
    private long base;
    private int next;

    @Setup
    public void fill() {
        base = IpAddress.parse("10.0.0.0").lo();
        for (int i = 0; i < flows; i++) {
            FlowKey key = new FlowKey(0, local.hi(), local.lo(), PORT, local.hi(), base + i, port(i));
            table.put(key, key);
            map.put(key, key);
        }
    }

    private static int port(int i) {
        return 1024 + i % 60_000;
    }

    /** A step that is prime to the number of flows visits all of them in an order that no cache foresees. */
    private int step() {
        next = (int) ((next + 7919L) % flows);
        return next;
    }

    @Benchmark
    @Against("hashMap")
    public FlowKey find() {
        int i = step();
        return table.get(0, local.hi(), local.lo(), PORT, local.hi(), base + i, port(i));
    }

    @Benchmark
    public FlowKey hashMap() {
        int i = step();
        return map.get(new FlowKey(0, local.hi(), local.lo(), PORT, local.hi(), base + i, port(i)));
    }
}
