package io.tributary.convert.wire;

import io.tributary.Rfc;
import java.nio.ByteBuffer;

/**
 * The four octets in front of every Convert message.
 *
 * @param version    8 bits; {@link #VERSION} is the only one we speak
 * @param totalWords length of the whole message in 32-bit words, this header included
 */
@Rfc(value = 8803, section = "6.1")
public record ConvertHeader(int version, int totalWords) {
    public static final int VERSION = 1;
    public static final int MAGIC = 0x2263;
    public static final int LENGTH = 4;
    /** Most words a message can have: Total Length is one octet. */
    public static final int MAX_WORDS = 255;
    /** Most octets a message can have. */
    public static final int MAX_OCTETS = 4 * MAX_WORDS;

    /** False as soon as the octets at hand cannot become a header; fewer than four octets may still become one. */
    static boolean isPossible(byte[] b, int at, int length) {
        return (length < 3 || b[at + 2] == (byte) (MAGIC >>> 8)) && (length < 4 || b[at + 3] == (byte) MAGIC);
    }

    /** Reads four octets whose magic was checked. */
    static ConvertHeader read(byte[] b, int at) {
        return new ConvertHeader(b[at] & 0xff, b[at + 1] & 0xff);
    }

    void encode(ByteBuffer dst) {
        dst.put((byte) version).put((byte) totalWords).putShort((short) MAGIC);
    }
}
