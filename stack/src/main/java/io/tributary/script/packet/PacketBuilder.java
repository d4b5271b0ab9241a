package io.tributary.script.packet;

import io.tributary.ip.IpWriter;
import io.tributary.script.syntax.PacketLine.IpInfo;
import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.TcpLine;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import io.tributary.wire.option.OptionPlan;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes the packets that the script's peer sends. */
public final class PacketBuilder {
    private static final int HOP_LIMIT = 255;

    private final OptionEncoder options;
    private final OptionPlan plan = new OptionPlan();

    public PacketBuilder(OptionEncoder options) {
        this.options = options;
    }

    /** The bytes of a segment, IP header included. */
    public byte[] segment(TcpLine t, IpInfo ip, Flow f, Position position) throws ScriptException {
        boolean syn = (t.flags() & TcpFlags.SYN) != 0;
        if (syn) {
            f.onPeerSyn(t.seq());
        }
        int seqNo = syn ? (int) t.seq() : f.peerSeq(t.seq());
        int ackNo = t.ack() == null ? 0 : f.localSeq(t.ack());
        byte[] payload = new byte[t.length()];
        plan.reset();
        options.encode(t, f, plan, position);
        OptionEncoder.fillPayload(t, f, payload);
        int header = IpWriter.headerLength(f.local().hi(), f.local().lo());
        int upper = TcpHeader.LENGTH + plan.paddedLength() + payload.length;
        if (header + upper > 65_535) {
            throw ScriptException.failed(position, "a packet of " + (header + upper) + " bytes cannot be sent");
        }
        UnsafeBuffer b = new UnsafeBuffer(new byte[header + upper]);
        ipHeader(b, f, upper, ip, IpProtocol.TCP);
        TcpHeader.encode(b, header, f.remotePort(), f.localPort(), seqNo, ackNo, flags(t) & 0xff, t.window() == null ? 0 : t.window(),
            t.urgent() == null ? 0 : t.urgent(), plan);
        if ((flags(t) & TcpLine.AE) != 0) {
            b.putByte(header + 12, (byte) (b.getByte(header + 12) | 1));
        }
        b.putBytes(header + upper - payload.length, payload);
        long pseudo = Checksum.pseudoHeader(f.remote().hi(), f.remote().lo(), f.local().hi(), f.local().lo(), IpProtocol.TCP, upper);
        TcpHeader.putChecksum(b, header, Checksum.finish(Checksum.add(pseudo, Checksum.sum(b, header, upper))));
        return b.byteArray();
    }

    /** The counter takes the places of AE, CWR and ECE. */
    private static int flags(TcpLine t) {
        return t.ace() < 0 ? t.flags() : t.flags() | (t.ace() & 4) << 6 | (t.ace() & 2) << 6 | (t.ace() & 1) << 6;
    }

    static void ipHeader(UnsafeBuffer b, Flow f, int upper, IpInfo ip, int protocol) {
        int ecn = ip.ecn() == null ? 0 : ip.ecn() == IpInfo.EITHER_ECT ? 2 : ip.ecn();
        int tos = ip.tos() == null ? ecn : ip.tos() | ecn;
        IpWriter.writeHeader(b, 0, f.remote().hi(), f.remote().lo(), f.local().hi(), f.local().lo(), protocol, upper,
            ip.ttl() == null ? HOP_LIMIT : ip.ttl(), tos, 0);
        if (ip.flowLabel() != null && !f.local().isV4()) {
            b.putInt(0, b.getInt(0, java.nio.ByteOrder.BIG_ENDIAN) & 0xfff0_0000 | ip.flowLabel(), java.nio.ByteOrder.BIG_ENDIAN);
        }
    }
}
