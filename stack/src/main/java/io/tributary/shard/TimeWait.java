package io.tributary.shard;

import io.tributary.Rfc;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SegmentWriter;
import io.tributary.tcp.Tcb;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.TcpOptionWriter;

/** What is left of a connection for 2 MSL: enough to answer late segments, and to let a newer incarnation through. */
@Rfc(value = 9293, section = {"3.6.1", "3.10.7.4"})
@Rfc(value = 1337, section = "3")
@Rfc(value = 6191, section = "2", deviation = "a SYN that is refused is answered with an ACK, as RFC 9293 section 3.10.7.4 says, "
    + "and not dropped silently")
final class TimeWait implements SegmentTarget {
    private final TimeWaitTable table;
    private final FlowKey key;
    private final NetInterface out;
    private final int sndNxt;
    private final int rcvNxt;
    private final boolean timestamps;
    private final int tsRecent;
    private final int tsOffset;
    /** The table's: when it ends, and its neighbours in line. */
    long deadlineNs;
    TimeWait previous;
    TimeWait next;

    TimeWait(TimeWaitTable table, Tcb t) {
        this.table = table;
        this.key = t.key();
        this.out = t.networkInterface();
        this.sndNxt = t.sndNxtNo();
        this.rcvNxt = t.rcvNxtNo();
        this.timestamps = t.timestamps().enabled();
        this.tsRecent = t.timestamps().echo();
        this.tsOffset = t.timestamps().value(0);
    }

    FlowKey key() {
        return key;
    }

    /** Number behind the last one we sent. */
    int sndNxt() {
        return sndNxt;
    }

    /**
     * A RST is ignored (RFC 1337); a repetition of the peer's FIN starts 2 MSL anew; whatever takes a number gets the last ACK
     * again. Bare ACKs get none: two flows in TIME-WAIT that disagree would answer each other for ever.
     */
    @Override
    public void onSegment(SegmentView s, long nowNs) {
        if (s.has(TcpFlags.RST)) {
            return;
        }
        if (s.has(TcpFlags.FIN) && s.seqNo + s.sequenceLength() == rcvNxt) {
            table.restart(this, nowNs);
        }
        if (s.sequenceLength() > 0) {
            SegmentWriter w = table.writer();
            w.barePlan().reset();
            if (timestamps) {
                TcpOptionWriter.timestamps(w.barePlan(), (int) (nowNs / 1_000_000) + tsOffset, tsRecent);
            }
            w.writeBare(out, key, sndNxt, rcvNxt, TcpFlags.ACK, 0);
        }
    }

    /** Whether this SYN can only come from a newer incarnation. */
    boolean yieldsTo(SegmentView s) {
        if (!s.has(TcpFlags.SYN) || s.has(TcpFlags.ACK) || s.has(TcpFlags.RST)) {
            return false;
        }
        boolean largerIsn = s.seqNo - rcvNxt > 0;
        if (!timestamps) {
            return largerIsn || s.options.hasTimestamps();
        }
        if (!s.options.hasTimestamps()) {
            return largerIsn;
        }
        int newer = s.options.tsVal() - tsRecent;
        return newer > 0 || newer == 0 && largerIsn;
    }
}
