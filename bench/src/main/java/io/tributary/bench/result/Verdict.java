package io.tributary.bench.result;

/** What the rounds allow to say about a comparison. */
public enum Verdict {
    BETTER("better in every round"),
    WORSE("worse in every round"),
    EQUAL("no difference shown"),
    NOISY("too noisy to conclude"),
    TOO_FEW("too few rounds to conclude"),
    NONE("");

    /** A middle half wider than this part of the median hides differences that would matter. */
    public static final double WIDE = 0.25;
    private static final int FEW = 3;

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /**
     * Rounds alternate, so that drift of the machine hits both sides alike: a difference is believed if it has the same sign in
     * every round, however large it is. With five rounds chance does that in one case of sixteen.
     *
     * @param ratios measured over baseline, one per round
     */
    public static Verdict of(Samples ratios, Better better) {
        if (ratios.count() < FEW) {
            return TOO_FEW;
        }
        if (ratios.min() > 1) {
            return better == Better.HIGHER ? BETTER : WORSE;
        }
        if (ratios.max() < 1) {
            return better == Better.HIGHER ? WORSE : BETTER;
        }
        return ratios.spread() > WIDE ? NOISY : EQUAL;
    }
}
