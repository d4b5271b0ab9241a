package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ConnectionEvents;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SynRecord;
import io.tributary.tcp.Tcb;
import io.tributary.wire.option.MpTcprstOption;

/**
 * A connection's beginning and end, and what becomes of it as subflows come and go: faults that input has found, subflows
 * that are gone, both directions done, nobody left.
 */
@Rfc(value = 8684, section = {"3.3.3", "D"})
final class Lifecycle {
    private static final long NONE = Long.MAX_VALUE;
    private static final int WINDOW_STEP = 1400;
    /** A subflow that is the only one is given up as late as any TCP connection. */
    private static final int TCP_TIMEOUTS = 15;

    private final MptcpConnection connection;
    private final SubflowHost host;
    private boolean established;
    private boolean counted;
    private boolean faults;
    /** When a connection without subflows is given up. */
    private long abandonNs = NONE;
    /** When an end that the peer does not acknowledge is given up. */
    private long lingerNs = NONE;
    /** When subflows that outlive the connection are reset. */
    private long reapNs = NONE;

    Lifecycle(MptcpConnection connection, SubflowHost host) {
        this.connection = connection;
        this.host = host;
    }

    Tcb connect(ConnectSpec spec, Subflow f, long nowNs) {
        return host.connect(connection, spec, f.text(), f.sink(), new SubflowExtension(connection, f), nowNs);
    }

    Tcb accept(FlowKey key, NetInterface from, SynRecord syn, Subflow f, long nowNs) {
        return host.accept(connection, key, from, syn, f.text(), f.sink(), new SubflowExtension(connection, f), nowNs);
    }

    void begin(Subflow f, Tcb tcb) {
        if (tcb == null) {
            connection.over(CloseReason.NO_RESOURCES);
        } else {
            connection.onFirstSubflow(f, tcb);
        }
    }

    void onEstablished() {
        established = true;
        connection.note(ConnectionEvents.ESTABLISHED);
        if (connection.isMultipath()) {
            counted = true;
            connection.counters().increment(Counter.MP_CURR_ESTAB);
        }
    }

    boolean isEstablished() {
        return established;
    }

    /** Input found something that has consequences for the whole connection. */
    void onFault() {
        faults = true;
    }

    void onOver() {
        abandonNs = NONE;
        lingerNs = NONE;
        connection.dataFin().finish();
        if (counted) {
            connection.counters().add(Counter.MP_CURR_ESTAB, -1);
        }
    }

    void settle(long nowNs) {
        Subflows list = connection.subflows();
        if (faults) {
            faults = false;
            for (int i = 0; i < list.count(); i++) {
                fault(list.get(i), nowNs);
            }
        }
        connection.fastClose().settle(nowNs);
        for (int i = list.count() - 1; i >= 0; i--) {
            Subflow f = list.get(i);
            if (f.closeReason() != null && !f.tcb().owesReset()) {
                list.remove(i);
                onGone(f, nowNs);
            }
        }
        if (connection.isMultipath() && !connection.isClosed()) {
            end(nowNs);
            watchOutbound(nowNs);
        }
        if (connection.isClosed() && reapNs == NONE && connection.isMultipath() && list.count() > 0) {
            reapNs = nowNs + connection.engine().config().close().closeTimeoutNs();
        }
    }

    private void fault(Subflow f, long nowNs) {
        faults |= f.isLive() && f.sink().mayFail();
        if (f.isLive() && f.sink().hasFailed()) {
            connection.fallback().onChecksumFailure(f, f.sink().failedText(), f.sink().failedData(), nowNs);
        }
    }

    private void onGone(Subflow f, long nowNs) {
        if (connection.isMultipath()) {
            connection.addresses().events().subflowClosed(f);
            connection.sender().onSubflowClosed(f);
        }
        if (connection.subflows().count() == 1) {
            connection.subflows().get(0).tcb().setMaxTimeouts(TCP_TIMEOUTS);
        }
        if (connection.subflows().count() == 0 && !connection.isClosed()) {
            onLastGone(f, nowNs);
        }
    }

    /** A subflow came up: nobody waits for one any more. */
    void onJoined() {
        abandonNs = NONE;
    }

    /** As plain TCP the connection ends with its subflow. */
    void onPlain() {
        abandonNs = NONE;
        lingerNs = NONE;
    }

    private void onLastGone(Subflow f, long nowNs) {
        if (!established || !connection.isMultipath() || !connection.keys().isRemoteKnown()) {
            connection.over(f.closeReason());
        } else if (abandonNs == NONE) {
            abandonNs = nowNs + connection.engine().config().close().closeTimeoutNs();
        }
    }

    /** Both directions are done: the subflows follow. An end that stays without answer is not waited for for ever. */
    private void end(long nowNs) {
        if (connection.dataFin().state().isDone()) {
            finishAll();
            connection.over(CloseReason.NORMAL);
        } else if (!connection.sender().finRidesAcks() || connection.sender().dataUna() < connection.sender().dataNxt()) {
            lingerNs = NONE;
        } else if (lingerNs == NONE) {
            lingerNs = nowNs + connection.engine().config().close().closeTimeoutNs();
        }
    }

    /** Subflows of which our direction has ended are none to send by: they may stay for the peer's sake, what we have to say may not wait for ever. */
    @Rfc(value = 8684, section = "3.3.3")
    private void watchOutbound(long nowNs) {
        if (connection.isClosed() || connection.subflows().count() == 0) {
            return;
        }
        if (connection.subflows().usable() > 0 || !connection.keys().isRemoteKnown() || !connection.sender().owes()
            || connection.subflows().anyCarries()) {
            abandonNs = NONE;
        } else if (abandonNs == NONE) {
            abandonNs = nowNs + connection.engine().config().close().closeTimeoutNs();
        }
    }

