package io.tributary.replay;

import io.tributary.mptcp.open.ReceivedOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * What the recorded application wrote, and when: bytes that first appear on the wire at some time were written then, with MPTCP
 * as much as the mapping that announces them covers. A FIN, in MPTCP a DATA_FIN, is the end of the stream.
 */
final class RecordedText {
    /** So many bytes were written in all, and perhaps the end, when the packet with this number was sent. */
    record Step(ReplayPacket at, long limit, boolean end) {
        Step or(Step other) {
            return new Step(at, Math.max(limit, other.limit), end || other.end);
        }
    }

    /** What a mapping may announce beyond what was sent. */
    private static final long ANNOUNCED = 1 << 18;

    final List<Step> steps = new ArrayList<>();
    private byte[] bytes = new byte[4096];
    private final BitSet stored = new BitSet();
    private long limit;
    private boolean ended;
    /** A wild sequence number or mapping leads beyond what the capture's packets can hold: it says nothing about the stream. */
    private final long most;
    private final long inSyn;
    /** A FIN is the end of the stream: plain TCP, from the start or since a fallback. */
    private final boolean finEnds;

    RecordedText(RecordedConversation c, RecordedKeys keys) {
        most = Math.min(Integer.MAX_VALUE / 2, ANNOUNCED + 2 * c.flows.stream().flatMap(f -> f.own.stream()).mapToLong(p -> p.payloadLength).sum());
        finEnds = !keys.multipath || c.flows.size() == 1 && c.first().own.stream().noneMatch(RecordedText::hasDataFin);
        inSyn = takeSyn(c.first());
        List<ReplayPacket> packets = new ArrayList<>();
        List<DataLocator> locators = new ArrayList<>();
        for (RecordedFlow f : c.flows) {
            DataLocator l = new DataLocator(base(f.ownSyn()), keys.multipath, keys.ownStart);
            for (ReplayPacket p : f.own) {
                packets.add(p);
                locators.add(l);
            }
        }
        Integer[] order = new Integer[packets.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt(i -> packets.get(i).number));
        for (int i : order) {
            take(packets.get(i), locators.get(i));
        }
        waitBehindClosedWindow(c.first());
    }

    private static boolean hasDataFin(ReplayPacket p) {
        ReceivedOptions o = new ReceivedOptions().parse(p.options, p.flags);
        return o.hasDss() && o.dss().hasDataFin();
    }

    /** Who probes a closed window has something to send: it was written when the window closed, however late it went out. */
    private void waitBehindClosedWindow(RecordedFlow f) {
        ReplayPacket lastText = null;
        long highest = 0;
        for (ReplayPacket p : f.own) {
            if (p.isBare() && p.seq < highest && lastText != null) {
                ReplayPacket before = lastText;
                long written = steps.stream().filter(s -> s.at().number <= before.number).mapToLong(Step::limit).max().orElse(0);
                if (written < limit) {
                    steps.add(new Step(before, written + 1, false));
                }
                lastText = null;
            }
            lastText = p.payloadLength > 0 && !p.isSyn() ? p : lastText;
            highest = Math.max(highest, p.end());
        }
    }

    /** Position of the first text byte behind this SYN. */
    static long base(ReplayPacket syn) {
        return 1 + (syn == null ? 0 : syn.payloadLength);
    }

    /** What the first SYN carried is the stream's first text, and outside the data of MPTCP. */
    private long takeSyn(RecordedFlow f) {
        ReplayPacket syn = f.ownSyn();
        if (!f.openedByUs || syn == null || syn.payloadLength == 0) {
            return 0;
        }
        for (int i = 0; i < syn.payloadLength; i++) {
            put(i, syn.buffer.getByte(syn.payloadAt + i));
        }
        steps.add(new Step(syn, limit, false));
        return syn.payloadLength;
    }

    private void take(ReplayPacket p, DataLocator l) {
        l.onPacket(p);
        long before = limit;
        boolean endedBefore = ended;
        if (l.hasMapping()) {
            limit = Math.max(limit, Math.min(inSyn + l.mappedEnd(), most));
        }
        if (!p.isSyn() && !p.isReset() && p.payloadLength > 0) {
            store(p, l);
        }
        if (l.hasDataFin()) {
            limit = Math.max(limit, Math.min(inSyn + l.mappedEnd(), most));   // it may overtake data
        }
        ended |= l.hasDataFin() || p.isFin() && finEnds;
        if (limit > before || ended != endedBefore) {
            steps.add(new Step(p, limit, ended));
        }
    }

    private void store(ReplayPacket p, DataLocator l) {
        for (int i = 0; i < p.payloadLength; i++) {
            put(inSyn + l.data(p.text() + i), p.buffer.getByte(p.payloadAt + i));
        }
    }

    private void put(long data, byte value) {
        if (data >= 0 && data < most && !stored.get((int) data)) {   // a probe of a closed window may repeat a number for other bytes
            reserve(data + 1);
            stored.set((int) data);
            bytes[(int) data] = value;
            limit = Math.max(limit, data + 1);
        }
    }

    private void reserve(long size) {
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(size, Math.min(most, bytes.length * 2L)));
        }
    }

    /** Everything that was written; bytes that the capture does not show are 0. */
    byte[] bytes() {
        reserve(limit);
        return bytes;
    }
}
