package io.tributary.capture;

import io.tributary.wire.IpAddress;

/** One end of a TCP connection. */
public record Endpoint(IpAddress address, int port) implements Comparable<Endpoint> {
    @Override
    public int compareTo(Endpoint o) {
        int c = address.compareTo(o.address);
        return c != 0 ? c : Integer.compare(port, o.port);
    }

    @Override
    public String toString() {
        return address.withPort(port);
    }
}
