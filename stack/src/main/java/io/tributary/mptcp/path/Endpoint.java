package io.tributary.mptcp.path;

import io.tributary.wire.IpAddress;

/**
 * A local address that connections may use beyond their first one; as {@code ip mptcp endpoint}.
 *
 * @param zone     connections of this zone use it
 * @param id       address ID, 1 to 255, the same in every connection
 * @param port     for {@code signal}: the port to announce; 0: that of the connection
 * @param subflow  the initiator of a connection opens a subflow from here
 * @param signal   it is announced to the peer
 * @param backup   its subflows are to be used only when no other works
 * @param fullmesh subflows go from here to every address that the peer announces, not only to its first
 */
public record Endpoint(int zone, IpAddress address, int id, int port, boolean subflow, boolean signal, boolean backup, boolean fullmesh) {
    public Endpoint {
        if (id < 1 || id > 255) {
            throw new IllegalArgumentException("an endpoint's address ID is 1 to 255, 0 is the first address: " + id);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (port != 0 && !signal) {
            throw new IllegalArgumentException("flags must have signal when using port");
        }
        if (signal && fullmesh) {
            throw new IllegalArgumentException("flags mustn't have both signal and fullmesh");
        }
    }

    public Endpoint(int zone, IpAddress address, int id, int port, boolean subflow, boolean signal, boolean backup) {
        this(zone, address, id, port, subflow, signal, backup, false);
    }

    public static Endpoint subflow(int zone, IpAddress address, int id) {
        return new Endpoint(zone, address, id, 0, true, false, false, false);
    }

    public static Endpoint signal(int zone, IpAddress address, int id) {
        return new Endpoint(zone, address, id, 0, false, true, false, false);
    }

    /** Subflows to every address of the peer. */
    public static Endpoint fullmesh(int zone, IpAddress address, int id) {
        return new Endpoint(zone, address, id, 0, true, false, false, true);
    }

    public Endpoint withBackup(boolean on) {
        return new Endpoint(zone, address, id, port, subflow, signal, on, fullmesh);
    }

    public Endpoint withFullmesh(boolean on) {
        return new Endpoint(zone, address, id, port, subflow, signal, backup, on);
    }

    public Endpoint withPort(int announcedPort) {
        return new Endpoint(zone, address, id, announcedPort, subflow, signal, backup, fullmesh);
    }
}
