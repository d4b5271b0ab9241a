package io.tributary.replay;

import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.TcpOptions;
import java.util.Map;

/** A packet in one line, sequence numbers counted from the SYNs. */
final class PacketText {
    private static final String[] FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

    private final SackBlocks blocks;

    PacketText(SackBlocks blocks) {
        this.blocks = blocks;
    }

    String of(TraceItem i) {
        ReplayPacket p = i.packet;
        StringBuilder t = new StringBuilder(flags(p.flags)).append(" seq ").append(p.seq);
        if (p.payloadLength > 0) {
            t.append('-').append(p.seq + p.payloadLength);
        }
        if (p.has(TcpFlags.ACK)) {
            t.append(" ack ").append(p.ack);
        }
        t.append(" win ").append(p.window);
        options(t, p);
        if (i.dataAck >= 0) {
            t.append(" data-ack ").append(i.dataAck);
        }
        for (Map.Entry<String, String> s : i.signals.entrySet()) {
            t.append(' ').append(s.getKey()).append(s.getValue().isEmpty() ? "" : " [" + s.getValue() + "]");
        }
        return t.toString();
    }

    private void options(StringBuilder t, ReplayPacket p) {
        TcpOptions o = p.options;
        if (p.isSyn()) {
            t.append(o.hasMss() ? " mss " + o.mss() : "").append(o.sackPermitted() ? " sackOK" : "");
            t.append(o.hasWindowScale() ? " wscale " + o.windowScale() : "");
            t.append(o.hasFastOpen() ? " fast-open " + o.fastOpenLength() : "");
        }
        if (o.hasTimestamps()) {
            t.append(" ts ").append(Integer.toUnsignedString(o.tsVal())).append('/').append(Integer.toUnsignedString(o.tsEcr()));
        }
        if (o.sackBlocks() > 0) {
            t.append(" sack ").append(blocks.of(p));
        }
        if (p.ecn != 0) {
            t.append(ecn(p.ecn));
        }
    }

    static String ecn(int bits) {
        return switch (bits) {
            case 0 -> " not-ECT";
            case 1 -> " ECT(1)";
            case 2 -> " ECT(0)";
            default -> " CE";
        };
    }

    static String flags(int flags) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < FLAGS.length; i++) {
            if ((flags >> i & 1) != 0) {
                b.append(b.length() > 0 ? "," : "").append(FLAGS[i]);
            }
        }
        return b.length() == 0 ? "none" : b.toString();
    }
}
