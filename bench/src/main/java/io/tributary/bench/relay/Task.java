package io.tributary.bench.relay;

import io.tributary.bench.result.Better;
import java.util.List;

/** What is measured on a connection through each arrangement. */
enum Task {
    UP("relay.goodput.up", new Metric("relay.goodput.up", "Gbit/s", Better.HIGHER)),
    DOWN("relay.goodput.down", new Metric("relay.goodput.down", "Gbit/s", Better.HIGHER)),
    LATENCY("relay.latency", new Metric("relay.latency.p50", "us", Better.LOWER), new Metric("relay.latency.p99", "us", Better.LOWER));

    private final String title;
    private final List<Metric> metrics;

    Task(String title, Metric... metrics) {
        this.title = title;
        this.metrics = List.of(metrics);
    }

    /** What a user calls it. */
    String title() {
        return title;
    }

    /** The numbers that one measurement gives, in this order. */
    List<Metric> metrics() {
        return metrics;
    }

    /** One quantity that comes out of a task. */
    record Metric(String name, String unit, Better better) {
    }
}
