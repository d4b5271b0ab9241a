package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import org.agrona.DirectBuffer;

/**
 * A received ICMP error about a TCP segment that we sent, or that claims so: whoever acts on it first compares
 * {@link #seqNo} with what is outstanding. A reused struct of plain fields, valid during one input call. "Local" is the
 * embedded segment's source: our side.
 */
@Rfc(value = 5927, section = "4.1")
public final class IcmpErrorView {
    /** 4 or 6: type and code are numbered differently. */
    public int version;
    public int type;
    public int code;
    /** Of a "too big": the MTU of the next hop as reported, 0 if the router did not know; at most 2^31 - 1. */
    public int mtu;
    /** Total length, in bytes, that the embedded IP header gives for the packet that met the error. */
    public int originalLength;

    /** Who reports. */
    public long reporterHi;
    public long reporterLo;

    public long localHi;
    public long localLo;
    public int localPort;
    public long remoteHi;
    public long remoteLo;
    public int remotePort;
    /** Sequence number of the embedded segment. */
    public int seqNo;

    /** The embedded packet, as far as it is there. */
    public DirectBuffer buffer;
    public int embeddedAt;
    public int embeddedLength;

    /** A question of path MTU, no error. */
    public boolean isTooBig() {
        return version == 4 ? type == Icmpv4Message.UNREACHABLE && code == Icmpv4Message.FRAGMENTATION_NEEDED
            : type == Icmpv6Message.PACKET_TOO_BIG;
    }

    /** Protocol or port unreachable, administratively prohibited in IPv6: what may end a connection that is being opened. */
    @Rfc(value = 5461, section = "4.1")
    public boolean isHard() {
        return version == 4
            ? type == Icmpv4Message.UNREACHABLE && (code == Icmpv4Message.PROTOCOL || code == Icmpv4Message.PORT)
            : type == Icmpv6Message.UNREACHABLE && (code == Icmpv6Message.PROHIBITED || code == Icmpv6Message.PORT);
    }

    /** Refused by somebody's policy: soft in general, hard for a SYN. */
    public boolean isPolicy() {
        return version == 4
            ? type == Icmpv4Message.UNREACHABLE && (code == 9 || code == 10 || code == Icmpv4Message.PROHIBITED)
            : type == Icmpv6Message.UNREACHABLE
                && (code == Icmpv6Message.SOURCE_POLICY || code == Icmpv6Message.REJECT_ROUTE);
    }
}
