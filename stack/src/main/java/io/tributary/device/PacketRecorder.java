package io.tributary.device;

import org.agrona.DirectBuffer;

/** Keeps what passed a place, for people to look at. It never disturbs the traffic, whatever goes wrong with the keeping. */
@FunctionalInterface
public interface PacketRecorder {
    /**
     * @param timeNs  since the epoch, or of a simulation
     * @param inbound towards us
     */
    void record(long timeNs, boolean inbound, DirectBuffer buffer, int at, int length);
}
