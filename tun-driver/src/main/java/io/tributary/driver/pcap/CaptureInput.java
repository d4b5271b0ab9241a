package io.tributary.driver.pcap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a capture file: fixed-size headers in either byte order, packet data, and skipping. */
final class CaptureInput {
    private final InputStream in;
    private final byte[] bytes = new byte[64];
    private final ByteBuffer header = ByteBuffer.wrap(bytes);

    CaptureInput(InputStream in) {
        this.in = in;
    }

    /** Reads the next {@code length} (at most 64) bytes as the current header. @return false if the file ends before */
    boolean header(int length) throws IOException {
        return in.readNBytes(bytes, 0, length) == length;
    }

    /** Like {@link #header}, telling a clean end of file (-1) from one in the middle (0); 1 if all is there. */
    int headerOrEnd(int length) throws IOException {
        int read = in.readNBytes(bytes, 0, length);
        return read == length ? 1 : read == 0 ? -1 : 0;
    }

    boolean data(byte[] target, int length) throws IOException {
        return in.readNBytes(target, 0, length) == length;
    }

    /** Passes over bytes. @return false if the file ends before */
    boolean skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped <= 0) {
                if (in.read() < 0) {
                    return false;
                }
                skipped = 1;
            }
            left -= skipped;
        }
        return true;
    }

    void order(ByteOrder order) {
        header.order(order);
    }

    ByteOrder order() {
        return header.order();
    }

    int int32(int at) {
        return header.getInt(at);
    }

    long unsigned32(int at) {
        return header.getInt(at) & 0xffff_ffffL;
    }

    int unsigned16(int at) {
        return header.getShort(at) & 0xffff;
    }

    int byteAt(int at) {
        return header.get(at) & 0xff;
    }

    long int64(int at) {
        return header.getLong(at);
    }
}
