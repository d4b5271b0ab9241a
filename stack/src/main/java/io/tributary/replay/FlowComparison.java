package io.tributary.replay;

import java.util.List;

/** What was recorded on one flow against what our stack sent there: pairs field by field, and the judgement on what has no partner. */
final class FlowComparison {
    /** On the far side of the path: what our stack sent so much before the capture shows it was lost on the way there. */
    private static final long LOST_NS = 100_000_000L;

    private final RecordedFlow flow;
    private final Trace expected;
    private final Trace actual;
    private final List<Trace> allActual;
    private final boolean far;
    private final long endNs;
    private final SackBlocks blocks;
    private final PacketText text;
    private final Tally tally;
    private final long slipMs;
    private long shift;

    /**
     * @param allActual of all flows of the connection
     * @param far       the capture was taken next to the peer
     * @param endNs     time of the last recorded packet
     */
    FlowComparison(RecordedFlow flow, Trace expected, Trace actual, List<Trace> allActual, boolean far, long endNs, Tally tally,
                   long slipMs) {
        this.flow = flow;
        this.expected = expected;
        this.actual = actual;
        this.allActual = allActual;
        this.far = far;
        this.endNs = endNs;
        this.blocks = new SackBlocks(flow.peerNumbers.isn());
        this.text = new PacketText(blocks);
        this.tally = tally;
        this.slipMs = slipMs;
    }

    void run() {
        new Pairing(expected, actual, blocks).pair();
        PacketComparison pairs = new PacketComparison(flow, expected, actual, allActual, blocks, tally, slipMs);
        for (TraceItem e : expected.items) {
            tally.packet();
            if (!e.isFree()) {
                pairs.compare(e, e.partner);
                if (e.packet.payloadLength > 0 && !e.packet.isSyn()) {
                    covered(e);
                }
            } else if (e.packet.isBare()) {
                bareMissing(e);
            } else {
                missing(e);
            }
            if (e.packet.payloadLength > 0) {
                mapping(e);
            }
        }
        for (TraceItem a : actual.items) {
            if (a.packet.payloadLength > 0 && !a.packet.isSyn()) {
                textBeyond(a);
            } else if (a.isFree()) {
                beyond(a);
            }
        }
    }

    // ---- recorded, not sent by us

    private void missing(TraceItem e) {
        if (e.packet.isSyn() || e.packet.isReset()) {
            different("packet", PacketText.flags(e.packet.flags), null, e, null);
        } else if (e.packet.payloadLength > 0) {
            covered(e);
        } else if (actual.fin() != e.packet.text() || !e.fillsGap && repeated(e) && !acknowledgedBefore(e.packet.end(), e)) {
            different("fin", "FIN at " + e.packet.text(), null, e, null);
        }
    }

    private boolean repeated(TraceItem e) {
        for (TraceItem i : expected.items) {
            if (i == e) {
                return false;
            }
            if (i.packet.isFin()) {
                return true;
            }
        }
        return false;
    }

    /** Every byte went out as often as it did then; a tail loss probe and a repetition of what the peer had acknowledged need not be. */
    private void covered(TraceItem e) {
        boolean mostly = isMostly(e, actual);
        for (long p = e.packet.text(); p < e.packet.textEnd() && !mostly; p++) {
            if (actual.count(p) <= e.repetition) {
                if (e.repetition == 0 || !e.tailProbe && !acknowledgedBefore(e.packet.textEnd(), e)) {
                    different(e.repetition == 0 ? "text" : "retransmission",
                        "bytes " + e.packet.text() + "-" + e.packet.textEnd() + (e.repetition == 0 ? "" : " again"),
                        "byte " + p + " sent " + times(actual.count(p)), e, null);
                }
                return;
            }
        }
        if (e.packet.isFin() && actual.fin() != e.packet.textEnd()) {
            different("fin", "FIN at " + e.packet.textEnd(), actual.fin() < 0 ? null : "FIN at " + actual.fin(), e, e.partner);
        }
    }

    /** Segment borders differ: of what one host repeats as a segment the other repeats the greater part, and the rest with its neighbour. */
    private static boolean isMostly(TraceItem item, Trace other) {
        if (item.repetition == 0) {
            return false;
        }
        int missing = 0;
        for (long p = item.packet.text(); p < item.packet.textEnd(); p++) {
            missing += other.count(p) <= item.repetition ? 1 : 0;
        }
        return missing < item.packet.payloadLength / 2;
    }

    private static String times(int n) {
        return n == 0 ? "never" : n == 1 ? "once" : n + " times";
    }

    private boolean acknowledgedBefore(long end, TraceItem e) {
        for (ReplayPacket p : flow.peer) {
            if (p.number < e.packet.number && p.ack >= end) {
                return true;
            }
        }
        return false;
    }

