package io.tributary.replay;

import io.tributary.ip.IpWriter;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import io.tributary.wire.option.TcpOptions;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A TCP segment, recorded or sent by our stack, with a copy of its bytes. Link layer, IP options and extension headers are
 * left behind: the IP header is written anew, so that any capture can be fed to a device.
 */
final class ReplayPacket {
    private static final int HOP_LIMIT = 64;

    /** Of a recorded packet its number in the capture; of one of ours that of the recorded packet it came after. */
    final int number;
    /** Since the first packet of the capture, on the recording's clock. */
    final long timeNs;
    final UnsafeBuffer buffer;
    final int length;
    final int seqNo;
    final int ackNo;
    final int flags;
    /** As it stands in the header. */
    final int window;
    final int urgentPointer;
    /** ECN bits of the IP header. */
    final int ecn;
    final TcpOptions options = new TcpOptions();
    final int payloadAt;
    final int payloadLength;
    /** Sequence number counted from the SYN. */
    long seq;
    /** Acknowledgment number counted from the peer's SYN; -1 without ACK. */
    long ack = -1;

    /** @param missing payload bytes that the capture does not have: they become zeros */
    ReplayPacket(int number, long timeNs, SegmentView s, int missing) {
        this.number = number;
        this.timeNs = timeNs;
        seqNo = s.seqNo;
        ackNo = s.ackNo;
        flags = s.flags;
        window = s.window;
        urgentPointer = s.urgentPointer;
        ecn = s.ecn;
        payloadLength = s.payloadLength + missing;
        int tcpAt = s.options.at() - TcpHeader.LENGTH;
        int header = s.payloadAt - tcpAt;
        int ipLength = IpWriter.headerLength(s.localHi, s.localLo);
        length = ipLength + header + payloadLength;
        buffer = new UnsafeBuffer(new byte[length]);
        IpWriter.writeHeader(buffer, 0, s.remoteHi, s.remoteLo, s.localHi, s.localLo, IpProtocol.TCP,
            Math.min(header + payloadLength, 65_535 - ipLength), HOP_LIMIT, ecn, 0);
        buffer.putBytes(ipLength, s.buffer, tcpAt, header + s.payloadLength);
        payloadAt = ipLength + header;
        options.parse(buffer, ipLength + TcpHeader.LENGTH, header - TcpHeader.LENGTH);
    }

    private ReplayPacket(ReplayPacket like, int ackNo, int window) {
        number = like.number;
        timeNs = like.timeNs;
        seqNo = like.seqNo;
        this.ackNo = ackNo;
        flags = like.flags;
        this.window = window;
        urgentPointer = like.urgentPointer;
        ecn = like.ecn;
        payloadAt = like.payloadAt;
        payloadLength = like.payloadLength;
        length = like.length;
        buffer = new UnsafeBuffer(like.buffer.byteArray().clone());
        int optionsAt = like.options.at();
        buffer.putInt(optionsAt - TcpHeader.LENGTH + 8, ackNo, ByteOrder.BIG_ENDIAN);
        buffer.putShort(optionsAt - TcpHeader.LENGTH + 14, (short) window, ByteOrder.BIG_ENDIAN);
        options.parse(buffer, optionsAt, like.options.length());
        seq = like.seq;
    }

    /** The same packet with an acknowledgment that is lower by {@code bytes}; the caller changes options if they must be. */
    ReplayPacket acknowledgingLess(long bytes, int newWindow) {
        ReplayPacket p = new ReplayPacket(this, ackNo - (int) bytes, newWindow);
        p.ack = ack - bytes;
        return p;
    }

    /** The same packet to another port of ours. */
    ReplayPacket to(int port) {
        int at = options.at() - TcpHeader.LENGTH + 2;
        if ((buffer.getShort(at, ByteOrder.BIG_ENDIAN) & 0xffff) == port) {
            return this;
        }
        ReplayPacket p = acknowledgingLess(0, window);
        p.buffer.putShort(at, (short) port, ByteOrder.BIG_ENDIAN);
        return p;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean isSyn() {
        return has(TcpFlags.SYN);
    }

    boolean isReset() {
        return has(TcpFlags.RST);
    }

    boolean isFin() {
        return has(TcpFlags.FIN);
    }

    /** Nothing but an acknowledgment, a window and options. */
    boolean isBare() {
        return payloadLength == 0 && (flags & (TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST)) == 0;
    }

    /** Position of the first payload byte. */
    long text() {
        return seq + (isSyn() ? 1 : 0);
    }

    /** Position behind the payload. */
    long textEnd() {
        return text() + payloadLength;
    }

    /** Position behind everything that takes sequence space. */
    long end() {
        return textEnd() + (isFin() ? 1 : 0);
    }

    byte payload(long position) {
        return buffer.getByte(payloadAt + (int) (position - text()));
    }
}
