package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.mptcp.mapping.DataSequence;
import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.Tcb;
import io.tributary.tcp.TcpExtension;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.OptionPlan;

/** A subflow's place inside its Tcb: hands everything on to the connection's readers and writers. */
final class SubflowExtension implements TcpExtension {
    /** DSS with 64-bit numbers, with or without checksum. */
    private static final int DATA_OPTION = 28;
    /** MP_CAPABLE with both keys and the length of the first data. */
    private static final int KEYS_OPTION = 24;

    private final MptcpConnection connection;
    private final Subflow subflow;

    SubflowExtension(MptcpConnection connection, Subflow subflow) {
        this.connection = connection;
        this.subflow = subflow;
    }

    @Override
    public boolean onSynAck(SegmentView s, Tcb tcb, long nowNs) {
        return connection.reader().onSynAck(subflow, s, nowNs);
    }

    @Override
    public boolean onSegment(SegmentView s, Tcb tcb, long nowNs) {
        return connection.reader().onSegment(subflow, s, nowNs);
    }

    @Override
    public void onRepeatedSyn(SegmentView s, Tcb tcb) {
        connection.reader().onRepeatedSyn(subflow, s);
    }

    @Override
    public void onReset(SegmentView s, Tcb tcb, long nowNs) {
        connection.reader().onReset(subflow, s, nowNs);
    }

    @Override
    public void onEstablished(Tcb tcb, long nowNs) {
        connection.subflowEvents().onTcpEstablished(subflow, nowNs);
    }

    @Override
    public void onTextAcked(Tcb tcb, long upTo, long nowNs) {
        if (upTo > 0) {
            connection.subflowEvents().onTextAcked(subflow);
        }
    }

    @Override
    public void onRetransmissionTimeout(Tcb tcb, int count, long nowNs) {
        connection.subflowEvents().onTimeout(subflow);
        connection.subflowEvents().onStall(subflow, count);
    }

    @Override
    public void onFin(Tcb tcb, long nowNs) {
        connection.subflowEvents().onFin(subflow);
    }

    @Override
    public void onClosed(Tcb tcb, CloseReason reason, long nowNs) {
        subflow.onClosed(reason);
        connection.wake();
    }

    @Override
    public void onSoftError(Tcb tcb, long nowNs) {
        connection.subflowEvents().onSoftError(subflow);
    }

    @Override
    public void planOptions(OptionPlan plan, Tcb tcb, int flags, long text, int length) {
        connection.writer().plan(subflow, plan, flags, text, length);
    }

    @Override
    public int synOptionLength(boolean answer) {
        return answer ? MpCapableOption.SYN_ACK_LENGTH : MpCapableOption.SYN_LENGTH;
    }

    @Override
    public int dataOptionLength() {
        return switch (subflow.state()) {
            case PLAIN -> 0;
            case CAPABLE_SYN_SENT, KEYS_SENT -> KEYS_OPTION;
            default -> DATA_OPTION;
        };
    }

    /** A segment has one mapping. */
    @Override
    public int limitSegment(Tcb tcb, long text, int length) {
        long m = subflow.state() == SubflowState.PLAIN ? -1 : subflow.mappings().find(text);
        return m < 0 ? length : (int) Math.min(length, subflow.mappings().text(m) + subflow.mappings().length(m) - text);
    }

    /** MPTCP signalling says nothing about losses, nor does an ACK that brings news at data level. */
    @Override
    @Rfc(value = 8684, section = {"3", "4"})
    public boolean countsAsDuplicate(SegmentView s, Tcb tcb) {
        if (subflow.state() == SubflowState.PLAIN) {
            return true;
        }
        ReceivedOptions o = connection.engine().options().parse(s.options, s.flags);
        if (o.hasSignalling()) {
            return false;
        }
        if (!o.hasDss()) {
            return true;
        }
        if (o.dss().hasDataFin()) {
            return false;
        }
        long idsn = connection.keys().localIdsn();
        return !o.dss().hasDataAck()
            || (int) o.dss().dataAck() == (int) DataSequence.dsn(idsn, connection.sender().dataUna());
    }
}
