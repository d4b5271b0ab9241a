package io.tributary.sim;

import io.tributary.device.Offload;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A packet on its way through a simulated network; a middlebox may change all of it. */
public final class SimPacket {
    private final Offload offload = new Offload();
    private UnsafeBuffer buffer;
    private int length;
    private long queuedAtNs;

    public SimPacket(DirectBuffer source, int at, int length, Offload offload) {
        this.buffer = new UnsafeBuffer(new byte[length]);
        this.length = length;
        this.offload.copyFrom(offload);
        buffer.putBytes(0, source, at, length);
    }

    /** A packet of wire size with complete checksums. */
    public SimPacket(byte[] bytes) {
        this(new UnsafeBuffer(bytes), 0, bytes.length, new Offload());
    }

    /** The packet, from index 0 on. */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    public int length() {
        return length;
    }

    public Offload offload() {
        return offload;
    }

    /** Cuts the packet off, or makes it longer by zeros. */
    public void length(int newLength) {
        if (newLength > buffer.capacity()) {
            UnsafeBuffer larger = new UnsafeBuffer(new byte[newLength]);
            larger.putBytes(0, buffer, 0, length);
            buffer = larger;
        } else if (newLength > length) {
            buffer.setMemory(length, newLength - length, (byte) 0);
        }
        length = newLength;
    }

    public SimPacket copy() {
        return new SimPacket(buffer, 0, length, offload);
    }

    public byte[] bytes() {
        byte[] b = new byte[length];
        buffer.getBytes(0, b);
        return b;
    }

    /** When it began to wait in the queue it is in, or was in last. */
    public long queuedAtNs() {
        return queuedAtNs;
    }

    void queuedAtNs(long timeNs) {
        queuedAtNs = timeNs;
    }

    /** Size of the largest IP packet that this is on the wire: of a segment, if it is a super-segment. */
    int wireSize() {
        return offload.gsoSize > 0 ? Math.min(length, offload.headerLength + offload.gsoSize) : length;
    }
}
