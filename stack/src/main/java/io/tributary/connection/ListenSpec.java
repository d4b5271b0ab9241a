package io.tributary.connection;

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
 */
public record ListenSpec(int zone, IpAddress local, int port, boolean multipath, boolean checksum, int backlog) {
}
