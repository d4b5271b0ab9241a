package io.tributary.device;

import org.agrona.MutableDirectBuffer;

/** Takes one received IP packet. The buffer is lent for the duration of the call and may be changed in place (forwarding). */
@FunctionalInterface
public interface PacketHandler {
    void onPacket(MutableDirectBuffer buffer, int at, int length, Offload offload);
}
