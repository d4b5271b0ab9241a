package io.tributary.tcp.congestion;

/**
 * How fast a connection sends.
 *
 * @param algorithm             makes its congestion controller
 * @param initialWindowSegments initial congestion window, segments of at most 1460 bytes, at least 1
 * @param slowStartAfterIdle    after a pause of more than a timeout the window starts over from the initial one
 * @param hyStart               CUBIC leaves the first slow start when the delay rises
 * @param ecn                   whether the network may mark instead of dropping
 * @param pacing                text is spread over the round trip instead of sent in bursts
 */
public record CongestionSettings(CongestionAlgorithm algorithm, int initialWindowSegments, boolean slowStartAfterIdle, boolean hyStart,
                                 EcnMode ecn, boolean pacing) {
    /** Linked increases: for MPTCP as RFC 6356 has it, and for plain TCP, which is a group of one, NewReno. */
    public static final CongestionSettings DEFAULT =
        new CongestionSettings(CongestionAlgorithms.named("lia").orElseThrow(), 10, true, true, EcnMode.ACCEPT, false);

    /** @throws IllegalArgumentException if there is no algorithm, or no window */
    public CongestionSettings {
        if (algorithm == null || ecn == null || initialWindowSegments < 1) {
            throw new IllegalArgumentException("congestion control: " + algorithm + ", " + initialWindowSegments + " segments");
        }
    }

    public CongestionSettings withAlgorithm(CongestionAlgorithm a) {
        return new CongestionSettings(a, initialWindowSegments, slowStartAfterIdle, hyStart, ecn, pacing);
    }

    public CongestionSettings withInitialWindow(int segments) {
        return new CongestionSettings(algorithm, segments, slowStartAfterIdle, hyStart, ecn, pacing);
    }

    public CongestionSettings withSlowStartAfterIdle(boolean on) {
        return new CongestionSettings(algorithm, initialWindowSegments, on, hyStart, ecn, pacing);
    }

    public CongestionSettings withHyStart(boolean on) {
        return new CongestionSettings(algorithm, initialWindowSegments, slowStartAfterIdle, on, ecn, pacing);
    }

    public CongestionSettings withEcn(EcnMode mode) {
        return new CongestionSettings(algorithm, initialWindowSegments, slowStartAfterIdle, hyStart, mode, pacing);
    }

    public CongestionSettings withPacing(boolean on) {
        return new CongestionSettings(algorithm, initialWindowSegments, slowStartAfterIdle, hyStart, ecn, on);
    }

    /** The same for the members of one new group: see {@link CongestionAlgorithm#group()}. */
    public CongestionSettings grouped() {
        CongestionAlgorithm group = algorithm.group();
        return group == algorithm ? this : withAlgorithm(group);
    }

    /** A controller for a connection whose segments carry {@code mss} bytes. */
    public CongestionControl controller(int mss) {
        return algorithm.controller(this, mss);
    }
}
