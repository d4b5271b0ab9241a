package io.tributary.mptcp.fallback;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.SubflowState;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.TcpState;
import io.tributary.wire.option.MpFastcloseOption;
import io.tributary.wire.option.OptionPlan;

/**
 * Ending the whole connection at once. As Linux does, we send RST with MP_FASTCLOSE on every subflow and keep no state; where an abort
 * is to be confirmed, MP_FASTCLOSE on an ACK on one subflow, until the peer's RST comes. Of the peer we take both forms.
 */
@Rfc(value = 8684, section = "3.5")
public final class FastClose {
    private static final long NONE = Long.MAX_VALUE;
    private static final int REPETITIONS = 3;

    private final MptcpConnection connection;
    /** Where we wait for the peer's RST; null: we do not. */
    private Subflow asked;
    private int repetitions;
    private long deadlineNs = NONE;

    public FastClose(MptcpConnection connection) {
        this.connection = connection;
    }

    /** Our side ends it; before the keys are exchanged and after a fallback by plain RST. */
    public void send(CloseReason reason) {
        if (connection.isClosed()) {
            return;
        }
        boolean keyed = connection.isMultipath() && connection.keys().isRemoteKnown();
        asked = keyed && reason == CloseReason.ABORTED && connection.closeSettings().confirmedAborts() ? confirming() : null;
        for (int i = 0; i < connection.subflows().count(); i++) {
            Subflow f = connection.subflows().get(i);
            if (f == asked) {
                f.tcb().socket().mute();
                f.tcb().requestPureAck();
            } else {
                if (keyed && asked == null) {
                    f.reset().fastclose(connection.keys().remoteKey());
                }
                f.tcb().abort(reason);
            }
        }
        if (asked != null) {
            connection.dataFin().awaitReset();
        }
        connection.over(reason);
    }

    /** The subflow whose peer is sure to have our key and likely to answer; null if there is none. */
    private Subflow confirming() {
        Subflow f = connection.subflows().best();
        boolean open = f != null && f.state() == SubflowState.ESTABLISHED && !f.isStale()
            && (f.tcb().state() == TcpState.ESTABLISHED || f.tcb().state() == TcpState.CLOSE_WAIT);
        return open ? f : null;
    }

    /** MP_FASTCLOSE went out on an ACK, and no RST has come. */
    public boolean isWaiting() {
        return asked != null;
    }

    /** Each segment while it waits. */
    public void plan(OptionPlan plan) {
        if (MpFastcloseOption.encode(plan, connection.keys().remoteKey())) {
            connection.counters().increment(Counter.MP_FASTCLOSE_TX);
        }
    }

    /** Between inputs: starts to wait, or has waited enough. */
    public void settle(long nowNs) {
        if (asked == null) {
            return;
        }
        if (asked.closeReason() != null) {
            confirmed();
        } else if (deadlineNs == NONE) {
            deadlineNs = nowNs + (asked.tcb().rtoNs() << repetitions);
        }
    }

    public long deadlineNs() {
        return deadlineNs;
    }

    /** No RST came: the option goes out again, and in the end on a RST, so that boxes on the way forget the connection. */
    public void onTimers(long nowNs) {
        if (deadlineNs > nowNs) {
            return;
        }
        deadlineNs = NONE;
        if (repetitions++ < REPETITIONS) {
            asked.tcb().requestPureAck();
        } else {
            Subflow f = asked;
            confirmed();
            f.reset().fastclose(connection.keys().remoteKey());
            f.tcb().abort(CloseReason.ABORTED);
        }
    }

    private void confirmed() {
        asked = null;
        deadlineNs = NONE;
        connection.dataFin().confirmed();
    }

    /**
     * The peer ends it, with our key as proof: RST on every subflow. The same if both sides do it at once.
     *
     * @param reset the subflow that the peer's RST has ended already, which nothing answers; null if it came on an ACK
     */
    public void onReceived(Subflow reset) {
        connection.counters().increment(Counter.MP_FASTCLOSE_RX);
        for (int i = 0; i < connection.subflows().count(); i++) {
            Subflow f = connection.subflows().get(i);
            if (f != reset) {
                f.tcb().abort(CloseReason.RESET);
            }
        }
        if (asked != null) {
            confirmed();
        }
        connection.over(CloseReason.RESET);
    }
}
