package io.tributary.wire;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/** An ICMP message; getters are meaningful only if {@link #isWellFormed()}. */
@Rfc(value = 792)
public final class Icmpv4Message {
    /** Bytes before the embedded packet. */
    public static final int HEADER_LENGTH = 8;

    public static final int ECHO_REPLY = 0;
    public static final int UNREACHABLE = 3;
    public static final int SOURCE_QUENCH = 4;
    public static final int REDIRECT = 5;
    public static final int ECHO = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;

    /** Codes of {@link #UNREACHABLE}. */
    public static final int NET = 0;
    public static final int HOST = 1;
    public static final int PROTOCOL = 2;
    public static final int PORT = 3;
    public static final int FRAGMENTATION_NEEDED = 4;
    public static final int PROHIBITED = 13;

    private DirectBuffer buffer;
    private int at;
    private int length;

    /** @param length bytes of the message: the IP payload */
    public Icmpv4Message wrap(DirectBuffer buffer, int at, int length) {
        this.buffer = buffer;
        this.at = at;
        this.length = length;
        return this;
    }

    public boolean isWellFormed() {
        return length >= HEADER_LENGTH;
    }

    public int type() {
        return buffer.getByte(at) & 0xff;
    }

    public int code() {
        return buffer.getByte(at + 1) & 0xff;
    }

    public boolean isChecksumValid() {
        return Checksum.fold(Checksum.sum(buffer, at, length)) == 0xffff;
    }

    /** Reports about a packet, which it embeds; all other types are questions and answers, or unknown. */
    @Rfc(value = 1122, section = "3.2.2")
    public boolean isError() {
        return isError(type());
    }

    public static boolean isError(int type) {
        return type == UNREACHABLE || type == SOURCE_QUENCH || type == REDIRECT || type == TIME_EXCEEDED
            || type == PARAMETER_PROBLEM;
    }

    /** Of a "fragmentation needed": the MTU of the next hop, 0 from routers that do not know. */
    @Rfc(value = 1191, section = "4")
    public int nextHopMtu() {
        return buffer.getShort(at + 6, ByteOrder.BIG_ENDIAN) & 0xffff;
    }

    /** Of a parameter problem: the offset of the byte it is about. */
    public int pointer() {
        return buffer.getByte(at + 4) & 0xff;
    }

    public int bodyAt() {
        return at + HEADER_LENGTH;
    }

    public int bodyLength() {
        return length - HEADER_LENGTH;
    }

    /**
     * Writes header and checksum of a message whose body is in place already.
     *
     * @param word what stands between checksum and body
     */
    public static void encode(MutableDirectBuffer b, int at, int type, int code, int word, int bodyLength) {
        b.putShort(at, (short) (type << 8 | code), ByteOrder.BIG_ENDIAN);
        b.putShort(at + 2, (short) 0, ByteOrder.BIG_ENDIAN);
        b.putInt(at + 4, word, ByteOrder.BIG_ENDIAN);
        int checksum = Checksum.finish(Checksum.sum(b, at, HEADER_LENGTH + bodyLength));
        b.putShort(at + 2, (short) checksum, ByteOrder.BIG_ENDIAN);
    }
}
