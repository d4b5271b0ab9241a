package io.tributary.mptcp.data;

import io.tributary.Rfc;
import io.tributary.buffer.OutboundStream;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.SubflowState;
import io.tributary.mptcp.Subflows;
import io.tributary.mptcp.fallback.Fallback;
import io.tributary.mptcp.schedule.ChunkView;
import io.tributary.mptcp.schedule.Scheduler;
import io.tributary.mptcp.schedule.SubflowsView;

/**
 * The sending half at data level: gives chunks of the stream to subflows that can send them right now, reinjections
 * first, inside the connection's window; and lets the stream go of what nobody needs any more.
 */
@Rfc(value = 8684, section = {"3.3.5", "3.3.6"})
public final class DataSender {
    private static final int MAX_MAPPING = 65_535;
    /** DSS with 64-bit numbers: what the first data segment of a subflow has beside the options known before. */
    private static final int DSS_BYTES = 28;
    /** Segments to follow a larger one that is tried out. */
    private static final int FOLLOWERS = 4;
    private static final int SILLY_WINDOW = 1400;

    private final OutboundStream stream;
    private final DataFin fin;
    private final Subflows subflows;
    private final Scheduler scheduler;
    private final Counters counters;
    private final DataRetransmission retransmission;
    private final SubflowsView view = new SubflowsView();
    private final ChunkView chunk = new ChunkView();
    private long dataUna = 1;
    private long dataNxt = 1;
    private long edge = 1;
    private long released = 1;
    private boolean finAnnounced;
    /** Position behind the highest data that travelled again. */
    private long againUpTo;
    /** Slots that carried what travelled again last. */
    private long lastAgain;
    private boolean progressed;
    private boolean noDelay;
    /** Behind the last chunk that was no whole segment. */
    private long smallEnd;

    public DataSender(OutboundStream stream, DataFin fin, Subflows subflows, Scheduler scheduler, Fallback fallback, Counters counters) {
        this.stream = stream;
        this.fin = fin;
        this.subflows = subflows;
        this.scheduler = scheduler;
        this.counters = counters;
        this.retransmission = new DataRetransmission(this, fin, subflows, fallback, counters);
    }

    public long dataUna() {
        return dataUna;
    }

    /** Position of the next byte that was never given to a subflow. */
    public long dataNxt() {
        return dataNxt;
    }

    /** What is not acknowledged was sent once, in order: a peer that takes text for data misses nothing and gets nothing twice. */
    public boolean isContiguous() {
        return againUpTo <= dataUna;
    }

    public DataRetransmission retransmission() {
        return retransmission;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    /** The handshake is done: the peer takes {@code window} bytes. */
    public void open(long window) {
        edge = Math.max(edge, 1 + window);
    }

    /** A Data ACK: next position the peer expects, and the window it counts from there. */
    @Rfc(value = 8684, section = {"3.3.2", "3.3.5"})
    public void onDataAck(long position, long window, long nowNs) {
        if (position < 0 || position > (finAnnounced ? fin.ownPosition() + 1 : dataNxt)) {
            counters.increment(Counter.MP_DATA_ACK_INVALID);
            return;
        }
        boolean opened = position + window > edge;
        edge = Math.max(edge, position + window);
        boolean advanced = Math.min(position, dataNxt) > dataUna;
        dataUna = Math.max(dataUna, Math.min(position, dataNxt));
        if (fin.onDataAck(position) || advanced || opened) {
            retransmission.onProgress(advanced, nowNs);
        }
    }

    /** Gives away what can be sent right now. */
    public void assign(long nowNs) {
        if (!fin.isClosed() && stream.ended()) {
            fin.close(stream.limit() + 1);
        }
        look(nowNs);
        while (view.hasSpace() && (assignAgain(nowNs) || assignNew(nowNs))) {
            view.excluded = 0;
        }
        if (isFinDue()) {
            announceFin();
        }
        retransmission.arm(nowNs);
    }

    private void look(long nowNs) {
        view.clear();
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            long bit = 1L << f.slot();
            if (f.isUsable()) {
                view.usable |= bit;
                view.space[f.slot()] = f.tcb().sendSpace(nowNs);
                view.srttNs[f.slot()] = f.tcb().srttNs();
            }
            view.backup |= f.backupByPeer() || f.backupByUs() ? bit : 0;
            view.stale |= f.isStale() ? bit : 0;
        }
    }

