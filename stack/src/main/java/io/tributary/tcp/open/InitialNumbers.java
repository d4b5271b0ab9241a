package io.tributary.tcp.open;

import io.tributary.ip.FlowKey;

/** Where a flow's initial numbers come from: {@link IsnGenerator} in production, a recording when one is replayed. */
public interface InitialNumbers {
    /** The sequence number of our SYN. */
    int isn(FlowKey k, long nowNs);

    /** What is added to our clock of milliseconds to make TSval. */
    int timestampOffset(FlowKey k);
}
