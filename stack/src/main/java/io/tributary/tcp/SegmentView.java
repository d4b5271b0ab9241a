package io.tributary.tcp;

import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.TcpOptions;
import org.agrona.DirectBuffer;

/**
 * One received TCP segment, parsed once: a reused struct of plain fields, valid during one input call.
 * "Local" is the segment's destination: our side.
 */
public final class SegmentView {
    public int zone;
    public long localHi;
    public long localLo;
    public int localPort;
    public long remoteHi;
    public long remoteLo;
    public int remotePort;

    public int seqNo;
    public int ackNo;
    /** {@link TcpFlags} bits. */
    public int flags;
    /** The window field as it stands in the header, unscaled, 0 to 65,535. */
    public int window;
    public int urgentPointer;
    /** ECN bits of the IP header: 0 not-ECT, 1 ECT(1), 2 ECT(0), 3 CE. */
    public int ecn;
    /** DSCP of the IP header, 0 to 63. */
    public int dscp;
    /** Bytes per wire segment if this is a super-segment, else 0. */
    public int gsoSize;

    public final TcpOptions options = new TcpOptions();

    /** The buffer that holds the packet, and in it the payload. */
    public DirectBuffer buffer;
    public int payloadAt;
    public int payloadLength;

    /** 64-bit position of the segment's first sequence number: SYN is 0. Set by the Tcb before anybody else sees it. */
    public long seqPosition;
    /** 64-bit position of the acknowledgment number; meaningful with ACK only. Set by the Tcb. */
    public long ackPosition;

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** SEG.LEN of RFC 9293: payload plus SYN plus FIN. */
    public int sequenceLength() {
        return payloadLength + (has(TcpFlags.SYN) ? 1 : 0) + (has(TcpFlags.FIN) ? 1 : 0);
    }

    public boolean isV4() {
        return IpAddress.isV4(remoteHi, remoteLo);
    }
}