    private boolean assignAgain(long nowNs) {
        long from = retransmission.nextFrom();
        if (from < 0) {
            return false;
        }
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.isLive() && f.mappings().isOutstanding(from)) {
                view.excluded |= 1L << f.slot();
            }
        }
        if (retransmission.isRepeated() && (view.usable & ~view.stale & ~lastAgain) != 0) {
            view.excluded |= lastAgain;
        }
        long length = retransmission.nextTo() - from;
        long chosen = scheduler.select(view, chunk.set(from, length, true), nowNs) & view.withSpace();
        view.excluded = 0;
        if (chosen == 0) {
            return false;
        }
        lastAgain = chosen;
        int bytes = give(chosen, from, Math.min(length, chunk.length), false);
        againUpTo = Math.max(againUpTo, from + bytes);
        retransmission.taken(from, from + bytes);
        counters.increment(Counter.MP_RETRANS);
        return bytes > 0;
    }

    private boolean assignNew(long nowNs) {
        long available = stream.limit() + 1 - dataNxt;
        long permitted = Math.min(available, edge - dataNxt);
        if (permitted <= 0 || isSilly(permitted, available) || isHeldBack(permitted)) {
            return false;
        }
        long chosen = scheduler.select(view, chunk.set(dataNxt, permitted, false), nowNs) & view.withSpace();
        if (chosen == 0) {
            return false;
        }
        long length = Math.min(permitted, chunk.length);
        int bytes = give(chosen, dataNxt, length, stream.ended() && length == available);
        dataNxt += bytes;
        smallEnd = bytes < segment() ? dataNxt : smallEnd;
        return bytes > 0;
    }

    /** Small segments do not wait for each other's acknowledgment. */
    public void noDelay(boolean on) {
        noDelay = on;
    }

    /** Nagle's algorithm at data level, where small writes can still become one segment; only a small one in flight delays. */
    @Rfc(value = 9293, section = "3.7.4")
    private boolean isHeldBack(long permitted) {
        return !noDelay && smallEnd > dataUna && permitted < segment() && !stream.ended();
    }

    private int segment() {
        Subflow f = subflows.best();
        return f == null ? 1 : f.tcb().effectiveMss();
    }

    /** A sliver of window: the peer will open it further when what is on its way has arrived. */
    @Rfc(value = 9293, section = "3.8.6.2.1")
    private boolean isSilly(long permitted, long available) {
        return permitted < available && permitted < SILLY_WINDOW && dataUna < dataNxt;
    }

    /** Maps the chunk on the chosen subflows. @return how many bytes of it, the same on each */
    private int give(long chosen, long from, long length, boolean toTheEnd) {
        int bytes = MAX_MAPPING;
        for (int slot = 0; slot < SubflowsView.MAX; slot++) {
            if ((chosen & 1L << slot) != 0) {
                bytes = Math.min(bytes, chunkSize(subflows.bySlot(slot), view.space[slot], length));
            }
        }
        boolean withFin = toTheEnd && bytes == length && bytes < MAX_MAPPING;
        for (int slot = 0; slot < SubflowsView.MAX; slot++) {
            if ((chosen & 1L << slot) != 0) {
                Subflow f = subflows.bySlot(slot);
                boolean finHere = withFin && f.state() == SubflowState.ESTABLISHED;
                if (!f.mappings().add(from, bytes, finHere)) {
                    view.usable &= ~(1L << slot);
                    return 0;
                }
                finAnnounced |= finHere;
                view.space[slot] -= bytes;
            }
        }
        return bytes;
    }

    /**
     * One mapping per packet handed to the device, whole wire segments as long as more follows. The first data before the peer
     * is known to have our key is one mapping that each of its segments repeats with the keys. A subflow that wants to try a larger
     * segment gets a mapping of its size, if what follows is enough to show its loss.
     */
    private static int chunkSize(Subflow f, long space, long length) {
        boolean unconfirmed = f.state() == SubflowState.KEYS_SENT;
        boolean first = f.mappings().textEnd() == 0;
        int most = unconfirmed && first ? MAX_MAPPING : Math.min(MAX_MAPPING, f.tcb().maxSegment());
        int segment = f.tcb().effectiveMss();
        if (first) {
            segment = Math.max(8, segment - DSS_BYTES);
            most = Math.max(segment, most - DSS_BYTES);
        }
        int probe = unconfirmed ? 0 : f.tcb().probePayload();
        if (probe > most && space >= probe && length >= probe + FOLLOWERS * (long) segment && f.mappings().textEnd() == f.tcb().sndTextNxt()) {
            return probe;
        }
        long n = Math.min(Math.min(space, length), most);
        return (int) (n < length && n > segment ? n - n % segment : n);
    }

    private boolean isFinDue() {
        return fin.isUnacknowledged() && !finAnnounced && dataNxt == fin.ownPosition();
    }

    /** Sends the DATA_FIN by itself, on the best subflow. */
    @Rfc(value = 8684, section = "3.3.3")
    void announceFin() {
        Subflow f = subflows.best();
        if (f != null) {
            finAnnounced = true;
            f.tcb().requestPureAck();
        }
    }

    /** Nobody acknowledged it: any path may have died unnoticed while it was idle, so it goes out on all of them. */
    @Rfc(value = 8684, section = "3.3.3")
    void repeatFin() {
        for (int i = 0; i < subflows.count(); i++) {
            if (subflows.get(i).isUsable()) {
                subflows.get(i).tcb().requestPureAck();
            }
        }
    }

    /** Segments without payload carry our DATA_FIN: all data is on its way, and nobody has acknowledged it. */
    public boolean finRidesAcks() {
        return finAnnounced && fin.isUnacknowledged();
    }

    /** More waits than the peer's windows let through, and nothing on its way will bring news of them. */
    @Rfc(value = 8684, section = "3.3.5")
    boolean isBlockedByWindow() {
        if (dataUna < dataNxt || stream.limit() + 1 == dataNxt) {
            return false;
        }
        boolean open = false;
        for (int i = 0; i < subflows.count(); i++) {
            open |= subflows.get(i).isUsable() && subflows.get(i).tcb().sndWnd() > 0;
        }
        return edge <= dataNxt || !open;
    }

    /** The subflow is gone: what it did not deliver is for the others. */
    public void onSubflowClosed(Subflow f) {
        retransmission.reinject(f);
        release();
    }

    /** Lets the stream go of what is acknowledged as data and not needed by any subflow for retransmission. */
    @Rfc(value = 8684, section = "3.3.6")
    public void release() {
        long upTo = dataUna;
        for (int i = 0; i < subflows.count(); i++) {
            if (subflows.get(i).isLive()) {
                upTo = Math.min(upTo, subflows.get(i).oldestNeeded());
            }
        }
        if (upTo > released) {
            released = upTo;
            stream.acknowledged(upTo - 1);
            progressed = true;
        }
    }

    /**
     * A silent subflow that keeps acknowledged bytes from being released while another subflow works: more than {@code limit} of
     * them, or fewer if all that can be sent is sent, which is what a full buffer looks like from here.
     *
     * @return null if there is none
     */
    @Rfc(value = 8684, section = "3.3.2")
    public Subflow hostageTaker(long limit) {
        long kept = dataUna - released;
        boolean starved = dataUna == dataNxt && stream.limit() + 1 == dataNxt && kept > 0;
        if (kept <= limit && !starved || subflows.usable() < 2) {
            return null;
        }
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.isLive() && f.isStale() && f.oldestNeeded() == released) {
                return f;
            }
        }
        return null;
    }

    /** True once after bytes of the stream were let go. */
    public boolean takeProgress() {
        boolean p = progressed;
        progressed = false;
        return p;
    }
}
