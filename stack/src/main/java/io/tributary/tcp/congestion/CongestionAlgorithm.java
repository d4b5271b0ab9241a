package io.tributary.tcp.congestion;

/**
 * Makes the controllers of connections. Those that know of each other, as the ones of MPTCP's subflows do when they are coupled,
 * come from one {@link #group()}, which is put into the settings of the group's members.
 */
public interface CongestionAlgorithm {
    /** Lower case, as in configurations. */
    String name();

    /** A controller for a connection whose segments carry {@code mss} bytes, as far as is known yet. */
    CongestionControl controller(CongestionSettings settings, int mss);

    /**
     * What the connections of one new group, the subflows of an MPTCP connection, get their controllers from. Where those know of
     * each other it is an object of its own for each group; a connection whose settings are not of a group is one by itself.
     */
    default CongestionAlgorithm group() {
        return this;
    }
}