    /**
     * FIN on every subflow; RST on those whose SYN nobody answered, and on those that have fallen silent and would first have to
     * deliver what is delivered, if there is a better one to tell the peer that we have everything. One that the peer still uses may
     * be the only one by which it can hear that.
     */
    private void finishAll() {
        Subflow best = connection.subflows().best();
        boolean healthy = best != null && !best.isStale();
        for (int i = 0; i < connection.subflows().count(); i++) {
            Subflow f = connection.subflows().get(i);
            if (f.isLive() && f.state() == SubflowState.JOIN_SYN_SENT) {
                f.abort(MpTcprstOption.UNSPECIFIED, CloseReason.ABORTED);
            } else if (f.isLive() && f.isMute() && healthy) {
                f.abort(MpTcprstOption.TOO_MUCH_OUTSTANDING, CloseReason.NORMAL);
            } else if (f.isLive()) {
                f.finish();
            }
        }
    }

    private void reap() {
        for (int i = 0; i < connection.subflows().count(); i++) {
            if (connection.subflows().get(i).isLive()) {
                connection.subflows().get(i).abort(MpTcprstOption.UNSPECIFIED, CloseReason.TIMED_OUT);
            }
        }
    }

    /** Signals that wait, and news of a window that the reader has opened: on every subflow, as each sender looks at its own. */
    void requestAcks(long nowNs) {
        boolean windowNews = connection.receiver().owesWindowUpdate(WINDOW_STEP);
        for (int i = 0; i < connection.subflows().count(); i++) {
            Subflow f = connection.subflows().get(i);
            if (f.isUsable()) {
                f.requestSignal();
            }
            if (f.isLive()) {
                if (windowNews && f.state().carriesData()) {
                    f.tcb().requestAck();
                }
                f.timers().mappingAwaited(f.sink().lacksMapping(), nowNs, f.tcb().rtoNs());
                if (f.sink().hasOverflowed()) {
                    dropUnmapped(f);
                }
            }
        }
    }

    /**
     * A path that is silent must not keep the others' data from being released, nor one that is slow while the writer waits; each
     * must find its own when it has to repeat it.
     */
    @Rfc(value = 8684, section = {"3.3.2", "3.3.6"})
    void freeHostages() {
        long limit = connection.engine().config().data().retention();
        for (Subflow f = connection.sender().hostageTaker(limit); f != null; f = connection.sender().hostageTaker(limit)) {
            f.setTextAside();
            connection.sender().release();
        }
    }

    void onTimers(long nowNs) {
        for (int i = 0; i < connection.subflows().count(); i++) {
            subflowTimers(connection.subflows().get(i), nowNs);
        }
        if (connection.isMultipath() && !connection.isClosed() && !connection.sender().retransmission().onTimer(nowNs)) {
            connection.fastClose().send(CloseReason.TIMED_OUT);
        }
        if (abandonNs <= nowNs) {
            connection.fastClose().send(CloseReason.TIMED_OUT);
        }
        if (lingerNs <= nowNs) {
            finishAll();
            connection.over(CloseReason.TIMED_OUT);
        }
        connection.fastClose().onTimers(nowNs);
        if (reapNs <= nowNs) {
            reapNs = NONE;
            reap();
        }
    }

    /** A box may have joined two segments and kept the options of one: on an only subflow the data level repairs that. */
    @Rfc(value = 8684, section = "3.3.1")
    private void dropUnmapped(Subflow f) {
        if (connection.fallback().isAlone(f)) {
            f.sink().discardUnmapped();
        } else {
            resetUnmapped(f);
        }
    }

    /** Text without mapping will not become data. */
    @Rfc(value = 8684, section = {"3.3.1", "3.7"})
    private void resetUnmapped(Subflow f) {
        connection.counters().increment(Counter.MP_DSS_CORRUPTION_RESET);
        f.abort(MpTcprstOption.MIDDLEBOX_INTERFERENCE, CloseReason.PROTOCOL_ERROR);
    }

    private void subflowTimers(Subflow f, long nowNs) {
        if (f.timers().isMappingOverdue(nowNs)) {
            f.timers().mappingAwaited(false, nowNs, 0);
            if (f.isLive() && f.sink().lacksMapping() && connection.isMultipath()) {
                dropUnmapped(f);
            }
        }
        if (f.timers().isJoinAckDue(nowNs)) {
            if (f.timers().joinAcksExhausted()) {
                f.timers().clearJoinAck();
                f.abort(MpTcprstOption.MPTCP_ERROR, CloseReason.TIMED_OUT);
            } else {
                f.timers().armJoinAck(nowNs, f.tcb().rtoNs());
                f.tcb().requestPureAck();
            }
        }
        if (f.timers().areKeysOverdue(nowNs)) {
            f.timers().clearKeys();
            if (f.state() == SubflowState.CAPABLE_SYN_RECEIVED) {
                f.abort(MpTcprstOption.UNSPECIFIED, CloseReason.TIMED_OUT);
            }
        }
        if (f.timers().isRemovalDue(nowNs)) {
            f.timers().clearRemoval();
            connection.counters().increment(Counter.MP_RM_SUBFLOW);
            f.abort(MpTcprstOption.UNSPECIFIED, CloseReason.TIMED_OUT);
        }
    }

    long deadlineNs() {
        return Math.min(Math.min(abandonNs, connection.fastClose().deadlineNs()), Math.min(lingerNs, reapNs));
    }
}
