package io.tributary.bench.machine;

import io.tributary.bench.result.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Takes a measurement again when other processes were busy meanwhile, keeps the least disturbed one, and remembers how disturbed
 * the kept ones were.
 */
public final class Quiet {
    /** Cores that others may use before a measurement is repeated. */
    public static final double LIMIT = 0.2;
    private static final int ATTEMPTS = 2;

    private final Supplier<ProcessTable> look;
    private final long own;
    private final List<Double> kept = new ArrayList<>();

    public Quiet() {
        this(ProcessTable::now, ProcessHandle.current().pid());
    }

    Quiet(Supplier<ProcessTable> look, long own) {
        this.look = look;
        this.own = own;
    }

    /** @param measurement null if it failed: then it is not repeated, as a failure tells something too
     *  @return the least disturbed result, or null */
    public <T> T measure(Supplier<T> measurement) {
        T best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int attempt = 0; attempt < ATTEMPTS && least > LIMIT; attempt++) {
            ProcessTable before = look.get();
            T result = measurement.get();
            if (result == null) {
                return null;
            }
            double others = look.get().othersSince(before, own);
            if (others < least) {
                least = others;
                best = result;
            }
        }
        kept.add(least);
        return best;
    }

    /** Cores used by others during the kept measurements: the median. */
    public double typical() {
        return kept.isEmpty() ? 0 : new Samples(kept.stream().mapToDouble(d -> d).toArray()).median();
    }

    /** Cores used by others during the most disturbed of the kept measurements. */
    public double worst() {
        return kept.stream().mapToDouble(d -> d).max().orElse(0);
    }

    /** True if so much else ran that absolute numbers and ratios are those of another machine. */
    public boolean isNoisy() {
        return typical() > LIMIT;
    }

    /** One line for people. */
    public String summary() {
        String use = String.format(Locale.ROOT, "other processes used %.2f cores meanwhile (median; worst %.2f)", typical(), worst());
        return isNoisy() ? "TOO NOISY TO CONCLUDE: " + use + "; stop them and measure again" : use;
    }
}
