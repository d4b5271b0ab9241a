package io.tributary.driver.pcap;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * The block format: sections, each with a byte order and interfaces of its own, packets that name their interface, and
 * blocks of other kinds, which are passed over.
 */
final class PcapngFormat implements CaptureFormat {
    static final int SECTION = 0x0a0d0d0a;
    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    /** Interfaces of one section that are believed. */
    private static final int MAX_INTERFACES = 1024;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int OPTION_TIME_OFFSET = 14;

    private final CaptureInput in;
    private final int[] linkTypes = new int[MAX_INTERFACES];
    private final long[] snapLengths = new long[MAX_INTERFACES];
    private final TimeResolution[] times = new TimeResolution[MAX_INTERFACES];
    private int interfaces;
    private long blocks;
    private String problem;

    private PcapngFormat(CaptureInput in) {
        this.in = in;
    }

    /** @return null if the four bytes that were just read as a header are not this format's first block type */
    static CaptureFormat open(CaptureInput in) throws IOException {
        if (in.int32(0) != SECTION) {   // the same in both byte orders
            return null;
        }
        PcapngFormat f = new PcapngFormat(in);
        f.section();
        return f;
    }

    @Override
    public boolean next(CaptureRecord record) throws IOException {
        while (problem == null) {
            int there = in.headerOrEnd(4);
            if (there <= 0) {
                problem = there < 0 ? null : endsInside();
                return false;
            }
            int type = in.int32(0);
            if (type == SECTION) {
                section();
            } else if (block(type, record)) {
                return true;
            }
        }
        return false;
    }

    /** A section header; its type has been read. */
    private void section() throws IOException {
        blocks++;
        interfaces = 0;
        if (!in.header(8)) {
            problem = endsInside();
            return;
        }
        in.order(ByteOrder.LITTLE_ENDIAN);
        if (in.int32(4) != BYTE_ORDER) {
            in.order(ByteOrder.BIG_ENDIAN);
            if (in.int32(4) != BYTE_ORDER) {
                problem = "block " + blocks + " starts a section without a byte order";
                return;
            }
        }
        long length = in.unsigned32(0);
        if (length < 28 || length % 4 != 0) {
            problem = badLength(length);
        } else if (!in.skip(length - 12)) {
            problem = endsInside();
        }
    }

    /** A block of another type. @return true if it was a packet, now in {@code record} */
    private boolean block(int type, CaptureRecord record) throws IOException {
        blocks++;
        if (!in.header(4)) {
            problem = endsInside();
            return false;
        }
        long length = in.unsigned32(0);
        if (length < 12 || length % 4 != 0) {
            problem = badLength(length);
            return false;
        }
        long body = length - 12;
        boolean packet = false;
        long used = 0;
        if (type == INTERFACE && body >= 8) {
            used = describe(body);
        } else if ((type == ENHANCED_PACKET || type == OBSOLETE_PACKET) && body >= 20) {
            used = packet(record, body, type == OBSOLETE_PACKET);
            packet = true;
        } else if (type == SIMPLE_PACKET && body >= 4) {
            used = simplePacket(record, body);
            packet = true;
        }
        if (problem == null && (used < 0 || !in.skip(body - used + 4))) {   // what is left of the body, and the length repeated
            problem = endsInside();
        }
        return packet && problem == null;
    }

    /** @return bytes of the body read, negative if the file ended */
    private long describe(long body) throws IOException {
        if (interfaces == MAX_INTERFACES) {
            problem = "more than " + MAX_INTERFACES + " interfaces in one section";
            return 0;
        }
        if (!in.header(8)) {
            return -1;
        }
        int i = interfaces++;
        linkTypes[i] = in.unsigned16(0);
        snapLengths[i] = in.unsigned32(4);
        int resolution = 6;
        long offset = 0;
        long used = 8;
        while (body - used >= 4) {
            if (!in.header(4)) {
                return -1;
            }
            used += 4;
            int code = in.unsigned16(0);
            int length = in.unsigned16(2);
            int padded = length + 3 & ~3;
            if (code == 0 || padded > body - used) {
                break;
            }
            boolean known = code == OPTION_TIME_RESOLUTION && length == 1 || code == OPTION_TIME_OFFSET && length == 8;
            if (!(known ? in.header(padded) : in.skip(padded))) {
                return -1;
            }
            used += padded;
            if (known && length == 1) {
                resolution = in.byteAt(0);
            } else if (known) {
                offset = in.int64(0);
            }
        }
        times[i] = new TimeResolution(resolution, offset);
        return used;
    }

    private long packet(CaptureRecord record, long body, boolean obsolete) throws IOException {
        if (!in.header(20)) {
            return -1;
        }
        long id = obsolete ? in.unsigned16(0) : in.unsigned32(0);
        if (id >= interfaces) {
            problem = "block " + blocks + " names interface " + id + " of " + interfaces;
            return 0;
        }
        record.timeNs = times[(int) id].toNs(in.unsigned32(4) << 32 | in.unsigned32(8));
        return data(record, (int) id, in.unsigned32(12), in.unsigned32(16), body, 20);
    }

    private long simplePacket(CaptureRecord record, long body) throws IOException {
        if (!in.header(4)) {
            return -1;
        }
        if (interfaces == 0) {
            problem = "block " + blocks + " is a packet of an interface that was not described";
            return 0;
        }
        record.timeNs = 0;   // this kind has none
        long original = in.unsigned32(0);
        long captured = Math.min(original, body - 4);
        return data(record, 0, snapLengths[0] == 0 ? captured : Math.min(captured, snapLengths[0]), original, body, 4);
    }

    private long data(CaptureRecord record, int id, long captured, long original, long body, int used) throws IOException {
        if (captured > body - used || captured > CaptureRecord.MAX_LENGTH) {
            problem = "the packet of block " + blocks + " claims " + captured + " bytes, the rest of the file is not readable";
            return 0;
        }
        record.linkType = linkTypes[id];
        record.length = (int) captured;
        record.originalLength = (int) Math.min(Integer.MAX_VALUE, Math.max(captured, original));
        record.reserve(record.length);
        return in.data(record.bytes, record.length) ? used + captured : -1;
    }

    private String endsInside() {
        return "the file ends inside block " + Math.max(1, blocks);
    }

    private String badLength(long length) {
        return "block " + blocks + " claims a length of " + length + ", the rest of the file is not readable";
    }

    @Override
    public String problem() {
        return problem;
    }
}
