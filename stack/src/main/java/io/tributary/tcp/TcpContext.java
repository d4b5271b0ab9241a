package io.tributary.tcp;

import io.tributary.ip.PathMtu;
import io.tributary.metrics.Counters;
import io.tributary.tcp.open.InitialNumbers;

/**
 * What all Tcbs of a shard share.
 *
 * @param config for connections without one of their own
 */
public record TcpContext(TcpConfig config, Counters counters, SegmentWriter writer, InitialNumbers isn, PathMtu paths) {
}
