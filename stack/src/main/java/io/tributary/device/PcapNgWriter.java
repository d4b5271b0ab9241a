package io.tributary.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A pcapng capture of several interfaces on a channel that the caller opened. Gathers blocks and writes them in large
 * pieces. The only place in this package where threads may meet: devices of several shards record into one file.
 */
public final class PcapNgWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 18;
    private static final int NAME_LIMIT = 1000;
    /** A comment beyond this is cut: an option's length is 16 bits. */
    private static final int COMMENT_LIMIT = 10_000;

    private final WritableByteChannel channel;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER + PcapNgEncoder.SNAP_LENGTH);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private int used;
    private int interfaces;
    private long lost;
    private IOException failure;

    public PcapNgWriter(WritableByteChannel channel, String application) {
        this.channel = channel;
        used = PcapNgEncoder.section(buffer, 0, cut(application, NAME_LIMIT));
    }

    /** A recorder for packets of one more interface. It keeps quiet about failures, {@link #close} tells. */
    public synchronized PacketRecorder addInterface(String name) {
        int id = interfaces++;
        room(4 * NAME_LIMIT);
        used += PcapNgEncoder.networkInterface(buffer, used, cut(name, NAME_LIMIT));
        return (timeNs, inbound, packet, at, length) -> write(id, timeNs, inbound, "", packet, at, length);
    }

    /**
     * Records a packet with a remark that readers show beside it.
     *
     * @param interfaceId number of the interface in the order of {@link #addInterface}, from 0
     */
    public synchronized void write(int interfaceId, long timeNs, boolean inbound, String comment, DirectBuffer packet, int at, int length) {
        String remark = cut(comment, COMMENT_LIMIT);
        int bound = PcapNgEncoder.packetBound(length, remark);
        if (failure != null || bound > buffer.capacity()) {
            lost++;
            return;
        }
        room(bound);
        used += PcapNgEncoder.packet(buffer, used, interfaceId, timeNs, inbound, remark, packet, at, length);
    }

    /** Packets that are not in the file since writing failed. */
    public synchronized long lost() {
        return lost;
    }

    /** Writes what was gathered, so that a reader can follow a live capture. */
    public synchronized void flush() {
        bytes.limit(used).position(0);
        used = 0;
        if (failure != null) {
            return;
        }
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** @throws IOException if anything went wrong while writing; the file ends before the first packet that is missing */
    @Override
    public synchronized void close() throws IOException {
        flush();
        channel.close();
        if (failure != null) {
            throw failure;
        }
    }

    private void room(int length) {
        if (used + length > buffer.capacity()) {
            flush();
        }
    }

    private static String cut(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit);
    }
}
