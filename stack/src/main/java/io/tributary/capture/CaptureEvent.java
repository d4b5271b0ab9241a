package io.tributary.capture;

/**
 * Something worth a line in the report.
 *
 * @param timeNs     since the first packet of the capture
 * @param packet     number of the packet in the capture, from 1
 * @param subflow    number of the subflow in its connection, from 1
 * @param fromClient who sent the packet
 * @param type       one of the constants of {@link EventType}
 * @param detail     what the packet said, in words
 */
public record CaptureEvent(long timeNs, long packet, int subflow, boolean fromClient, EventType type, String detail) {
}
