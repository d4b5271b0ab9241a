package io.tributary.bench.result;

import java.util.Arrays;

/**
 * The numbers of one measurement, one per round. A round that failed has a NaN in its place, so that rounds of different
 * measurements can be paired; it counts nowhere else.
 */
public final class Samples {
    private final double[] byRound;
    private final double[] sorted;

    public Samples(double... byRound) {
        this.byRound = byRound.clone();
        this.sorted = Arrays.stream(byRound).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }

    /** Rounds that gave a number. */
    public int count() {
        return sorted.length;
    }

    public boolean isEmpty() {
        return sorted.length == 0;
    }

    /** In the order of the rounds, without those that failed. */
    public double[] values() {
        return Arrays.stream(byRound).filter(v -> !Double.isNaN(v)).toArray();
    }

    /** NaN without any sample. */
    public double median() {
        return quantile(0.5);
    }

    public double min() {
        return quantile(0);
    }

    public double max() {
        return quantile(1);
    }

    /** Interpolates between neighbours. @param q 0 to 1 */
    public double quantile(double q) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** Width of the middle half, as a part of the median: unlike the range it does not grow with the number of rounds. */
    public double spread() {
        return (quantile(0.75) - quantile(0.25)) / Math.abs(median());
    }

    /** Round by round, for rounds in which both gave a number. */
    public Samples over(Samples other) {
        double[] ratios = new double[Math.min(byRound.length, other.byRound.length)];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = byRound[i] / other.byRound[i];
        }
        return new Samples(ratios);
    }

    /** Round by round, for rounds in which both gave a number. */
    public Samples minus(Samples other) {
        double[] differences = new double[Math.min(byRound.length, other.byRound.length)];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = byRound[i] - other.byRound[i];
        }
        return new Samples(differences);
    }
}
