package io.tributary.tcp;

import io.tributary.ip.IcmpErrorView;

/** What a flow leads to: something that takes the segments of one 4-tuple in one zone. */
public interface SegmentTarget {
    void onSegment(SegmentView s, long nowNs);

    /** An ICMP error whose embedded header names this flow. */
    default void onIcmpError(IcmpErrorView e, long nowNs) {
    }
}
