package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.connection.ConnectionEvents;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.data.DataRetransmission;
import io.tributary.wire.option.MpTcprstOption;

/** What happens to one subflow and matters to the others, or to the application. */
public final class SubflowEvents {
    private final MptcpConnection connection;
    private final Lifecycle lifecycle;
    private final Subflows subflows;
    private final Counters counters;
    private final DataRetransmission retransmission;
    private byte[] peerSynOptions = {};
    private int icmpError = -1;

    SubflowEvents(MptcpConnection connection, Lifecycle lifecycle) {
        this.connection = connection;
        this.lifecycle = lifecycle;
        this.subflows = connection.subflows();
        this.counters = connection.counters();
        this.retransmission = connection.sender().retransmission();
    }

    byte[] peerSynOptions() {
        return peerSynOptions;
    }

    int icmpError() {
        return icmpError;
    }

    /** TCP's handshake is done; for a join, the third packet goes out now. */
    void onTcpEstablished(Subflow f, long nowNs) {
        if (f.isInitial()) {
            peerSynOptions = f.tcb().peerSynOptions();
            lifecycle.onEstablished();
            if (f.state() == SubflowState.CAPABLE_SYN_RECEIVED) {
                f.timers().armKeys(nowNs);
            }
        } else if (f.state() == SubflowState.PRE_ESTABLISHED) {
            f.timers().armJoinAck(nowNs, f.tcb().rtoNs());
        }
    }

    void onJoined(Subflow f) {
        subflows.established();
        lifecycle.onJoined();
        connection.addresses().remote().put(f.remoteAddressId(), f.tcb().key().remoteHi(), f.tcb().key().remoteLo(),
            f.tcb().key().remotePort());
        connection.addresses().events().subflowEstablished(f);
        for (int i = 0; i < subflows.count(); i++) {
            Subflow other = subflows.get(i);
            other.tcb().setMaxTimeouts(Subflow.MAX_TIMEOUTS);
            if (other.isStale()) {
                retransmission.reinject(other);
            }
        }
    }

    void onTextAcked(Subflow f) {
        if (f.isStale()) {
            f.reset().because(MpTcprstOption.UNSPECIFIED, false);
            counters.increment(Counter.MP_SUBFLOW_RECOVER);
        }
        f.textAcked();
        if (f.state() == SubflowState.PLAIN) {
            connection.note(ConnectionEvents.WRITABLE);
        }
    }

    @Rfc(value = 8684, section = "3.3.6")
    void onTimeout(Subflow f) {
        if (f.state().carriesData() && !f.isStale()) {
            f.stale(true);
            counters.increment(Counter.MP_SUBFLOW_STALE);
            if (subflows.usable() > 1) {
                f.reset().because(MpTcprstOption.UNACCEPTABLE_PERFORMANCE, true);
                retransmission.reinject(f);
            }
        }
    }

    /** The only path has been silent for long: the owner hears so; of several, the others go on. */
    @Rfc(value = 9293, section = "3.8.3")
    void onStall(Subflow f, int timeouts) {
        if (timeouts >= connection.options().userTimeout().reportAfter() && connection.options().reports() && subflows.usable() <= 1) {
            connection.note(ConnectionEvents.STALLED);
        }
    }

    /** The end of one direction of one subflow, never that of the data: ours may go on if there is no other. */
    @Rfc(value = 8684, section = "3.3.3")
    void onFin(Subflow f) {
        if (f.state() != SubflowState.PLAIN && subflows.usable() > 1) {
            f.finish();
        }
    }

    void onSoftError(Subflow f) {
        if (f.isInitial() && connection.options().reports()) {
            icmpError = f.tcb().icmpError();
            connection.note(ConnectionEvents.SOFT_ERROR);
        }
    }

    /** A mapping arrived whole and its checksum is wrong. */
    void onChecksumFailure() {
        lifecycle.onFault();
    }

    /** Unverified bytes of other copies in this place are not theirs any more. */
    void takenOver(SubflowInbound by, int mapping, long from, long to) {
        long start = Math.max(from, connection.receiver().rcvNxt());
        for (int i = 0; i < subflows.count() && start < to; i++) {
            SubflowInbound sink = subflows.get(i).sink();
            if (sink.mappings() != null) {
                sink.mappings().takenOver(start, to, sink == by ? mapping : -1);
            }
        }
    }

    /** Our direction of all subflows from one of our addresses ends in order. */
    public void finishFrom(int localAddressId) {
        for (int i = 0; i < subflows.count(); i++) {
            if (subflows.get(i).localAddressId() == localAddressId && subflows.get(i).isUsable()) {
                counters.increment(Counter.MP_RM_SUBFLOW);
                subflows.get(i).finish();
            }
        }
    }

    /** The subflows from one of our addresses are to be used by both sides only when no other works, or again like any other. */
    @Rfc(value = 8684, section = "3.3.8")
    void prioritize(int localAddressId, boolean backup) {
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.localAddressId() == localAddressId && f.isUsable() && f.backupByUs() != backup) {
                connection.paths().prioritize(f.slot(), backup);
            }
        }
    }

    /** Subflows that use a withdrawn address are asked for a sign of life. */
    @Rfc(value = 8684, section = "3.4.2")
    public void probe(int remoteAddressId, long nowNs) {
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.remoteAddressId() == remoteAddressId && f.isUsable()) {
                f.timers().armRemoval(nowNs, f.tcb().rtoNs());
                f.tcb().probe();
            }
        }
    }
}
