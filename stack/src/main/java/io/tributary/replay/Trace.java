package io.tributary.replay;

import io.tributary.mptcp.open.ReceivedOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one host sent on one flow, with what it comes to: how often each byte went out, and what had been acknowledged when. */
final class Trace {
    private static final long SOON_NS = 50_000_000L;

    final List<TraceItem> items = new ArrayList<>();
    final DataLocator locator;
    private final SendCounts sendings = new SendCounts();
    private long fin = -1;

    /**
     * @param base      position of the first text byte
     * @param keys      of the connection
     */
    Trace(List<ReplayPacket> packets, long base, RecordedKeys keys) {
        locator = new DataLocator(base, keys.multipath, keys.ownStart);
        Signals signals = new Signals(keys.ownStart);
        ReceivedOptions o = new ReceivedOptions();
        long highest = 0;
        long highestNs = 0;
        long lastData = 0;
        TraceItem before = null;
        for (ReplayPacket p : packets) {
            locator.onPacket(p);
            long dataAck = -1;
            if (keys.multipath && !p.isSyn() && o.parse(p.options, p.flags).hasDss() && o.dss().hasDataAck()) {
                long raw = o.dss().dataAck();
                dataAck = o.dss().isDataAck64() ? raw - keys.peerStart : lastData + ((int) raw - (int) (keys.peerStart + lastData));
                lastData = Math.max(lastData, dataAck);
            }
            int repetition = p.payloadLength > 0 && !p.isSyn() ? count(p.text()) : 0;
            boolean sequenced = p.end() > p.seq;
            boolean gap = sequenced && !p.isSyn() && repetition == 0 && p.text() < highest;
            boolean probe = p.isBare() && p.seq < highest;
            Map<String, String> said = signals.of(p);
            boolean repeats = p.isBare() && !probe && before != null && before.packet.ack == p.ack && said.isEmpty()
                && before.dataAck == dataAck && before.packet.window == p.window && !before.packet.isSyn();
            TraceItem item = new TraceItem(p, said, dataAck, repetition, gap, probe, repeats, before == null ? 0 : before.packet.number,
                p.seq == highest);
            item.tailProbe = repetition == 1 && p.textEnd() == highest && p.timeNs - highestNs < SOON_NS;
            items.add(item);
            before = item;
            if (!p.isSyn() && !p.isReset()) {
                send(p);
            }
            if (!p.isReset() && p.end() > highest) {
                highest = p.end();
                highestNs = p.timeNs;
            }
        }
    }

    private void send(ReplayPacket p) {
        sendings.add(p.text(), p.textEnd());
        if (p.isFin()) {
            fin = p.textEnd();
        }
    }

    /** How often the byte at a position went out. */
    int count(long position) {
        return sendings.of(position);
    }

    /** Position of the FIN; -1 if none was sent. */
    long fin() {
        return fin;
    }

    /** Whether some segment up to this time acknowledged everything below {@code ack}. */
    boolean acknowledged(long ack, long byNs) {
        return any(byNs, i -> i.packet.ack >= ack);
    }

    boolean dataAcknowledged(long dataAck, long byNs) {
        return any(byNs, i -> i.dataAck >= dataAck);
    }

    /** Whether segments up to this time told the peer that this range is there: acknowledged, or in a SACK block. */
    boolean reported(long left, long right, SackBlocks blocks, long byNs) {
        return any(byNs, i -> i.packet.ack >= right || blocks.contain(i.packet, left, right));
    }

    boolean any(long byNs, java.util.function.Predicate<TraceItem> test) {
        for (TraceItem i : items) {
            if (i.packet.timeNs <= byNs && test.test(i)) {
                return true;
            }
        }
        return false;
    }
}
