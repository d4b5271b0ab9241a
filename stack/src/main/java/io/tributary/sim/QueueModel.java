package io.tributary.sim;

/**
 * Packets that wait for a link's sender, and who of them loses. A model belongs to one direction of one link; the packet being
 * sent is not in it.
 */
public interface QueueModel {
    /** @return false if there was no room: the packet is lost */
    boolean offer(SimPacket packet, long nowNs);

    /** The next to be sent, null if none is left; what is dropped or marked on the way is told to {@code fate}. */
    SimPacket poll(long nowNs, Fate fate);

    int packets();

    long bytes();

    /** Room for later packets; those that wait already stay. */
    void limit(long bytes, int packets);

    /** Loses all that wait. @return how many they were */
    int clear();

    /** Hears what a queue does to packets that it had taken. */
    interface Fate {
        void dropped(SimPacket packet);

        /** Congestion Experienced was set instead. */
        void marked(SimPacket packet);
    }

    /** Takes all there is room for, drops the rest. */
    static QueueModel dropTail() {
        return new DropTail();
    }

    /** @param ecn packets of transports that understand it are marked, not dropped */
    static QueueModel coDel(boolean ecn) {
        return new CoDel(CoDel.TARGET_NS, CoDel.INTERVAL_NS, ecn);
    }
}
