package io.tributary.convert.main.config;

import io.tributary.wire.IpAddress;

/**
 * An address with a TCP port.
 *
 * @param port 1 to 65535
 */
public record HostPort(IpAddress address, int port) {
    /** @throws IllegalArgumentException if {@code text} is not {@code 192.0.2.1:80} or {@code [2001:db8::1]:80} */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || !bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("needs a port, as 192.0.2.1:5124 or [2001:db8::1]:5124");
        }
        IpAddress address = IpAddress.parse(bracketed ? host.substring(1, host.length() - 1) : host);
        if (bracketed == address.isV4()) {
            throw new IllegalArgumentException("brackets belong around IPv6 addresses only");
        }
        return new HostPort(address, port(text.substring(colon + 1)));
    }

    /** @throws IllegalArgumentException if {@code digits} is no port */
    public static int port(String digits) {
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535: " + digits);
        }
        return port;
    }

    @Override
    public String toString() {
        return address.withPort(port);
    }
}
