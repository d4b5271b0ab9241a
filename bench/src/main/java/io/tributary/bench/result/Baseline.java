package io.tributary.bench.result;

/** What a result is compared with, measured in the same run and, round by round, at nearly the same time. */
public record Baseline(String name, Samples samples) {
    public double value() {
        return samples.median();
    }
}
