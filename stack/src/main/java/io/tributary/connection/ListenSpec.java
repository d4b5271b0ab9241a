package io.tributary.connection;

import io.tributary.tcp.TcpConfig;
import io.tributary.wire.IpAddress;

/**
 * Where and how to accept connections.
 *
 * @param zone      zone the SYN must come from
 * @param local     address, or {@link IpAddress#ANY} for every address of the zone
 * @param port      TCP port
 * @param multipath answer MP_CAPABLE; false: plain TCP only
 * @param checksum  ask for DSS checksums
 * @param backlog   half-open and undecided connections it may hold; the newest loses
 * @param tcp       settings of the connections accepted here; null for the shard's
 */
public record ListenSpec(int zone, IpAddress local, int port, boolean multipath, boolean checksum, int backlog, TcpConfig tcp) {
    /** With the shard's settings. */
    public ListenSpec(int zone, IpAddress local, int port, boolean multipath, boolean checksum, int backlog) {
        this(zone, local, port, multipath, checksum, backlog, null);
    }

    public ListenSpec tcp(TcpConfig settings) {
        return new ListenSpec(zone, local, port, multipath, checksum, backlog, settings);
    }
}
