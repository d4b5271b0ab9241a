package io.tributary.wire.option;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;
import org.agrona.DirectBuffer;

/**
 * ADD_ADDR: 16, 18, 28 or 30 bytes with an HMAC; as an echo (E=1) 8, 10, 20 or 22 without. The family and whether there is
 * a port follow from the length. An address of ::ffff:0:0/96 in the IPv6 form is not well-formed: it would be the
 * IPv4 form of another option with another HMAC.
 */
@Rfc(value = 8684, section = "3.4.1")
public final class AddAddrOption extends MptcpOption {
    private static final int ECHO = 1;
    private static final int HMAC = 8;

    public AddAddrOption wrap(DirectBuffer b, int at, int len) {
        place(b, at, len);
        return this;
    }

    public boolean isWellFormed() {
        if (!is(MptcpSubtype.ADD_ADDR)) {
            return false;
        }
        return switch (body()) {
            case 8, 10 -> true;
            case 20, 22 -> !IpAddress.isV4(i64(4), i64(12));
            default -> false;
        };
    }

    /** Bytes without HMAC. */
    private int body() {
        return isEcho() ? length() : length() - HMAC;
    }

    public boolean isEcho() {
        return (u8(2) & ECHO) != 0;
    }

    public int addressId() {
        return u8(3);
    }

    public boolean isV4() {
        return body() <= 10;
    }

    /** The two halves in the form of {@link IpAddress}. */
    public long addressHi() {
        return isV4() ? 0 : i64(4);
    }

    public long addressLo() {
        return isV4() ? IpAddress.v4(i32(4)) : i64(12);
    }

    public boolean hasPort() {
        return (body() & 2) != 0;
    }

    /** 0 to 65,535; 0 also when absent, as the HMAC's message wants it. */
    public int port() {
        return hasPort() ? u16(body() - 2) : 0;
    }

    /** The truncated HMAC; meaningful unless {@link #isEcho()}. */
    public long hmac() {
        return i64(length() - HMAC);
    }

    /** @param port 1 to 65,535, or 0 for none */
    public static boolean encode(OptionPlan plan, int addressId, long hi, long lo, int port, long hmac) {
        int body = body(hi, lo, port);
        int at = encode(plan, body + HMAC, 0, addressId, hi, lo, port);
        if (at >= 0) {
            put64(plan, at + body, hmac);
        }
        return at >= 0;
    }

    public static boolean encodeEcho(OptionPlan plan, int addressId, long hi, long lo, int port) {
        return encode(plan, body(hi, lo, port), ECHO, addressId, hi, lo, port) >= 0;
    }

    private static int body(long hi, long lo, int port) {
        return 4 + (IpAddress.isV4(hi, lo) ? 4 : 16) + (port != 0 ? 2 : 0);
    }

    private static int encode(OptionPlan plan, int length, int echo, int addressId, long hi, long lo, int port) {
        int at = begin(plan, length, MptcpSubtype.ADD_ADDR, echo);
        if (at >= 0) {
            plan.buffer().putByte(at + 3, (byte) addressId);
            if (IpAddress.isV4(hi, lo)) {
                put32(plan, at + 4, (int) lo);
            } else {
                put64(plan, at + 4, hi);
                put64(plan, at + 12, lo);
            }
            if (port != 0) {
                put16(plan, at + body(hi, lo, port) - 2, port);
            }
        }
        return at;
    }
}
