package io.tributary.script.packet;

import io.tributary.script.syntax.TcpLine;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.TcpFlags;
import java.util.stream.Collectors;

/** A packet of the stack in the words of scripts. */
public final class PacketText {
    private static final String LETTERS = "FSRP.UEWA";

    private PacketText() {
    }

    public static String of(Captured p, Flow f) {
        if (p.problem() != null) {
            return "no good TCP segment: " + p.problem();
        }
        Flow flow = f != null ? f : new Flow(p.local(), 0, p.remote(), 0);
        SegmentView s = p.tcp();
        long seq = flow.localRelative(s.seqNo);
        StringBuilder b = new StringBuilder("> ");
        if (p.tos() != 0) {
            b.append("(tos 0x").append(Integer.toHexString(p.tos())).append(") ");
        }
        b.append(flags(p.flags())).append(' ').append(seq).append(':').append(seq + s.payloadLength).append('(')
            .append(s.payloadLength).append(')');
        if (s.has(TcpFlags.ACK)) {
            b.append(" ack ").append(flow.peerRelative(s.ackNo));
        }
        b.append(" win ").append(s.window);
        if (s.has(TcpFlags.URG)) {
            b.append(" urg ").append(s.urgentPointer);
        }
        if (s.options.length() > 0) {
            b.append(OptionItem.of(s).stream().map(o -> OptionText.of(o, flow)).collect(Collectors.joining(",", " <", ">")));
        }
        return b.toString();
    }

    static String flags(int flags) {
        StringBuilder b = new StringBuilder();
        for (char c : "SFRPUEWA.".toCharArray()) {
            int bit = c == 'A' ? TcpLine.AE : 1 << LETTERS.indexOf(c);
            if ((flags & bit) != 0) {
                b.append(c);
            }
        }
        return b.length() == 0 ? "-" : b.toString();
    }
}
