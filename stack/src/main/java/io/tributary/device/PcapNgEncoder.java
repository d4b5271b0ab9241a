package io.tributary.device;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes blocks of a pcapng capture file into a buffer: little-endian, time stamps in nanoseconds, packets without link
 * header. Each method returns the length of the block, which it needs at {@code at}.
 */
public final class PcapNgEncoder {
    /**
     * Raw IP, the version tells which. Wireshark takes any number of such interfaces in a file; libpcap, and so tcpdump, takes
     * one: it compares the number in the file (101) with the one it has translated the first interface's to (12), seen
     * with 1.10.3.
     */
    public static final int LINKTYPE_RAW = 101;
    /** More than any packet has. */
    public static final int SNAP_LENGTH = 262_144;

    private static final int SECTION_HEADER = 0x0a0d_0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;

    private static final int OPTION_END = 0;
    private static final int OPTION_COMMENT = 1;
    private static final int SECTION_APPLICATION = 4;
    private static final int INTERFACE_NAME = 2;
    private static final int INTERFACE_TIME_RESOLUTION = 9;
    private static final int PACKET_FLAGS = 2;
    private static final int INBOUND = 1;
    private static final int OUTBOUND = 2;
    /** Ten to the minus nine seconds. */
    private static final int NANOSECONDS = 9;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    /** Type and both lengths of a block. */
    private static final int FRAME = 12;
    private static final int PACKET_HEADER = 20;

    private PcapNgEncoder() {
    }

    /** Begins a file. */
    public static int section(MutableDirectBuffer b, int at, String application) {
        int i = begin(b, at, SECTION_HEADER);
        b.putInt(i, BYTE_ORDER_MAGIC, LE);
        b.putShort(i + 4, (short) 1, LE);
        b.putShort(i + 6, (short) 0, LE);
        b.putLong(i + 8, -1, LE);
        i = text(b, i + 16, SECTION_APPLICATION, application);
        return end(b, at, option(b, i, OPTION_END, 0));
    }

    /** Declares the next interface; packets name it by its number in the file, from 0. */
    public static int networkInterface(MutableDirectBuffer b, int at, String name) {
        int i = begin(b, at, INTERFACE_DESCRIPTION);
        b.putShort(i, (short) LINKTYPE_RAW, LE);
        b.putShort(i + 2, (short) 0, LE);
        b.putInt(i + 4, SNAP_LENGTH, LE);
        i = text(b, i + 8, INTERFACE_NAME, name);
        i = option(b, i, INTERFACE_TIME_RESOLUTION, 1);
        b.putInt(i, NANOSECONDS, LE);
        return end(b, at, option(b, i + 4, OPTION_END, 0));
    }

    /** Bytes that {@link #packet} needs at most. */
    public static int packetBound(int length, String comment) {
        return FRAME + PACKET_HEADER + length + 3 + 8 + (comment.isEmpty() ? 0 : 7 + 3 * comment.length()) + 4;
    }

    /** @param comment empty for none */
    public static int packet(MutableDirectBuffer b, int at, int interfaceId, long timeNs, boolean inbound, String comment,
                             DirectBuffer packet, int packetAt, int length) {
        int i = begin(b, at, ENHANCED_PACKET);
        b.putInt(i, interfaceId, LE);
        b.putInt(i + 4, (int) (timeNs >>> 32), LE);
        b.putInt(i + 8, (int) timeNs, LE);
        b.putInt(i + 12, length, LE);
        b.putInt(i + 16, length, LE);
        b.putBytes(i + PACKET_HEADER, packet, packetAt, length);
        i = pad(b, i + PACKET_HEADER + length, length);
        i = option(b, i, PACKET_FLAGS, 4);
        b.putInt(i, inbound ? INBOUND : OUTBOUND, LE);
        i += 4;
        if (!comment.isEmpty()) {
            i = text(b, i, OPTION_COMMENT, comment);
        }
        return end(b, at, option(b, i, OPTION_END, 0));
    }

    private static int begin(MutableDirectBuffer b, int at, int type) {
        b.putInt(at, type, LE);
        return at + 8;
    }

    /** The length stands at both ends of a block, so that readers can go backwards. */
    private static int end(MutableDirectBuffer b, int at, int i) {
        int length = i + 4 - at;
        b.putInt(at + 4, length, LE);
        b.putInt(i, length, LE);
        return length;
    }

    private static int option(MutableDirectBuffer b, int at, int code, int length) {
        b.putShort(at, (short) code, LE);
        b.putShort(at + 2, (short) length, LE);
        return at + 4;
    }

    private static int text(MutableDirectBuffer b, int at, int code, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int i = option(b, at, code, bytes.length);
        b.putBytes(i, bytes);
        return pad(b, i + bytes.length, bytes.length);
    }

    private static int pad(MutableDirectBuffer b, int at, int length) {
        int padding = -length & 3;
        b.setMemory(at, padding, (byte) 0);
        return at + padding;
    }
}
