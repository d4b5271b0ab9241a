package io.tributary.device;

import org.agrona.MutableDirectBuffer;

/** The place where the next outgoing packet is built: the builder is lent a slot, fills it and commits or aborts it. */
public interface PacketSink {
    /** The most bytes {@link #claim} can lend; also the largest packet the device takes, headers included. */
    int maxPacket();

    /**
     * Lends a slot of at least {@code length} bytes.
     *
     * @return its offset in {@link #buffer()}, or -1 when the device takes nothing more now (back-pressure)
     */
    int claim(int length);

    /** The buffer the claimed slot lies in. */
    MutableDirectBuffer buffer();

    /** Sends the packet of {@code length} bytes that starts at {@code at}, where {@link #claim} put it. */
    void commit(int at, int length, Offload offload);

    /** Gives the slot back unsent. */
    void abort(int at);
}
