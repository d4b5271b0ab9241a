package io.tributary.convert.wire;

import io.tributary.Rfc;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Why a converter does not do what was asked.
 *
 * @param code  0 to 255, see {@link ErrorCode}
 * @param value octets from the fourth octet of the TLV on, zero padding included: 4n + 1 of them
 */
@Rfc(value = 8803, section = "6.2.8")
public record ErrorTlv(int code, byte[] value) implements Tlv {
    public static final int TYPE = 30;
    /** An echo longer than this would push the message beyond its maximal length. */
    static final int MAX_ECHO = 4 * (ConvertHeader.MAX_WORDS - 2);

    /** One octet of value: zero, an ICMP code, a delay in seconds. */
    public static ErrorTlv of(int code, int value) {
        return new ErrorTlv(code, new byte[] {(byte) value});
    }

    /** A list of octets that starts in the fourth one: versions, option kinds. */
    public static ErrorTlv listing(int code, int... items) {
        byte[] value = new byte[4 * Tlv.wordsFor(3 + items.length) - 3];
        for (int i = 0; i < items.length; i++) {
            value[i] = (byte) items[i];
        }
        return new ErrorTlv(code, value);
    }

    /** Answers a message with itself, cut so that the answer stays a legal message. */
    public static ErrorTlv echoing(int code, byte[] message, int at, int length) {
        int n = Math.min(length, MAX_ECHO);
        byte[] value = new byte[1 + 4 * Tlv.wordsFor(n)];
        System.arraycopy(message, at, value, 1, n);
        return new ErrorTlv(code, value);
    }

    public static ErrorTlv missingCookie(byte[] cookie) {
        return echoing(ErrorCode.MISSING_COOKIE, cookie, 0, cookie.length);
    }

    /** ICMP code, delay in seconds, first list item: whatever the code says. 0 to 255. */
    public int firstValue() {
        return value[0] & 0xff;
    }

    /** The echoed message or the cookie: what follows the first word. */
    public byte[] body() {
        return Arrays.copyOfRange(value, 1, value.length);
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public int words() {
        return Tlv.wordsFor(3 + value.length);
    }

    @Override
    public void encodeValue(ByteBuffer dst) {
        dst.put((byte) code).put(value);
    }

    static ErrorTlv decode(ByteBuffer value) {
        int code = value.get() & 0xff;
        return new ErrorTlv(code, Tlv.remaining(value));
    }
}
