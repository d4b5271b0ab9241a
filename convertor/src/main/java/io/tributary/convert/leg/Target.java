package io.tributary.convert.leg;

import io.tributary.wire.IpAddress;

/**
 * Where a client wants to go.
 *
 * @param multipathRequest the client asks for MPTCP to the server, whatever our policy
 */
public record Target(IpAddress address, int port, boolean multipathRequest) {
}
