package io.tributary.mptcp;

import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.sim.box.TcpPacket;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MptcpSubtype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at every packet on all paths of one connection and notes what no sender may do. One object for all its links. */
final class WireInvariants implements Middlebox {
    private static final int WINDOW_SCALE = 3;

    /** What was wrong, in words. */
    final List<String> faults = new ArrayList<>();
    int mappings;
    int repeated;
    private final Map<String, Flow> flows = new HashMap<>();
    private final Map<Boolean, Side> sides = new HashMap<>();

    /** One direction of one subflow. */
    private static final class Flow {
        int isn;
        int shift;
        boolean peerScales;
        byte[] bytes = new byte[1 << 16];
        boolean[] seen = new boolean[1 << 16];
        final Map<Integer, String> mapped = new HashMap<>();
        /** Right edge of what this direction's receiver allows, relative to the ISN. */
        long edge = -1;
    }

    /** One direction of the connection. */
    private static final class Side {
        /** Lowest DSN seen; positions count from it. */
        long base = Long.MIN_VALUE;
        byte[] data = new byte[1 << 16];
        boolean[] seen = new boolean[1 << 16];
        long edge = Long.MIN_VALUE;
        long highestAck = Long.MIN_VALUE;
    }

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        TcpPacket p = TcpPacket.of(packet);
        if (p != null) {
            look(p, forward);
        }
        hop.pass(packet);
    }

    private static String key(TcpPacket p, boolean reverse) {
        String from = p.source().withPort(p.sourcePort());
        String to = p.destination().withPort(p.destinationPort());
        return reverse ? to + from : from + to;
    }

    private void look(TcpPacket p, boolean forward) {
        Flow own = flows.computeIfAbsent(key(p, false), k -> new Flow());
        Flow other = flows.computeIfAbsent(key(p, true), k -> new Flow());
        if (p.isSyn()) {
            own.isn = p.seq();
            int scale = p.option(WINDOW_SCALE);
            own.shift = scale < 0 ? 0 : p.buffer().getByte(scale + 2);
            return;
        }
        long window = (long) p.window() << own.shift;
        if (p.has(TcpFlags.ACK) && !p.has(TcpFlags.RST)) {
            other.edge = Math.max(other.edge, Integer.toUnsignedLong(p.ack() - other.isn) + window);
        }
        int at = p.mptcpOption(MptcpSubtype.DSS);
        DssOption d = at < 0 ? null : new DssOption().wrap(p.buffer(), at, p.optionLength(at));
        if (d != null && d.hasDataAck()) {
            acknowledged(sides.computeIfAbsent(!forward, k -> new Side()), d.dataAck(), window, own.shift, p);
        }
        if (p.payloadLength() > 0) {
            text(p, own, d);
            if (d != null && d.hasMapping()) {
                mapping(p, own, sides.computeIfAbsent(forward, k -> new Side()), d);
            } else if (p.mptcpOption(MptcpSubtype.MP_CAPABLE) < 0) {
                faults.add("no mapping on " + p);
            }
        }
    }

    /** MPTCP-3.3.4-2: the right edge of the connection's window, until subflows end: then no data can come any more. */
    private void acknowledged(Side s, long ack, long window, int shift, TcpPacket p) {
        s.highestAck = Math.max(s.highestAck, ack);
        long edge = ack + window;
        boolean over = p.has(TcpFlags.FIN);
        if (edge + (1L << shift) <= s.edge && ack == s.highestAck && !over) {
            faults.add("right edge moves back by " + (s.edge - edge) + ": " + p);
        }
        s.edge = Math.max(s.edge, edge);
    }

    /** MPTCP-6-2: the same numbers, the same bytes. SCH-1: within the subflow's window. */
    private void text(TcpPacket p, Flow f, DssOption d) {
        int from = p.seq() - f.isn;
        byte[] payload = p.payload();
        if (from + payload.length > f.bytes.length) {
            f.bytes = Arrays.copyOf(f.bytes, 2 * f.bytes.length + payload.length);
            f.seen = Arrays.copyOf(f.seen, f.bytes.length);
        }
        for (int i = 0; i < payload.length; i++) {
            if (f.seen[from + i] && f.bytes[from + i] != payload[i]) {
                faults.add("other bytes for the same numbers: " + p);
                break;
            }
            repeated += f.seen[from + i] && i == 0 ? 1 : 0;
            f.bytes[from + i] = payload[i];
            f.seen[from + i] = true;
        }
        if (f.edge >= 0 && from + payload.length > f.edge) {
            faults.add("beyond the subflow's window by " + (from + payload.length - f.edge) + ": " + p);
        }
    }

    /** MPTCP-3.3.1-1, -2, -15: what a mapping says, and that it always says the same; SCH-1: within the connection's window. */
    private void mapping(TcpPacket p, Flow f, Side s, DssOption d) {
        mappings++;
        int from = p.seq() - f.isn;
        int length = d.dataLevelLength() - (d.hasDataFin() ? 1 : 0);
        int offset = from - d.ssn();
        if (offset < 0 || offset >= length || offset + p.payloadLength() > length) {
            faults.add("a mapping that does not cover its segment: ssn " + d.ssn() + " length " + length + " " + p);
            return;
        }
        String now = d.dsn() + "+" + d.dataLevelLength();
        String before = f.mapped.put(d.ssn(), now);
        if (before != null && !before.equals(now)) {
            faults.add("a mapping that changes from " + before + " to " + now + ": " + p);
        }
        if (s.base == Long.MIN_VALUE) {
            s.base = d.dsn();
        }
        int data = (int) (d.dsn() - s.base) + offset;
        byte[] payload = p.payload();
        if (data < 0) {
            return;
        }
        if (data + payload.length > s.data.length) {
            s.data = Arrays.copyOf(s.data, 2 * s.data.length + payload.length);
            s.seen = Arrays.copyOf(s.seen, s.data.length);
        }
        for (int i = 0; i < payload.length; i++) {
            if (s.seen[data + i] && s.data[data + i] != payload[i]) {
                faults.add("other bytes for the same data: " + p);
                break;
            }
            s.data[data + i] = payload[i];
            s.seen[data + i] = true;
        }
        if (s.edge != Long.MIN_VALUE && d.dsn() + offset + payload.length > s.edge) {
            faults.add("beyond the connection's window by " + (d.dsn() + offset + payload.length - s.edge) + ": " + p);
        }
    }
}
