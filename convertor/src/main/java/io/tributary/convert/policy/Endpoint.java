package io.tributary.convert.policy;

import io.tributary.wire.IpAddress;

/**
 * An address with a port.
 *
 * @param port 1 to 65535
 */
public record Endpoint(IpAddress address, int port) {
    public Endpoint {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /**
     * @param text "10.1.0.10:5124" or "[fd00::1]:5124"
     * @throws IllegalArgumentException if it is no address with a port
     */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[") && colon > 0 && text.charAt(colon - 1) == ']';
        String host = colon < 0 ? "" : bracketed ? text.substring(1, colon - 1) : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || host.contains(":") != bracketed) {
            throw new IllegalArgumentException("not an address with a port: " + text);
        }
        return new Endpoint(IpAddress.parse(host), Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return address.withPort(port);
    }
}