    private void bareMissing(TraceItem e) {
        long by = e.packet.timeNs + PacketComparison.ACK_DELAY_NS;
        if (e.probe && e.partner == null && actual.items.stream().noneMatch(i -> i.probe)) {
            different("probe", "seq " + e.packet.seq, null, e, null);
        } else if (!actual.acknowledged(e.packet.ack, by)) {
            different("ack", "" + e.packet.ack, "no such ACK within half a second", e, null);
        } else if (e.dataAck >= 0 && allActual.stream().noneMatch(t -> t.dataAcknowledged(e.dataAck, by))) {
            different("data-ack", "" + e.dataAck, "no such Data ACK within half a second", e, null);
        } else if (!sackTold(e, by)) {
            different("sack", blocks.of(e.packet).toString(), null, e, null);
        } else if (e.packet.window == 0 && !actual.any(Long.MAX_VALUE, i -> i.packet.window == 0 && i.packet.ack == e.packet.ack)) {
            different("window", "0", null, e, null);
        } else if (e.packet.window > 0 && !actual.any(by, i -> i.packet.window > 0 && i.packet.ack >= e.packet.ack)) {
            different("window", "" + e.packet.window, "0", e, null);
        } else if (e.repeatsAck && !e.probe && wasAsked(e) && bares(actual, e) < bares(expected, e)) {
            different("duplicate ack", bares(expected, e) + " segments with ack " + e.packet.ack, "" + bares(actual, e), e, null);
        }
    }

    /** The peer had sent something since the packet before that did not come in order, so that an ACK was owed at once. */
    private boolean wasAsked(TraceItem e) {
        for (ReplayPacket p : flow.peer) {
            if (p.number > e.before && p.number < e.packet.number && p.end() > p.seq) {
                return true;
            }
        }
        return false;
    }

    private boolean sackTold(TraceItem e, long by) {
        for (SackBlocks.Block b : blocks.of(e.packet)) {
            if (b.duplicate() ? !actual.any(by, i -> blocks.of(i.packet).contains(b)) : !actual.reported(b.left(), b.right(), blocks, by)) {
                return false;
            }
        }
        return true;
    }

    private static long bares(Trace t, TraceItem like) {
        return t.items.stream().filter(i -> i.packet.isBare() && i.packet.ack == like.packet.ack && i.dataAck == like.dataAck).count();
    }

    // ---- sent by us, not recorded

    private void beyond(TraceItem a) {
        if (a.packet.timeNs > endNs || a.packet.isBare() && a.packet.ack <= received(a)) {
            tally.extra();
        } else if (a.packet.isBare()) {
            different("ack", "at most " + received(a), "" + a.packet.ack, null, a);
        } else if (a.packet.isFin() && actual.fin() == expected.fin() && far) {
            tally.extra();
        } else {
            different("packet", null, PacketText.flags(a.packet.flags), null, a);
        }
    }

    /** How far the peer had sent when our stack sent this. */
    private long received(TraceItem a) {
        long highest = 0;
        for (ReplayPacket p : flow.peer) {
            if (p.timeNs <= a.packet.timeNs) {
                highest = Math.max(highest, p.end());
            }
        }
        return highest;
    }

    private void textBeyond(TraceItem a) {
        boolean any = a.isFree();
        boolean mostly = isMostly(a, expected);
        for (long p = a.packet.text(); p < a.packet.textEnd() && !mostly; p++) {
            if (expected.count(p) <= a.repetition) {
                if (a.packet.timeNs > endNs || a.tailProbe || lostOnTheWay(a)) {
                    tally.extra();
                } else {
                    different(a.repetition == 0 ? "text" : "retransmission", null,
                        "bytes " + a.packet.text() + "-" + a.packet.textEnd() + (a.repetition == 0 ? "" : " again"), null, a);
                }
                return;
            }
        }
        if (any) {
            tally.extra();
        }
    }

    /** The capture shows a gap that was filled later: the first copy was lost in front of it, be it in the sender's own queue. */
    private boolean lostOnTheWay(TraceItem a) {
        for (TraceItem e : expected.items) {
            boolean overlaps = e.packet.payloadLength > 0 && e.packet.text() < a.packet.textEnd() && e.packet.textEnd() > a.packet.text();
            if (overlaps && (e.fillsGap || far && e.packet.timeNs > a.packet.timeNs + LOST_NS)) {
                return true;
            }
        }
        return false;
    }

    // ---- mappings

    private void mapping(TraceItem e) {
        if (e.packet.isSyn() || actual.count(e.packet.text()) == 0) {
            return;
        }
        // once a byte more or less was mapped all that follows is shifted: that is one difference
        for (long p : new long[] {e.packet.text(), e.packet.textEnd() - 1}) {
            long was = expected.locator.data(p);
            long is = actual.locator.data(p);
            if (was - is == shift || actual.count(p) == 0) {
                continue;
            }
            shift = was - is;
            if (was != is) {
                different("dss-mapping", "byte " + p + " is data byte " + was, "data byte " + is, e, e.partner);
                return;
            }
        }
    }

    private void different(String field, String was, String is, TraceItem e, TraceItem a) {
        tally.different(field, was, is, e, a, text);
    }
}
