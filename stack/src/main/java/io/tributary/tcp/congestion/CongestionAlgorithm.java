package io.tributary.tcp.congestion;

/**
 * Makes the controllers of connections. One whose controllers know of each other, as MPTCP's coupled ones do, is an object per
 * group of them and is put into the settings of the group's members.
 */
public interface CongestionAlgorithm {
    /** Lower case, as in configurations. */
    String name();

    /** A controller for a connection whose segments carry {@code mss} bytes, as far as is known yet. */
    CongestionControl controller(CongestionSettings settings, int mss);
}
