package io.tributary.replay;

import io.tributary.mptcp.schedule.ChunkView;
import io.tributary.mptcp.schedule.Scheduler;
import io.tributary.mptcp.schedule.SubflowsView;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Sends each byte where the recorded host sent it: first on the subflow that had it first, repeated on the one that had it next. What
 * that host sent on another subflow too, soon afterwards and without need, goes out on both at once: the text behind it has to lie where
 * it did.
 */
final class RecordedScheduler implements Scheduler {
    private static final long SOON_NS = 100_000_000L;

    private record Piece(long from, long to, int flow, long timeNs) {
    }

    /** By data position of their first byte, in the order of the capture. */
    private final TreeMap<Long, Piece> first = new TreeMap<>();
    private final List<Piece> again = new ArrayList<>();

    RecordedScheduler(RecordedConversation c, RecordedKeys keys) {
        List<Object[]> packets = new ArrayList<>();
        for (RecordedFlow f : c.flows) {
            DataLocator l = new DataLocator(RecordedText.base(f.ownSyn()), keys.multipath, keys.ownStart);
            for (ReplayPacket p : f.own) {
                l.onPacket(p);
                if (p.payloadLength > 0 && !p.isSyn() && !p.isReset()) {
                    long at = l.data(p.text()) + 1;   // a chunk's position counts from 1
                    packets.add(new Object[] {p, new Piece(at, at + p.payloadLength, f.index, p.timeNs)});
                }
            }
        }
        packets.sort(java.util.Comparator.comparingInt(o -> ((ReplayPacket) o[0]).number));
        for (Object[] o : packets) {
            Piece piece = (Piece) o[1];
            if (find(piece.from) == null) {
                first.put(piece.from, piece);
            } else {
                again.add(piece);
            }
        }
    }

    private Piece find(long position) {
        var e = first.floorEntry(position);
        return e != null && e.getValue().to > position ? e.getValue() : null;
    }

    @Override
    public long select(SubflowsView v, ChunkView chunk, long nowNs) {
        Piece p = chunk.reinjection ? repeated(chunk.position, v) : find(chunk.position);
        long room = v.withSpace();
        if (p == null) {
            return Long.lowestOneBit(room);
        }
        long end = p.to;
        long copies = chunk.reinjection ? 0 : copies(p);
        for (Piece next = find(end); !chunk.reinjection && next != null && next.flow == p.flow && copies(next) == copies; next = find(end)) {
            end = next.to;
        }
        Piece behind = find(end);
        if (behind != null || chunk.reinjection) {
            chunk.length = Math.min(chunk.length, end - chunk.position);
        }
        return (room & 1L << p.flow) == 0 ? 0 : (copies | 1L << p.flow) & room;
    }

    /** Bit per other subflow that had the whole piece soon after. */
    private long copies(Piece p) {
        long flows = 0;
        for (Piece a : again) {
            if (a.flow != p.flow && a.from <= p.from && a.to >= p.to && a.timeNs >= p.timeNs && a.timeNs - p.timeNs < SOON_NS) {
                flows |= 1L << a.flow;
            }
        }
        return flows;
    }

    private Piece repeated(long position, SubflowsView v) {
        for (Piece p : again) {
            if (p.from <= position && p.to > position && (v.excluded & 1L << p.flow) == 0) {
                return p;
            }
        }
        return null;
    }

    @Override
    public boolean isBinding() {
        return true;
    }

    @Override
    public String name() {
        return "recorded";
    }
}
