package io.tributary.mptcp.data;

import io.tributary.Rfc;
import io.tributary.buffer.OutboundStream;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.Subflows;
import io.tributary.mptcp.fallback.Fallback;
import io.tributary.mptcp.schedule.Scheduler;
import io.tributary.mptcp.schedule.SubflowsView;

/**
 * The sending half at data level: gives chunks of the stream to subflows that can send them right now, reinjections
 * first, inside the connection's window; and lets the stream go of what nobody needs any more.
 */
@Rfc(value = 8684, section = {"3.3.5", "3.3.6"})
public final class DataSender {
    private static final int SILLY_WINDOW = 1400;
    /** How often at most, in the time that its flight takes, what a slow subflow may have to repeat is copied aside. */
    private static final int COPIES = 8;

    private final OutboundStream stream;
    private final DataFin fin;
    private final Subflows subflows;
    private final Counters counters;
    private final DataRetransmission retransmission;
    private final Placement placement;
    private final RedundantCopies copies;
    private final HeadOfLine head;
    private final Retention retention;
    private long dataUna = 1;
    private long dataNxt = 1;
    private long edge = 1;
    private boolean finAnnounced;
    /** Position behind the highest data that travelled again. */
    private long againUpTo;
    /** Slots that carried what travelled again last. */
    private long lastAgain;
    private boolean progressed;
    private boolean noDelay;
    /** Behind the last chunk that was no whole segment. */
    private long smallEnd;

    public DataSender(OutboundStream stream, DataFin fin, Subflows subflows, DataSettings settings, Scheduler scheduler, Fallback fallback,
                      Counters counters) {
        this.stream = stream;
        this.fin = fin;
        this.subflows = subflows;
        this.counters = counters;
        this.retransmission = new DataRetransmission(this, fin, subflows, fallback, counters);
        this.placement = new Placement(subflows, scheduler);
        this.copies = new RedundantCopies(this, subflows, placement);
        this.head = new HeadOfLine(settings, subflows, placement, counters);
        this.retention = new Retention(stream, subflows);
    }

    public long dataUna() {
        return dataUna;
    }

    /** Position of the next byte that was never given to a subflow. */
    public long dataNxt() {
        return dataNxt;
    }

    /** Something of ours, the end included, has not been acknowledged. */
    public boolean owes() {
        return dataUna < dataNxt || unsent() > 0 || fin.isUnacknowledged();
    }

    /** What is not acknowledged was sent once, in order: a peer that takes text for data misses nothing and gets nothing twice. */
    public boolean isContiguous() {
        return againUpTo <= dataUna && retransmission.nextFrom() < 0;
    }

    public DataRetransmission retransmission() {
        return retransmission;
    }

    public Scheduler scheduler() {
        return placement.scheduler();
    }

    /** Another one decides from the next chunk on. */
    public void scheduler(Scheduler next) {
        placement.scheduler(next);
        copies.reset();
    }

    /** When there is something to do at the latest: data to repeat, or a scheduler that waits to be asked again. */
    public long deadlineNs() {
        return Math.min(retransmission.deadlineNs(), placement.wakeNs());
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
        retransmission.onHeard();
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
        SubflowsView view = placement.view();
        placement.look(Math.max(unsent(), retransmission.nextLength()), nowNs);
        view.window = edge - dataUna;
        view.unsent = unsent();
        view.headRepairs = head.repairs();
        boolean more = true;
        while (more && view.hasSpace()) {
            more = assignAgain(nowNs) || !scheduler().isRedundant() && assignNew(nowNs);
            view.excluded = 0;
        }
        if (scheduler().isRedundant() && view.hasSpace()) {
            copies.assign(nowNs);
        }
        if (isBlocked() && view.hasSpace()) {
            againUpTo = Math.max(againUpTo, head.unblock(dataUna, dataNxt - dataUna, nowNs));
        }
        finAnnounced |= placement.isFinGiven();
        if (isFinDue()) {
            announceFin();
        }
        retransmission.arm(nowNs);
    }

    /** Bytes that were never given to a subflow. */
    public long unsent() {
        return stream.limit() + 1 - dataNxt;
    }

    /** Bytes that could go out on a subflow with room: new, or again. */
    public long waiting() {
        return unsent() + retransmission.waiting();
    }

    private boolean assignAgain(long nowNs) {
        long from = retransmission.nextFrom();
        if (from < 0) {
            return false;
        }
        SubflowsView view = placement.view();
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
        long chosen = placement.choose(from, length, true, nowNs);
        view.excluded = 0;
        if (chosen == 0) {
            return false;
        }
        lastAgain = chosen;
        int bytes = placement.give(chosen, from, Math.min(length, placement.chosenLength()), false);
        againUpTo = Math.max(againUpTo, from + bytes);
        retransmission.taken(from, from + bytes);
        counters.increment(Counter.MP_RETRANS);
        return bytes > 0;
    }

