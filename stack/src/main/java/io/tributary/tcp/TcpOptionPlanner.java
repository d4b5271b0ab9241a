package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;

/**
 * Who gets the 40 bytes of a segment, in order: TCP's own handshake options or timestamps, the extension, SACK blocks.
 * Timestamps are not padded, so that the longest ADD_ADDR still fits beside them.
 */
@Rfc(value = 9293, section = "3.2")
final class TcpOptionPlanner {
    private TcpOptionPlanner() {
    }

    static void plan(OptionPlan plan, Tcb t, int flags, long text, int payload, long nowNs) {
        boolean syn = (flags & TcpFlags.SYN) != 0;
        boolean answer = (flags & TcpFlags.ACK) != 0;
        OpenSettings config = t.config.open();
        if (syn) {
            TcpOptionWriter.mss(plan, t.receiveMss());
            if (answer ? t.sackPermitted : config.sack()) {
                TcpOptionWriter.sackPermitted(plan);
            }
        }
        boolean scarce = syn && t.fastOpen != null && t.fastOpen.plan(plan, t);
        boolean stamped = t.timestamps.enabled() || syn && !answer && config.timestamps();
        if (stamped && !scarce) {
            TcpOptionWriter.timestamps(plan, t.timestamps.value(nowNs), answer ? t.timestamps.echo() : 0);
        }
        if (syn && (answer ? t.peerScalesWindows : config.windowScaling())) {
            plan.nops(1);
            TcpOptionWriter.windowScale(plan, t.rcv.wndShift);
        }
        t.extension.planOptions(plan, t, flags, text, payload);
        if (stamped && scarce && !TcpOptionWriter.timestamps(plan, t.timestamps.value(nowNs), answer ? t.timestamps.echo() : 0) && answer) {
            t.timestamps.giveUp();
            t.dataOptions = 0;
        }
        if (t.sackPermitted && !syn && t.rcv.outOfOrder.size() > 0 && (flags & TcpFlags.RST) == 0) {
            t.sacks.plan(plan, t.rcv.outOfOrder, t.rcv.irs);
        }
    }
}
