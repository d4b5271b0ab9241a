package io.tributary.replay;

import java.util.List;

/**
 * Finds for each recorded packet the one of ours that means the same: SYNs and resets by their turn, text by its place and
 * repetition, bare segments by what they acknowledge, in order. What finds no partner is judged by {@link FlowComparison}.
 */
final class Pairing {
    private final List<TraceItem> expected;
    private final List<TraceItem> actual;
    private final SackBlocks blocks;

    Pairing(Trace expected, Trace actual, SackBlocks blocks) {
        this.expected = expected.items;
        this.actual = actual.items;
        this.blocks = blocks;
    }

    void pair() {
        for (TraceItem e : expected) {
            if (!e.packet.isBare()) {
                pairByPlace(e);
            }
        }
        pairBare(4);
        pairBare(3);
        pairBare(2);
    }

    private void pairByPlace(TraceItem e) {
        TraceItem best = null;
        for (TraceItem a : actual) {
            if (a.isFree() && sameKind(e, a) && (best == null || likeness(e, a) > likeness(e, best))) {
                best = a;
            }
        }
        if (best != null) {
            e.pair(best);
        }
    }

    private static boolean sameKind(TraceItem e, TraceItem a) {
        ReplayPacket x = e.packet;
        ReplayPacket y = a.packet;
        if (x.isSyn() || y.isSyn() || x.isReset() || y.isReset()) {
            return x.isSyn() == y.isSyn() && x.isReset() == y.isReset();
        }
        if (x.payloadLength > 0) {
            return y.payloadLength > 0 && x.text() == y.text() && e.repetition == a.repetition;
        }
        return y.payloadLength == 0 && y.isFin() && x.text() == y.text();
    }

    private static int likeness(TraceItem e, TraceItem a) {
        return (e.packet.textEnd() == a.packet.textEnd() ? 2 : 0) + (e.packet.isFin() == a.packet.isFin() ? 1 : 0);
    }

    /** In rounds, the most alike first; within a round the order stays. @param round how much must be the same, 4 to 2 */
    private void pairBare(int round) {
        int from = 0;
        for (TraceItem e : expected) {
            if (!e.packet.isBare()) {
                continue;
            }
            if (!e.isFree()) {
                from = actual.indexOf(e.partner) + 1;
                continue;
            }
            for (int i = from; i < actual.size(); i++) {
                TraceItem a = actual.get(i);
                if (a.packet.isBare() && !a.isFree() && expected.indexOf(a.partner) > expected.indexOf(e) || a.packet.ack > e.packet.ack) {
                    break;
                }
                if (a.packet.isBare() && a.isFree() && alike(e, a, round)) {
                    e.pair(a);
                    from = i + 1;
                    break;
                }
            }
        }
    }

    private boolean alike(TraceItem e, TraceItem a, int round) {
        return e.packet.ack == a.packet.ack && e.probe == a.probe
            && (e.packet.window == 0) == (a.packet.window == 0)
            && (round < 3 || e.dataAck == a.dataAck && blocks.of(e.packet).equals(blocks.of(a.packet)))
            && (round < 4 || e.signals.equals(a.signals) && e.packet.seq == a.packet.seq)
            && (round > 2 || blocks.of(e.packet).isEmpty() == blocks.of(a.packet).isEmpty());
    }
}
