package io.tributary.capture;

import io.tributary.tcp.SegmentView;

/** Hears, segment by segment, where in the capture's connections the decoder has put it. */
@FunctionalInterface
public interface CaptureObserver {
    /** @param segment valid during the call; "local" is its destination */
    void onSegment(SegmentView segment, Place place);

    /**
     * Where a segment belongs.
     *
     * @param packet         number of the packet in the capture, from 1
     * @param timeNs         since the first packet of the capture
     * @param connection     index of its connection among all, MPTCP or not
     * @param subflow        index of its TCP connection in that
     * @param fromClient     the client of the connection sent it
     * @param joined         the subflow came with MP_JOIN
     * @param openedByServer the connection's server opened the subflow
     * @param missing        bytes at the end of the payload that the capture does not have
     */
    record Place(long packet, long timeNs, int connection, int subflow, boolean fromClient, boolean joined, boolean openedByServer,
                 int missing) {
    }
}
