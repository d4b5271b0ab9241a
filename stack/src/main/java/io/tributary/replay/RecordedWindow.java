package io.tributary.replay;

import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.wire.TcpFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far the recorded host let its peer send: the right edge of its window, in positions of the received stream. What its
 * application read, and how large its buffer was, is all in there.
 */
final class RecordedWindow {
    private record Edge(ReplayPacket packet, long acked, long edge) {
    }

    private final List<Edge> edges = new ArrayList<>();
    private final long capacity;
    private final long initial;
    private int next;
    private long edge;
    private long contiguous;
    private long lastAcked;

    RecordedWindow(RecordedConversation c, RecordedKeys keys) {
        RecordedFlow first = c.first();
        ReplayPacket syn = first.lastOwnSyn();
        initial = syn == null ? 65_535 : syn.window;
        boolean scaled = syn != null && syn.options.hasWindowScale();
        capacity = scaled ? 65_535L << syn.options.windowScale() : Math.min(initial, 65_535);
        for (RecordedFlow f : c.flows) {
            collect(f, keys, f.ownShift());
        }
        edges.sort(Comparator.comparingInt(e -> e.packet.number));
        edge = initial;
    }

    private void collect(RecordedFlow f, RecordedKeys keys, int shift) {
        ReceivedOptions o = new ReceivedOptions();
        long base = RecordedText.base(f.peerSyn());
        long lastData = 0;
        long lastAck = base;
        for (ReplayPacket p : f.own) {
            if (p.isSyn() || p.isReset() || !p.has(TcpFlags.ACK)) {
                continue;
            }
            long acked;
            if (keys.multipath && o.parse(p.options, p.flags).hasDss() && o.dss().hasDataAck()) {
                long raw = o.dss().dataAck();
                acked = o.dss().isDataAck64() ? raw - keys.peerStart : lastData + ((int) raw - (int) (keys.peerStart + lastData));
            } else {
                acked = lastData + p.ack - lastAck;
            }
            lastData = Math.max(lastData, acked);
            lastAck = p.ack;
            edges.add(new Edge(p, acked, acked + ((long) p.window << shift)));
        }
    }

    /** As much as the recorded window scale can express. */
    long capacity() {
        return capacity;
    }

    /** All edges up to this packet of the recorded host count. @return true if the edge moved */
    boolean advance(ReplayPacket own) {
        long before = edge;
        while (next < edges.size() && edges.get(next).packet.number <= own.number) {
            take();
        }
        return edge > before;
    }

    private void take() {
        Edge e = edges.get(next++);
        lastAcked = e.acked;
        edge = Math.max(edge, e.edge);
        for (int i = next; i < edges.size() && e.edge > e.acked; i++) {
            if (edges.get(i).acked > e.acked) {
                edge = Math.max(edge, edges.get(i).acked);   // a segment that began inside the window it took whole
                break;
            }
        }
    }

    /**
     * The stream is complete up to here: what the recorded host granted when it first acknowledged that is granted now. What it
     * granted later without acknowledging more is its application's reading, which waits for its time.
     */
    void received(long position) {
        contiguous = Math.max(contiguous, position);
        while (next < edges.size() && edges.get(next).acked <= contiguous && edges.get(next).acked > lastAcked) {
            take();
        }
    }

    /** Bytes beyond the contiguous position that may come. */
    long window() {
        return Math.max(0, Math.min(capacity, edge - contiguous));
    }
}
