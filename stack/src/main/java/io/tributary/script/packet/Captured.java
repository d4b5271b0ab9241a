package io.tributary.script.packet;

import io.tributary.device.Offload;
import io.tributary.ip.IpInput;
import io.tributary.ip.SegmentParser;
import io.tributary.metrics.DropReason;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import org.agrona.concurrent.UnsafeBuffer;

/** A packet that the stack sent, parsed as any host would. */
public final class Captured {
    private static final Offload COMPLETE = new Offload();

    private final long atNs;
    private final UnsafeBuffer buffer;
    private final PacketView ip = new PacketView();
    private final SegmentView tcp = new SegmentView();
    private final DropReason problem;

    /** @param atNs when it was sent */
    public Captured(byte[] bytes, long atNs) {
        this.atNs = atNs;
        buffer = new UnsafeBuffer(bytes);
        DropReason reason = new IpInput().parse(buffer, 0, bytes.length, COMPLETE, ip);
        problem = reason != null ? reason : new SegmentParser().parse(ip, COMPLETE, 0, tcp);
    }

    public long atNs() {
        return atNs;
    }

    /** Why nobody would take it for a good TCP segment; null if it is one. */
    public DropReason problem() {
        return problem;
    }

    public PacketView ip() {
        return ip;
    }

    public SegmentView tcp() {
        return tcp;
    }

    /** The stack's address. */
    public IpAddress local() {
        return new IpAddress(ip.srcHi, ip.srcLo);
    }

    public IpAddress remote() {
        return new IpAddress(ip.dstHi, ip.dstLo);
    }

    /** The header's flags with the bit that {@link SegmentView} leaves out. */
    public int flags() {
        int ae = buffer.getByte(ip.payloadAt + 12) & 1;
        return tcp.flags | ae << 8;
    }

    public int tos() {
        return ip.dscp << 2 | ip.ecn;
    }

    /** IPv6 only. */
    public int flowLabel() {
        return buffer.getInt(0, java.nio.ByteOrder.BIG_ENDIAN) & 0xfffff;
    }
}
