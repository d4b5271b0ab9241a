package io.tributary.capture;

import org.agrona.DirectBuffer;

/** Takes the packets of a capture, in file order. The buffer is lent for the duration of the call. */
@FunctionalInterface
public interface CapturedPacketHandler {
    /**
     * @param timeNs         since the epoch
     * @param linkType       as capture files number them, see {@link LinkLayer}
     * @param at             first byte of the link-layer header
     * @param length         bytes captured
     * @param originalLength bytes that were on the wire; more than {@code length} if the capture cut the packet
     */
    void onPacket(long timeNs, int linkType, DirectBuffer buffer, int at, int length, int originalLength);
}
