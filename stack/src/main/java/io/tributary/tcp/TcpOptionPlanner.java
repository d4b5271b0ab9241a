package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;

/**
 * Who gets the 40 bytes of a segment, in order: TCP's own handshake options or timestamps, the extension, SACK blocks.
 * Paddings are NOPs in front of what they align, where Linux puts them, and only as far as the segment would be padded anyway: the
 * longest ADD_ADDR still fits beside timestamps.
 */
@Rfc(value = 9293, section = "3.2")
final class TcpOptionPlanner {
    private TcpOptionPlanner() {
    }

    static void plan(OptionPlan plan, Tcb t, int flags, long text, int payload, long nowNs) {
        boolean syn = (flags & TcpFlags.SYN) != 0;
        boolean answer = (flags & TcpFlags.ACK) != 0;
        OpenSettings config = t.config.open();
        boolean stamped = t.timestamps.enabled() || syn && !answer && config.timestamps();
        if (stamped && syn && t.fastOpen != null && t.fastOpen.displacesTimestamps(t, answer)) {
            stamped = false;
        }
        if (syn) {
            TcpOptionWriter.mss(plan, PathSize.receiveMss(t));
            boolean sack = answer ? t.sackPermitted : config.sack();
            plan.nops(sack == stamped ? 0 : 2);
            if (sack) {
                TcpOptionWriter.sackPermitted(plan);
            }
        }
        if (stamped) {
            TcpOptionWriter.timestamps(plan, t.timestamps.value(nowNs), answer ? t.timestamps.echo() : 0);
        }
        if (syn && (answer ? t.peerScalesWindows : config.windowScaling())) {
            plan.nops(1);
            TcpOptionWriter.windowScale(plan, t.rcv.wndShift);
        }
        if (syn && t.fastOpen != null) {
            t.fastOpen.plan(plan, t);
        }
        int own = plan.length();
        t.extension.planOptions(plan, t, flags, text, payload);
        boolean alone = plan.length() == own;
        if (!syn && stamped && alone) {
            plan.nopsInFront(2);
        }
        if ((flags & TcpFlags.RST) == 0) {
            t.socket.patience.plan(plan, syn);
        }
        if (t.sackPermitted && !syn && (t.rcv.outOfOrder.size() > 0 || t.sacks.hasDuplicate()) && (flags & TcpFlags.RST) == 0) {
            t.sacks.plan(plan, t.rcv.outOfOrder, t.rcv.irs, t.rcv.nxt);
        }
        if (!syn && stamped && !alone && plan.length() % 4 == 2) {
            plan.nopsInFront(2);
        }
    }
}
