package io.tributary.ip;

import io.tributary.wire.PacketView;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One datagram being put together: payload at its final place behind room for the headers, and the ranges that are there.
 */
final class FragmentedDatagram {
    /** Room for the headers each fragment repeats: IPv4 with options, or IPv6 with all extensions we walk. */
    static final int HEADROOM = 320;
    /** Most bytes behind the IP header that a length field can count. */
    private static final int MAX_PAYLOAD = 65_535;
    /** Most fragments of one datagram: 64 KiB in pieces of 1,280 bytes are 53. */
    private static final int MAX_FRAGMENTS = 64;

    /** What became of a fragment. */
    enum Verdict {
        STORED, DUPLICATE, BROKEN
    }

    long srcHi;
    long srcLo;
    long dstHi;
    long dstLo;
    int zone;
    int version;
    int protocol;
    int id;
    long deadlineNs;
    boolean used;

    private final int[] from = new int[MAX_FRAGMENTS];
    private final int[] to = new int[MAX_FRAGMENTS];
    private int fragments;
    private int received;
    private int total;
    private int headerLength;
    private int firstLength;
    private final byte[] fragmentHeader = new byte[8];
    private int ecnSeen;
    private UnsafeBuffer buffer;

    void open(PacketView p, int zone, long deadlineNs) {
        srcHi = p.srcHi;
        srcLo = p.srcLo;
        dstHi = p.dstHi;
        dstLo = p.dstLo;
        this.zone = zone;
        version = p.version;
        protocol = p.protocol;
        id = p.fragmentId;
        this.deadlineNs = deadlineNs;
        used = true;
        fragments = 0;
        received = 0;
        total = -1;
        headerLength = 0;
        ecnSeen = 0;
        if (buffer == null) {
            buffer = new UnsafeBuffer(new byte[HEADROOM + MAX_PAYLOAD]);
        }
    }

    /** IPv6 identifies by source, destination and id alone: the protocol is that of the first fragment. */
    boolean is(PacketView p, int zone) {
        return used && id == p.fragmentId && srcLo == p.srcLo && dstLo == p.dstLo && srcHi == p.srcHi && dstHi == p.dstHi
            && this.zone == zone && version == p.version && (version == 6 || protocol == p.protocol);
    }

    /** Broken means that the datagram is to be given up: an overlap, a contradiction, too many pieces. */
    Verdict store(PacketView p) {
        int start = p.fragmentOffset;
        int end = start + p.payloadLength;
        if (total >= 0 && (end > total || !p.moreFragments && end != total)) {
            return Verdict.BROKEN;
        }
        for (int i = 0; i < fragments; i++) {
            if (from[i] == start && to[i] == end) {
                return Verdict.DUPLICATE;
            }
            if (start < to[i] && from[i] < end || !p.moreFragments && to[i] > end) {
                return Verdict.BROKEN;
            }
        }
        if (fragments == MAX_FRAGMENTS) {
            return Verdict.BROKEN;
        }
        from[fragments] = start;
        to[fragments++] = end;
        received += p.payloadLength;
        ecnSeen |= 1 << p.ecn;
        if (!p.moreFragments) {
            total = end;
        }
        buffer.putBytes(HEADROOM + start, p.buffer, p.payloadAt, p.payloadLength);
        return Verdict.STORED;
    }

    /** Keeps the first fragment's headers, up to where the fragment header was, and apart from them the latter. */
    void storeFirst(PacketView p, int length) {
        protocol = p.protocol;
        headerLength = length;
        firstLength = p.payloadLength;
        buffer.putBytes(HEADROOM - length, p.buffer, p.at, length);
        if (version == 6) {
            p.buffer.getBytes(p.at + length, fragmentHeader);
        }
    }

    /** The first fragment as it came, for an ICMP error about it. The datagram is given up: its headers make room. */
    void restoreFirst(PacketView out) {
        int start = HEADROOM - headerLength;
        if (version == 6) {
            start -= fragmentHeader.length;
            buffer.putBytes(start, buffer, HEADROOM - headerLength, headerLength);
            buffer.putBytes(start + headerLength, fragmentHeader);
        }
        out.buffer = buffer;
        out.at = start;
        out.length = HEADROOM - start + firstLength;
        out.version = version;
        out.srcHi = srcHi;
        out.srcLo = srcLo;
        out.dstHi = dstHi;
        out.dstLo = dstLo;
        out.protocol = protocol;
        out.payloadAt = HEADROOM;
        out.payloadLength = firstLength;
        out.isFragment = true;
        out.fragmentOffset = 0;
        out.moreFragments = true;
        out.fragmentId = id;
    }

    boolean isComplete() {
        return received == total && headerLength > 0;
    }

    /** Whether Congestion Experienced and not ECN-capable came in one datagram, which no honest path does. */
    boolean hasContradictoryEcn() {
        return (ecnSeen & 0b1001) == 0b1001;
    }

    /** ECN bits of the whole, given those of the first fragment. */
    int ecn(int ofFirst) {
        return (ecnSeen & 0b1000) != 0 ? 3 : ofFirst;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    int at() {
        return HEADROOM - headerLength;
    }

    int headerLength() {
        return headerLength;
    }

    int payloadLength() {
        return total;
    }
}
