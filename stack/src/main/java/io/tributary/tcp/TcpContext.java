package io.tributary.tcp;

import io.tributary.metrics.Counters;
import io.tributary.tcp.congestion.CongestionControl;
import io.tributary.tcp.open.IsnGenerator;
import java.util.function.IntFunction;

/**
 * What all Tcbs of a shard share.
 *
 * @param congestion makes a controller for a given MSS
 */
public record TcpContext(TcpConfig config, Counters counters, SegmentWriter writer, IsnGenerator isn,
                         IntFunction<CongestionControl> congestion) {
}
