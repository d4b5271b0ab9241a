package io.tributary.mptcp.data;

import io.tributary.Rfc;
import io.tributary.buffer.RangeSet;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.Subflows;
import io.tributary.mptcp.fallback.Fallback;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;

/**
 * Data that has to travel again, and the timer of the data level. A subflow repeats its own losses; here is what no subflow
 * will bring any more: data of a subflow that timed out or died, data that a subflow delivered and the peer did not take, the
 * DATA_FIN, and the question after a closed window.
 */
@Rfc(value = 8684, section = "3.3.6")
public final class DataRetransmission {
    private static final long NONE = Long.MAX_VALUE;
    private static final long DEFAULT_RTO_NS = 1_000_000_000L;
    private static final long MAX_RTO_NS = 60_000_000_000L;
    private static final int MAX_RANGES = 512;
    private static final int CHUNK = 64 * 1024;
    private static final int MAX_ATTEMPTS = 12;
    private static final int MAX_UNANSWERED = 15;

    private final DataSender sender;
    private final DataFin fin;
    private final Subflows subflows;
    private final Fallback fallback;
    private final Counters counters;
    private final RangeSet queue = new RangeSet(MAX_RANGES);
    private long deadlineNs = NONE;
    private int attempts;
    /** Questions after a closed window since the peer was last heard. */
    private int unanswered;
    /** Data below this was sent before a timeout of the data level: the head is repeated as it moves up to here. */
    private long recoveryPoint;

    DataRetransmission(DataSender sender, DataFin fin, Subflows subflows, Fallback fallback, Counters counters) {
        this.sender = sender;
        this.fallback = fallback;
        this.fin = fin;
        this.subflows = subflows;
        this.counters = counters;
    }

    /** First position that waits to travel again; -1 if none. */
    long nextFrom() {
        queue.removeBelow(sender.dataUna());
        return queue.isEmpty() ? -1 : queue.from(0);
    }

    /** Bytes that wait to travel again. */
    long waiting() {
        queue.removeBelow(sender.dataUna());
        return queue.total();
    }

    long nextTo() {
        return queue.to(0);
    }

    /** Bytes of the first piece that waits. */
    long nextLength() {
        return nextFrom() < 0 ? 0 : nextTo() - nextFrom();
    }

    /** What travelled again stays without Data ACK: the next attempt had better take another path. */
    boolean isRepeated() {
        return attempts > 1;
    }

    void taken(long from, long to) {
        queue.remove(from, to);
    }

    /** Queues what {@code f} has not delivered. */
    public void reinject(Subflow f) {
        for (long m = f.mappings().first(); m < f.mappings().end(); m++) {
            long from = Math.max(sender.dataUna(), f.mappings().unacknowledgedData(m));
            queue.add(from, f.mappings().data(m) + f.mappings().length(m));
        }
    }

    /** The peer discarded everything from {@code data} on that {@code f} brought: whatever is not elsewhere travels again. */
    @Rfc(value = 8684, section = "3.7")
    public void reinjectFrom(long data) {
        queue.add(Math.max(data, sender.dataUna()), sender.dataNxt());
    }

    void onProgress(boolean dataAdvanced, long nowNs) {
        attempts = 0;
        deadlineNs = NONE;
        if (dataAdvanced && sender.dataUna() < recoveryPoint && carrierOfHead() == null) {
            queueHead();
        }
        arm(nowNs);
    }

    /** The peer said something at data level: a closed window may last for ever, silence may not. */
    void onHeard() {
        unanswered = 0;
    }

    /** Runs while there is something that only this timer would notice. */
    void arm(long nowNs) {
        if (!hasReason()) {
            deadlineNs = NONE;
        } else if (deadlineNs == NONE) {
            deadlineNs = nowNs + timeoutNs();
        }
    }

    private boolean hasReason() {
        return sender.dataUna() < sender.dataNxt() || sender.finRidesAcks() || sender.isBlockedByWindow();
    }

    private long timeoutNs() {
        long rto = 0;
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.isUsable() && !f.isStale()) {
                rto = Math.max(rto, f.tcb().rtoNs());
            }
        }
        long base = rto == 0 ? DEFAULT_RTO_NS : rto;
        return Math.min(base << Math.min(attempts, 16), MAX_RTO_NS);
    }

    public long deadlineNs() {
        return deadlineNs;
    }

    /** @return false if the peer has not reacted for so long that the connection is to be given up */
    public boolean onTimer(long nowNs) {
        if (nowNs < deadlineNs) {
            return true;
        }
        deadlineNs = NONE;
        if (sender.dataUna() < sender.dataNxt()) {
            data();
        } else if (sender.finRidesAcks()) {
            attempts++;
            end();
        } else if (sender.isBlockedByWindow()) {
            attempts = Math.min(attempts + 1, MAX_ATTEMPTS - 1);
            probeWindow();
        }
        arm(nowNs);
        return attempts <= MAX_ATTEMPTS && unanswered <= MAX_UNANSWERED;
    }

    /**
     * Our DATA_FIN goes out again; and if that does not help, with a question: one that takes us for plain TCP by now has to answer
     * it, and shows that by the answer.
     */
    @Rfc(value = 8684, section = {"3.3.3", "3.7"})
    private void end() {
        Subflow best = subflows.best();
        if (best == null || attempts <= 1 || !fallback.onFinUnacknowledged(best)) {
            sender.repeatFin();
            if (best != null && attempts > 1) {
                best.tcb().probe();
            }
        }
    }

    /** If the head is on no working subflow any more, yet not acknowledged, it travels again. */
    private void data() {
        Subflow carrier = carrierOfHead();
        if (carrier != null) {
            if (carrier.tcb().pipe() == 0) {
                probe(carrier);
            }
            return;
        }
        Subflow best = subflows.best();
        if (best != null && !best.isStale() && !fallback.onDataUnacknowledged(best)) {
            attempts++;
            recoveryPoint = sender.dataNxt();
            queueHead();
            probeClosed();
        }
    }

    /** A subflow that was told of a closed window last, and missed the news since, could carry what others cannot. */
    private void probeClosed() {
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.isUsable() && f.tcb().sndWnd() == 0 && f.tcb().pipe() == 0) {
                probe(f);
            }
        }
    }

    private void queueHead() {
        long head = sender.dataUna();
        queue.add(head, Math.min(head + CHUNK, sender.dataNxt()));
    }

    /** A subflow in working order that still has an unacknowledged copy of the head; or null. */
    private Subflow carrierOfHead() {
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.isLive() && !f.isStale() && f.mappings().isOutstanding(sender.dataUna())) {
                return f;
            }
        }
        return null;
    }

    /** First on the best path; an unanswered probe says nothing about the others, so the next go out on all. */
    @Rfc(value = 8684, section = "3.3.5")
    private void probeWindow() {
        Subflow best = subflows.best();
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f == best || attempts > 1 && f.isUsable()) {
                f.asked();
                probe(f);
            }
        }
        unanswered += best == null ? 0 : 1;
    }

    private void probe(Subflow f) {
        counters.increment(Counter.MP_WIN_PROBE);
        f.tcb().probe();
    }
}
