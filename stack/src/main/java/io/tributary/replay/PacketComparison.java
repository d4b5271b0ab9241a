package io.tributary.replay;

import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.TcpOptions;
import java.util.List;

/** Compares two packets that mean the same, field by field. */
final class PacketComparison {
    /** An ACK may wait so long (RFC 9293, MUST-40): within it what one host acknowledged here the other may acknowledge there. */
    static final long ACK_DELAY_NS = 500_000_000L;
    /** A sender may stamp a segment with the time at which something else was sent. */
    private static final long TICKS = 1000;
    private static final int LEFT_TO_THE_SENDER = TcpFlags.PSH;

    private final RecordedFlow flow;
    private final Trace expected;
    private final Trace actual;
    private final List<Trace> allActual;
    private final SackBlocks blocks;
    private final PacketText text;
    private final Tally tally;
    private final long slipMs;
    private TraceItem e;
    private TraceItem a;

    PacketComparison(RecordedFlow flow, Trace expected, Trace actual, List<Trace> allActual, SackBlocks blocks, Tally tally,
                     long slipMs) {
        this.flow = flow;
        this.expected = expected;
        this.actual = actual;
        this.allActual = allActual;
        this.blocks = blocks;
        this.text = new PacketText(blocks);
        this.tally = tally;
        this.slipMs = slipMs;
    }

    void compare(TraceItem expected, TraceItem other) {
        e = expected;
        a = other;
        ReplayPacket x = e.packet;
        ReplayPacket y = a.packet;
        if (isExact(x, y)) {
            tally.exact(e);
            return;
        }
        if (x.seq != y.seq && !(x.isBare() && e.next && a.next)) {   // text may have gone out sooner or later than this ACK
            different("seq", "" + x.seq, "" + y.seq);
        }
        check("initial sequence number", x.isSyn() ? x.seqNo & 0xffff_ffffL : 0, x.isSyn() ? y.seqNo & 0xffff_ffffL : 0);
        flags(x, y);
        ack(x, y);
        if ((x.window == 0) != (y.window == 0) && !x.isReset()) {
            different("window", "" + x.window, "" + y.window);
        }
        if (x.has(TcpFlags.URG)) {
            check("urgent pointer", x.urgentPointer, y.urgentPointer);
        }
        if (x.ecn != y.ecn && !(x.ecn == 3 && y.ecn != 0)) {   // CE is the path's mark on what was sent as ECT
            different("ecn", PacketText.ecn(x.ecn).strip(), PacketText.ecn(y.ecn).strip());
        }
        options(x, y);
        payload(x, y);
    }

    private static boolean isExact(ReplayPacket x, ReplayPacket y) {
        if (x.seqNo != y.seqNo || x.ackNo != y.ackNo || x.flags != y.flags || x.window != y.window || x.urgentPointer != y.urgentPointer
            || x.ecn != y.ecn || x.options.length() != y.options.length() || x.payloadLength != y.payloadLength) {
            return false;
        }
        return same(x, x.options.at(), y, y.options.at(), x.options.length()) && same(x, x.payloadAt, y, y.payloadAt, x.payloadLength);
    }

    private static boolean same(ReplayPacket x, int at, ReplayPacket y, int otherAt, int length) {
        for (int i = 0; i < length; i++) {
            if (x.buffer.getByte(at + i) != y.buffer.getByte(otherAt + i)) {
                return false;
            }
        }
        return true;
    }

    private void flags(ReplayPacket x, ReplayPacket y) {
        int differing = (x.flags ^ y.flags) & ~LEFT_TO_THE_SENDER;
        if (x.payloadLength != y.payloadLength || x.payloadLength > 0) {
            differing &= ~TcpFlags.FIN;   // segment borders: the FIN is looked for by its place
        }
        if (x.isReset()) {
            differing &= ~TcpFlags.ACK;   // a RST counts by its sequence number alone
        }
        if (differing != 0) {
            different("flags", PacketText.flags(x.flags), PacketText.flags(y.flags));
        }
    }

    /** Text may carry an acknowledgment that the other host had sent alone or will send soon. */
    private void ack(ReplayPacket x, ReplayPacket y) {
        if (x.ack < 0 || y.ack < 0) {
            return;
        }
        boolean later = y.ack < x.ack && actual.acknowledged(x.ack, x.timeNs + ACK_DELAY_NS) && !x.isSyn();
        boolean sooner = y.ack > x.ack && !x.isSyn();
        if (x.ack != y.ack && !later && !sooner) {
            different("ack", "" + x.ack, "" + y.ack);
        }
        if (e.dataAck >= 0 && e.dataAck > a.dataAck
            && allActual.stream().noneMatch(t -> t.dataAcknowledged(e.dataAck, x.timeNs + ACK_DELAY_NS))) {
            different("data-ack", "" + e.dataAck, a.dataAck < 0 ? null : "" + a.dataAck);
        }
    }

