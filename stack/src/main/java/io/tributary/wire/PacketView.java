package io.tributary.wire;

import org.agrona.DirectBuffer;

/**
 * One received IP packet, its headers validated and walked once: a reused struct of plain fields, valid during one
 * input call. Addresses are in the form of {@link IpAddress}.
 */
public final class PacketView {
    public DirectBuffer buffer;
    /** Offset of the IP header. */
    public int at;
    /** Bytes of the packet as its header says, without whatever trailed it. */
    public int length;

    /** 4 or 6. */
    public int version;
    public long srcHi;
    public long srcLo;
    public long dstHi;
    public long dstLo;
    /** TTL or hop limit, 1 to 255. */
    public int ttl;
    /** 0 to 63. */
    public int dscp;
    /** 0 not-ECT, 1 ECT(1), 2 ECT(0), 3 CE. */
    public int ecn;
    /** IPv4 only: must not be fragmented on the way. */
    public boolean dontFragment;

    /** {@link IpProtocol} of the payload; in a fragment, of what the whole fragmentable part starts with. */
    public int protocol;
    /** Offset, from the packet's start, of the byte that named {@link #protocol}: what an ICMPv6 error points at. */
    public int protocolField;
    /** Offset of the payload in {@link #buffer}. */
    public int payloadAt;
    public int payloadLength;

    /** The packet is a part of one; an IPv6 atomic fragment is not. */
    public boolean isFragment;
    /** Bytes. */
    public int fragmentOffset;
    public boolean moreFragments;
    public int fragmentId;

    /** After a drop: the code of the ICMPv6 Parameter Problem to answer with, or -1 for none. */
    public int problemCode;
    /** After a drop: its pointer, bytes from the packet's start. */
    public int problemPointer;

    public boolean isV4() {
        return version == 4;
    }

    /** Bytes of all IP headers. */
    public int headerLength() {
        return payloadAt - at;
    }
}
