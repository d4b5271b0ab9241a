package io.tributary.tcp;

/** What a Tcb tells the owner of the flow table. */
public interface TcbHost {
    /** Both directions are done; only late segments are left to answer for 2 MSL. The flow may be handed to something smaller. */
    void onTimeWait(Tcb tcb, long nowNs);

    /** The handshake is complete. */
    void onEstablished(Tcb tcb);

    /** The flow is gone. */
    void onClosed(Tcb tcb, long nowNs);
}
