package io.tributary.driver.kernel;

import io.tributary.abi.In;
import io.tributary.abi.Socket;
import io.tributary.wire.IpAddress;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** {@code struct sockaddr_in} and {@code sockaddr_in6} at the start of a buffer. */
final class Sockaddr {
    static final int MAX_SIZE = In.SOCKADDR_IN6_SIZE;

    private Sockaddr() {
    }

    /** @return bytes written; an IPv4 address goes to an IPv6 socket in its mapped form */
    static int put(UnsafeBuffer b, int at, boolean ipv6, IpAddress address, int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (!ipv6) {
            if (!address.isV4() && !address.equals(IpAddress.ANY)) {
                throw new IllegalArgumentException("an IPv4 socket has no way to " + address);
            }
            b.setMemory(at, In.SOCKADDR_IN_SIZE, (byte) 0);
            b.putShort(at + In.SIN_FAMILY, (short) Socket.AF_INET);
            b.putShort(at + In.SIN_PORT, (short) port, ByteOrder.BIG_ENDIAN);
            b.putInt(at + In.SIN_ADDR, (int) address.lo(), ByteOrder.BIG_ENDIAN);
            return In.SOCKADDR_IN_SIZE;
        }
        b.setMemory(at, In.SOCKADDR_IN6_SIZE, (byte) 0);
        b.putShort(at + In.SIN6_FAMILY, (short) Socket.AF_INET6);
        b.putShort(at + In.SIN6_PORT, (short) port, ByteOrder.BIG_ENDIAN);
        b.putLong(at + In.SIN6_ADDR, address.hi(), ByteOrder.BIG_ENDIAN);
        b.putLong(at + In.SIN6_ADDR + Long.BYTES, address.lo(), ByteOrder.BIG_ENDIAN);
        return In.SOCKADDR_IN6_SIZE;
    }

    static IpAddress address(UnsafeBuffer b, int at) {
        if (b.getShort(at + In.SIN_FAMILY) == Socket.AF_INET) {
            return new IpAddress(0, IpAddress.v4(b.getInt(at + In.SIN_ADDR, ByteOrder.BIG_ENDIAN)));
        }
        return new IpAddress(b.getLong(at + In.SIN6_ADDR, ByteOrder.BIG_ENDIAN),
            b.getLong(at + In.SIN6_ADDR + Long.BYTES, ByteOrder.BIG_ENDIAN));
    }

    static int port(UnsafeBuffer b, int at) {
        return b.getShort(at + In.SIN_PORT, ByteOrder.BIG_ENDIAN) & 0xffff;
    }
}
