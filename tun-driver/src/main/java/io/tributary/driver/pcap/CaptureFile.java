package io.tributary.driver.pcap;

import io.tributary.capture.CapturedPacketHandler;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * Reads capture files without any native library: pcap with micro- and nanoseconds in both byte orders, and pcapng. One packet
 * is held at a time. A broken file is an ordinary event: reading ends, and {@link #problem()} says where and why;
 * {@link IOException} comes from the operating system only.
 */
public final class CaptureFile implements Closeable {
    private final InputStream in;
    private final CaptureFormat format;
    private final CaptureRecord record = new CaptureRecord();

    private CaptureFile(InputStream in) throws IOException {
        this.in = in;
        CaptureInput input = new CaptureInput(in);
        CaptureFormat known = null;
        if (input.header(4)) {
            known = PcapFormat.open(input);
            if (known == null) {
                known = PcapngFormat.open(input);
            }
        }
        format = known;
    }

    /** @throws IOException if the file cannot be read */
    public static CaptureFile open(Path file) throws IOException {
        return read(Files.newInputStream(file));
    }

    /** Reads a capture from a stream, for example standard input; closing this closes it. */
    public static CaptureFile read(InputStream in) throws IOException {
        return new CaptureFile(new BufferedInputStream(in, 1 << 16));
    }

    /** Reads on to the next packet. @return false at the end, or where the rest cannot be read: {@link #problem()} tells which */
    public boolean next() throws IOException {
        return format != null && format.next(record);
    }

    /** Hands over every packet that is left. @return {@link #problem()} */
    public String forEach(CapturedPacketHandler handler) throws IOException {
        while (next()) {
            handler.onPacket(record.timeNs, record.linkType, record.buffer, 0, record.length, record.originalLength);
        }
        return problem();
    }

    /** When the packet was captured, nanoseconds since the epoch; 0 if the file does not say. */
    public long timeNs() {
        return record.timeNs;
    }

    /** The link type as capture files number them, for example 1 for Ethernet. */
    public int linkType() {
        return record.linkType;
    }

    /** The packet, from its link-layer header, at offset 0; valid until the next call of {@link #next()}. */
    public DirectBuffer buffer() {
        return record.buffer;
    }

    /** Bytes captured. */
    public int length() {
        return record.length;
    }

    /** Bytes that were on the wire, at least {@link #length()}. */
    public int originalLength() {
        return record.originalLength;
    }

    /** Why reading stopped before the end of the file, in words, or null if it did not. */
    public String problem() {
        return format == null ? "not a capture file: neither pcap nor pcapng" : format.problem();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
