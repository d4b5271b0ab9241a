package io.tributary.mptcp.fallback;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.Subflow;
import io.tributary.tcp.CloseReason;

/**
 * Ending the whole connection at once. We send RST with MP_FASTCLOSE on every subflow and keep no state; of the peer we take
 * that and the form on an ACK alike.
 */
@Rfc(value = 8684, section = "3.5")
public final class FastClose {
    private final MptcpConnection connection;

    public FastClose(MptcpConnection connection) {
        this.connection = connection;
    }

    /** Our side ends it; before the keys are exchanged and after a fallback by plain RST. */
    public void send(CloseReason reason) {
        boolean keyed = connection.isMultipath() && connection.keys().isRemoteKnown();
        for (int i = 0; i < connection.subflows().count(); i++) {
            Subflow f = connection.subflows().get(i);
            if (keyed) {
                f.reset().fastclose(connection.keys().remoteKey());
            }
            f.tcb().abort(reason);
        }
        connection.over(reason);
    }

    /**
     * The peer ends it, with our key as proof: RST on every subflow.
     *
     * @param reset the subflow that the peer's RST has ended already, which nothing answers; null if it came on an ACK
     */
    public void onReceived(Subflow reset, long nowNs) {
        connection.counters().increment(Counter.MP_FASTCLOSE_RX);
        for (int i = 0; i < connection.subflows().count(); i++) {
            Subflow f = connection.subflows().get(i);
            if (f != reset) {
                f.tcb().abort(CloseReason.RESET);
            }
        }
        connection.over(CloseReason.RESET);
    }
}
