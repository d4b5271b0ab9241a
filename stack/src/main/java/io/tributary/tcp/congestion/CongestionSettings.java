package io.tributary.tcp.congestion;

/**
 * How fast a connection sends.
 *
 * @param initialWindowSegments initial congestion window, segments
 */
public record CongestionSettings(int initialWindowSegments) {
    public static final CongestionSettings DEFAULT = new CongestionSettings(10);

    /** A controller for a connection whose segments carry {@code mss} bytes. */
    public CongestionControl controller(int mss) {
        return new NewReno(initialWindowSegments, mss);
    }
}