    private boolean assignNew(long nowNs) {
        long permitted = permitted();
        if (permitted <= 0) {
            return false;
        }
        long chosen = placement.choose(dataNxt, permitted, false, nowNs);
        return chosen != 0 && giveNew(chosen, Math.min(permitted, placement.chosenLength())) > 0;
    }

    private int giveNew(long chosen, long length) {
        int bytes = placement.give(chosen, dataNxt, length, stream.ended() && length == unsent());
        dataNxt += bytes;
        placement.view().unsent -= bytes;
        smallEnd = bytes < segment() ? dataNxt : smallEnd;
        return bytes;
    }

    /** New data for one subflow, which has everything before it. @return how many bytes there were that may go */
    int giveNew(long chosen) {
        long permitted = permitted();
        return permitted <= 0 ? 0 : giveNew(chosen, permitted);
    }

    /** Data for one subflow that others have sent before. */
    int giveCopy(long chosen, long from, long length) {
        int bytes = placement.give(chosen, from, length, false);
        againUpTo = Math.max(againUpTo, from + bytes);
        return bytes;
    }

    /** Bytes of new data that may be given away now, wherever there is room. */
    private long permitted() {
        long available = unsent();
        long permitted = Math.min(available, edge - dataNxt);
        return permitted <= 0 || isSilly(permitted, available) || isHeldBack(permitted) ? 0 : permitted;
    }

    /** More could be sent but for the lowest byte without Data ACK: the peer's window is used up, or the stream's buffer is full. */
    public boolean isBlocked() {
        return dataUna < dataNxt && (isWindowFull() || isBufferFull());
    }

    /** The peer's window for the connection is used up, and there is more. */
    public boolean isWindowFull() {
        long available = unsent();
        return available > 0 && (edge <= dataNxt || isSilly(edge - dataNxt, available));
    }

    /** Whoever writes waits until something is let go of, and what there is was sent. */
    private boolean isBufferFull() {
        return unsent() < segment() && !stream.ended() && stream.room() < SILLY_WINDOW;
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

    /** What waits is small, and waits for what is in flight. */
    public boolean isHeldBack() {
        return isHeldBack(unsent());
    }

    private int segment() {
        Subflow f = subflows.best();
        return f == null ? 1 : f.tcb().effectiveMss();
    }

    /** A sliver of window: the peer will open it further when what is on its way has arrived. */
    @Rfc(value = 9293, section = "3.8.6.2.1")
    private boolean isSilly(long permitted, long available) {
        return permitted < available && permitted < SILLY_WINDOW && dataUna < dataNxt && permitted < segment();
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

    /** More waits than may be sent, and nothing on its way will bring news of it: a window is closed, as far as is known. */
    @Rfc(value = 8684, section = "3.3.5")
    boolean isBlockedByWindow() {
        return dataUna == dataNxt && unsent() > 0;
    }

    /** The subflow is gone: what it did not deliver is for the others. */
    public void onSubflowClosed(Subflow f) {
        retransmission.reinject(f);
        head.forget(f);
        release();
    }

    /** Lets the stream go of what is acknowledged as data and not needed by any subflow for retransmission. */
    @Rfc(value = 8684, section = "3.3.6")
    public void release() {
        progressed |= retention.release(dataUna);
    }

    /**
     * A subflow that keeps acknowledged bytes from being released while another works: a silent one, more than {@code limit} of
     * them, or any if all that can be sent is sent; one that is only slow, if the writer waits for it and there would be room.
     *
     * @return null if there is none
     */
    @Rfc(value = 8684, section = {"3.3.2", "3.3.6"})
    public Subflow hostageTaker(long limit) {
        long kept = retention.kept(dataUna);
        Subflow f = kept == 0 || subflows.usable() < 2 ? null : retention.hostageTaker();
        if (f == null) {
            return null;
        }
        boolean starved = dataUna == dataNxt && unsent() == 0;
        boolean worthCopying = kept >= SILLY_WINDOW && kept >= (f.mappings().textEnd() - f.tcb().sndTextUna()) / COPIES;
        boolean slow = worthCopying && isBufferFull() && placement.view().hasSpace();
        return f.isStale() && (kept > limit || starved) || slow ? f : null;
    }

    /** True once after bytes of the stream were let go. */
    public boolean takeProgress() {
        boolean p = progressed;
        progressed = false;
        return p;
    }
}
