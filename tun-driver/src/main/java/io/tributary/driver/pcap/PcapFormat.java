package io.tributary.driver.pcap;

import java.io.IOException;
import java.nio.ByteOrder;

/** The classic format: one 24-byte header with the link type of all packets, then 16 bytes before each packet. */
final class PcapFormat implements CaptureFormat {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;

    private final CaptureInput in;
    private final int linkType;
    private final long fractionNs;
    private long packets;
    private String problem;

    private PcapFormat(CaptureInput in, int linkType, long fractionNs) {
        this.in = in;
        this.linkType = linkType;
        this.fractionNs = fractionNs;
    }

    /** @return null if the four bytes that were just read as a header are no magic number of this format */
    static CaptureFormat open(CaptureInput in) throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            in.order(order);
            int magic = in.int32(0);
            if (magic == MICROSECONDS || magic == NANOSECONDS) {
                boolean complete = in.header(20);
                // the upper bits of the last word tell the length of a frame check sequence
                PcapFormat f = new PcapFormat(in, in.int32(16) & 0xffff, magic == NANOSECONDS ? 1 : 1000);
                f.problem = complete ? null : "the file ends inside its header";
                return f;
            }
        }
        return null;
    }

    @Override
    public boolean next(CaptureRecord record) throws IOException {
        if (problem != null) {
            return false;
        }
        int there = in.headerOrEnd(16);
        if (there <= 0) {
            problem = there < 0 ? null : "the file ends inside the header of packet " + (packets + 1);
            return false;
        }
        long length = in.unsigned32(8);
        if (length > CaptureRecord.MAX_LENGTH) {
            problem = "packet " + (packets + 1) + " claims " + length + " bytes, the rest of the file is not readable";
            return false;
        }
        record.timeNs = in.unsigned32(0) * 1_000_000_000L + in.unsigned32(4) * fractionNs;
        record.linkType = linkType;
        record.length = (int) length;
        record.originalLength = (int) Math.min(Integer.MAX_VALUE, Math.max(length, in.unsigned32(12)));
        record.reserve(record.length);
        if (!in.data(record.bytes, record.length)) {
            problem = "the file ends inside packet " + (packets + 1);
            return false;
        }
        packets++;
        return true;
    }

    @Override
    public String problem() {
        return problem;
    }
}