    private void options(ReplayPacket x, ReplayPacket y) {
        TcpOptions o = x.options;
        TcpOptions p = y.options;
        if (x.isSyn()) {
            check("mss", o.hasMss() ? o.mss() : -1, p.hasMss() ? p.mss() : -1);
            presence("window-scale", o.hasWindowScale(), p.hasWindowScale());
            presence("sack-permitted", o.sackPermitted(), p.sackPermitted());
            check("fast-open", o.hasFastOpen() ? o.fastOpenLength() : -1, p.hasFastOpen() ? p.fastOpenLength() : -1);
        }
        boolean optional = x.isReset() && y.isReset();   // RFC 7323, 3.2
        if ((optional || presence("timestamps", o.hasTimestamps(), p.hasTimestamps())) && o.hasTimestamps() && p.hasTimestamps()) {
            timestamps(o, p);
        }
        sack(x, y);
        dss(x, y);
    }

    /** The clock's ticks are the sender's; the echo must be a value that the peer had sent. */
    private void timestamps(TcpOptions o, TcpOptions p) {
        if (o.tsEcr() != p.tsEcr() && !(wasSent(o.tsEcr()) && wasSent(p.tsEcr()))) {
            different("tsecr", Integer.toUnsignedString(o.tsEcr()), Integer.toUnsignedString(p.tsEcr()));
        }
        // our stack's clock went on while an answer of the recording waited for it
        int ticks = p.tsVal() - o.tsVal();
        long apart = Math.abs(a.packet.timeNs - e.packet.timeNs) / 1_000_000 + TICKS + slipMs;
        if (Math.abs(ticks) > apart) {
            different("tsval", Integer.toUnsignedString(o.tsVal()), Integer.toUnsignedString(p.tsVal()));
        }
    }

    private boolean wasSent(int tsVal) {
        long byNs = Math.max(e.packet.timeNs, a.packet.timeNs);
        return flow.peer.stream().anyMatch(s -> s.timeNs <= byNs && s.options.hasTimestamps() && s.options.tsVal() == tsVal);
    }

    private void sack(ReplayPacket x, ReplayPacket y) {
        for (SackBlocks.Block b : blocks.of(x)) {
            boolean told = b.duplicate() ? blocks.of(y).contains(b)
                : actual.reported(b.left(), b.right(), blocks, Math.max(x.timeNs, y.timeNs) + (x.isBare() ? 0 : ACK_DELAY_NS));
            if (!told) {
                different(b.duplicate() ? "dsack" : "sack", blocks.of(x).toString(), blocks.of(y).toString());
                return;
            }
        }
        for (SackBlocks.Block b : blocks.of(y)) {
            if (!b.duplicate() && !wasThere(b)) {
                different("sack", blocks.of(x).toString(), blocks.of(y).toString());
                return;
            }
        }
    }

    /** The peer had sent something of this range. */
    private boolean wasThere(SackBlocks.Block b) {
        return flow.peer.stream().anyMatch(p -> p.text() < b.right() && p.end() > b.left());
    }

    /** The same byte of the flow must be the same byte of the data, whatever the mappings' borders. */
    private void dss(ReplayPacket x, ReplayPacket y) {
        ReceivedOptions o = new ReceivedOptions().parse(x.options, x.flags);
        ReceivedOptions p = new ReceivedOptions().parse(y.options, y.flags);
        if (o.hasCapable() && o.capable().hasChecksum() && p.hasCapable() && p.capable().hasChecksum()
            && o.capable().dataLevelLength() == p.capable().dataLevelLength()) {
            check("dss-checksum", o.capable().checksum(), p.capable().checksum());
        }
        if (!o.hasDss() || !p.hasDss() || !o.dss().hasMapping() || !p.dss().hasMapping()) {
            return;
        }
        presence("dss-checksum", o.dss().hasChecksum(), p.dss().hasChecksum());
        boolean sameMapping = o.dss().ssn() == p.dss().ssn() && o.dss().dataLevelLength() == p.dss().dataLevelLength()
            && (int) o.dss().dsn() == (int) p.dss().dsn() && o.dss().hasDataFin() == p.dss().hasDataFin();
        if (sameMapping && o.dss().hasChecksum() && p.dss().hasChecksum()) {
            check("dss-checksum", o.dss().checksum(), p.dss().checksum());
        }
    }

    /** Bytes that belong elsewhere in the data are the mapping's difference. */
    private void payload(ReplayPacket x, ReplayPacket y) {
        if (x.isSyn()) {
            check("syn payload", x.payloadLength, y.payloadLength);
        }
        int n = Math.min(x.payloadLength, y.payloadLength);
        for (int i = 0; i < n && x.text() == y.text(); i++) {
            byte was = x.buffer.getByte(x.payloadAt + i);
            byte is = y.buffer.getByte(y.payloadAt + i);
            long position = x.text() + i;
            if (was != is && (x.isSyn() || expected.locator.data(position) == actual.locator.data(position))) {
                different("payload", String.format("byte %d is %02x", position, was), String.format("%02x", is));
                return;
            }
        }
    }

    private boolean presence(String field, boolean was, boolean is) {
        if (was != is) {
            different(field, was ? "present" : null, is ? "present" : null);
        }
        return was == is;
    }

    private void check(String field, long was, long is) {
        if (was != is) {
            different(field, was < 0 ? null : "" + was, is < 0 ? null : "" + is);
        }
    }

    private void different(String field, String was, String is) {
        tally.different(field, was, is, e, a, text);
    }
}
