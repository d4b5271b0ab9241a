package io.tributary.wire;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/** An ICMPv6 message; getters are meaningful only if {@link #isWellFormed()}. */
@Rfc(value = 4443, section = {"2.1", "3"})
public final class Icmpv6Message {
    /** Bytes before the embedded packet. */
    public static final int HEADER_LENGTH = 8;

    public static final int UNREACHABLE = 1;
    public static final int PACKET_TOO_BIG = 2;
    public static final int TIME_EXCEEDED = 3;
    public static final int PARAMETER_PROBLEM = 4;
    public static final int ECHO = 128;
    public static final int ECHO_REPLY = 129;
    public static final int REDIRECT = 137;

    /** Codes of {@link #UNREACHABLE}. */
    public static final int NO_ROUTE = 0;
    public static final int PROHIBITED = 1;
    public static final int ADDRESS = 3;
    public static final int PORT = 4;
    public static final int SOURCE_POLICY = 5;
    public static final int REJECT_ROUTE = 6;

    /** Codes of {@link #PARAMETER_PROBLEM}. */
    public static final int ERRONEOUS_FIELD = 0;
    public static final int UNKNOWN_NEXT_HEADER = 1;
    public static final int UNKNOWN_OPTION = 2;

    private DirectBuffer buffer;
    private int at;
    private int length;

    /** @param length bytes of the message: the upper-layer payload */
    public Icmpv6Message wrap(DirectBuffer buffer, int at, int length) {
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

    @Rfc(value = 4443, section = "2.3")
    public boolean isChecksumValid(long sourceHi, long sourceLo, long destinationHi, long destinationLo) {
        long pseudo = Checksum.pseudoHeaderV6(sourceHi, sourceLo, destinationHi, destinationLo, IpProtocol.ICMPV6, length);
        return Checksum.fold(Checksum.sum(buffer, at, length) + pseudo) == 0xffff;
    }

    /** Types below 128 report about a packet, which they embed. */
    public boolean isError() {
        return isError(type());
    }

    public static boolean isError(int type) {
        return type < 128;
    }

    /** The MTU of a "packet too big", the pointer of a parameter problem; without sign. */
    public long parameter() {
        return buffer.getInt(at + 4, ByteOrder.BIG_ENDIAN) & 0xffff_ffffL;
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
    public static void encode(MutableDirectBuffer b, int at, int type, int code, int word, int bodyLength,
                              long sourceHi, long sourceLo, long destinationHi, long destinationLo) {
        int length = HEADER_LENGTH + bodyLength;
        b.putShort(at, (short) (type << 8 | code), ByteOrder.BIG_ENDIAN);
        b.putShort(at + 2, (short) 0, ByteOrder.BIG_ENDIAN);
        b.putInt(at + 4, word, ByteOrder.BIG_ENDIAN);
        long pseudo = Checksum.pseudoHeaderV6(sourceHi, sourceLo, destinationHi, destinationLo, IpProtocol.ICMPV6, length);
        b.putShort(at + 2, (short) Checksum.finish(Checksum.sum(b, at, length) + pseudo), ByteOrder.BIG_ENDIAN);
    }
}
