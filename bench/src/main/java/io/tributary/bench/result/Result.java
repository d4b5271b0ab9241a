package io.tributary.bench.result;

/**
 * One measured quantity.
 *
 * @param name     words joined by dots, from the general to the special
 * @param unit     of value, samples and baseline
 * @param better   which way it should go
 * @param samples  at least one
 * @param baseline null where there is nothing to compare with
 */
public record Result(String name, String unit, Better better, Samples samples, Baseline baseline) {
    public Result {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no sample of " + name);
        }
    }

    public double value() {
        return samples.median();
    }

    /** Value over the baseline's; NaN without baseline. */
    public double ratio() {
        return baseline == null ? Double.NaN : value() / baseline.value();
    }

    public Verdict verdict() {
        return baseline == null ? Verdict.NONE : Verdict.of(samples.over(baseline.samples()), better);
    }
}
