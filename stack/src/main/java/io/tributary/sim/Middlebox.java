package io.tributary.sim;

/**
 * Something on a link that looks into packets: it may drop, change, delay or multiply them, or answer by itself. It sees
 * both directions.
 */
@FunctionalInterface
public interface Middlebox {
    /**
     * Takes a packet; what it does not hand to {@code hop} is gone.
     *
     * @param forward from the link's first device to its second
     */
    void onPacket(SimPacket packet, boolean forward, Hop hop);

    /** The middlebox's place on the link, seen in the direction of the packet at hand. May be kept and used later. */
    interface Hop {
        long nowNs();

        /** On its way, to the next box or the wire. */
        void pass(SimPacket packet);

        /** Back to where the packet at hand came from. */
        void back(SimPacket packet);

        void after(long delayNs, Runnable action);
    }
}
