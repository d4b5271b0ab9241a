package io.tributary.driver.pcap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes capture files of every kind in memory, byte by byte as their formats say. */
final class CaptureBytes {
    private final ByteOrder order;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    CaptureBytes(ByteOrder order) {
        this.order = order;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    CaptureBytes u32(long... values) {
        ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(order);
        for (long v : values) {
            b.putInt((int) v);
        }
        out.writeBytes(b.array());
        return this;
    }

    CaptureBytes u16(int... values) {
        ByteBuffer b = ByteBuffer.allocate(2 * values.length).order(order);
        for (int v : values) {
            b.putShort((short) v);
        }
        out.writeBytes(b.array());
        return this;
    }

    CaptureBytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    CaptureBytes padded(byte... bytes) {
        out.writeBytes(bytes);
        out.writeBytes(new byte[-bytes.length & 3]);
        return this;
    }

    CaptureBytes pcap(long magic, int linkType) {
        return u32(magic).u16(2, 4).u32(0, 0, 65_535, linkType);
    }

    CaptureBytes packet(long seconds, long fraction, byte[] data, int original) {
        return u32(seconds, fraction, data.length, original).raw(data);
    }

    CaptureBytes section() {
        return u32(0x0a0d0d0aL, 28, 0x1a2b3c4dL).u16(1, 0).u32(-1, -1, 28);
    }

    /** A block: its type and length go round what the body holds. */
    CaptureBytes block(int type, CaptureBytes body) {
        byte[] b = body.bytes();
        return u32(type, b.length + 12).raw(b).u32(b.length + 12);
    }

    CaptureBytes body() {
        return new CaptureBytes(order);
    }

    CaptureBytes networkInterface(int linkType, int resolution, long offsetSeconds) {
        CaptureBytes body = body().u16(linkType, 0).u32(0).u16(2, 4).raw("eth0".getBytes(StandardCharsets.US_ASCII)).u16(9, 1).padded((byte) resolution);
        ByteBuffer offset = ByteBuffer.allocate(8).order(order).putLong(offsetSeconds);
        return block(1, body.u16(14, 8).raw(offset.array()).u16(0, 0));
    }

    CaptureBytes enhanced(int id, long time, byte[] data, int original) {
        return block(6, body().u32(id, time >>> 32, time, data.length, original).padded(data).u16(1, 5).padded("hello".getBytes(StandardCharsets.US_ASCII)).u16(0, 0));
    }
}
