package io.tributary.bench.relay;

import io.tributary.bench.relay.Task.Metric;
import io.tributary.bench.result.Samples;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Samples of each metric through each arrangement, by round. */
final class Series {
    private final int rounds;
    private final Map<String, double[]> values = new HashMap<>();

    Series(int rounds) {
        this.rounds = rounds;
    }

    void put(Metric metric, String arrangement, int round, double value) {
        values.computeIfAbsent(key(metric, arrangement), k -> {
            double[] empty = new double[rounds];
            Arrays.fill(empty, Double.NaN);
            return empty;
        })[round] = value;
    }

    /** Empty if nothing was measured. */
    Samples of(Metric metric, String arrangement) {
        return new Samples(values.getOrDefault(key(metric, arrangement), new double[0]));
    }

    private static String key(Metric metric, String arrangement) {
        return metric.name() + " " + arrangement;
    }
}
