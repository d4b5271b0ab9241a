package io.tributary.mptcp.fallback;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.mapping.DataSequence;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.option.MpTcprstOption;

/**
 * Leaving MPTCP: when the handshake does not complete, when options do not get through, when payload is changed. With one
 * subflow and nothing missing the connection goes on as plain TCP on it, for good; else only the subflow is reset.
 */
@Rfc(value = 8684, section = "3.7")
public final class Fallback {
    private static final int NEVER = 0;
    private static final int OWED = 1;
    private static final int DONE = 2;
    /** Segments in a row without MPTCP options: the peer, or the path, has stopped. */
    private static final int BARE = 2;

    private final MptcpConnection connection;
    private String reason;
    private int infiniteMapping = NEVER;
    private long infiniteFrom;
    private long infiniteText = -1;
    private long failureNs;
    private long saidNs;

    public Fallback(MptcpConnection connection) {
        this.connection = connection;
    }

    /** Null while the connection is MPTCP. */
    public String reason() {
        return reason;
    }

    /** The first subflow came up without the options that MPTCP needs: plain TCP from the first byte. */
    public void atHandshake(Subflow f, Counter counter, String why) {
        connection.counters().increment(counter);
        enter(f, 0, 1, false, why);
    }

    /** The peer acknowledged data without a Data ACK, though none was ever seen. @return false if {@code f} was reset */
    public boolean onMissingDataAck(Subflow f) {
        if (!isAlone(f)) {
            f.abort(MpTcprstOption.MIDDLEBOX_INTERFERENCE, CloseReason.PROTOCOL_ERROR);
            return false;
        }
        connection.counters().increment(Counter.MP_DSS_FALLBACK);
        return linear(f, "data acknowledged without Data ACK");
    }

    /**
     * Data that the only subflow delivered stays without Data ACK. If the peer's options have stopped altogether it takes what
     * comes as plain TCP by now, and data sent again would be delivered again.
     *
     * @return true if this is settled: the connection is plain TCP now, or {@code f} was reset
     */
    public boolean onDataUnacknowledged(Subflow f) {
        if (!isAlone(f) || f.optionsCome()) {
            return false;
        }
        connection.counters().increment(Counter.MP_DSS_FALLBACK);
        linear(f, "options stopped");
        return true;
    }

    /**
     * Our DATA_FIN stays without answer, though what comes on the only subflow shows that the peer is there. Text without mapping
     * that waits for what is missing before it may still tell more.
     *
     * @return true if this is settled, as above
     */
    public boolean onFinUnacknowledged(Subflow f) {
        if (!isAlone(f) || f.bareInRow() < BARE || f.holdsUnmapped() || f.isAmbiguous()) {
            return false;
        }
        connection.counters().increment(Counter.MP_DSS_FALLBACK);
        linear(f, "DATA_FIN answered without options");
        return true;
    }

    /** In-order text from {@code text} on comes without any mapping, though nothing before it is missing. */
    @Rfc(value = 8684, section = "3.7", deviation = "silent fallback of the peer is followed on an only subflow, as Linux does; "
        + "the RFC would reset it when a receive window of unmapped data has come")
    public void onUnmappedText(Subflow f, long text, long data) {
        connection.counters().increment(connection.receiver().hasAny() ? Counter.MP_DSS_FALLBACK : Counter.MP_CAPABLE_DATA_FALLBACK);
        enter(f, text, data, false, "data without mapping");
    }

    /** Whether {@code f} is and was the connection's only subflow. */
    public boolean isAlone(Subflow f) {
        return f.isInitial() && connection.subflows().everEstablished() == 1 && connection.subflows().isOnly(f);
    }

    /** A mapping of length 0: what follows on {@code f}, and what lies between it and the last good byte, is the stream. */
    public void onInfiniteMapping(Subflow f, long text, long data) {
        if (!connection.subflows().isOnly(f)) {
            amongOthers(f, text, data);
        } else if (f.tcb().rcvTextNxt() == 0 && text >= 0 && data == connection.receiver().rcvNxt()) {
            enter(f, text, data, true, "infinite mapping");
        } else if (data - text == connection.receiver().rcvNxt() - f.textOfNextData() && !f.awaitsInfiniteMapping()) {
            // text that came without mapping before is none that was sent a second time: its place is told now
            enter(f, f.textOfNextData(), connection.receiver().rcvNxt(), true, "infinite mapping");
        } else {
            linear(f, "infinite mapping");
        }
    }

    /** The peer has ended its other subflows, though we have not heard of that yet; so be it, if nothing is on its way over them. */
    private void amongOthers(Subflow f, long text, long data) {
        long rcvNxt = connection.receiver().rcvNxt();
        boolean settled = data <= rcvNxt && connection.receiver().isContiguous()
            && connection.sender().dataUna() == connection.sender().dataNxt();
        if (settled) {
            enter(f, text + rcvNxt - data, rcvNxt, true, "infinite mapping");
        } else {
            connection.counters().increment(Counter.MP_DSS_CORRUPTION_RESET);
            f.abort(MpTcprstOption.MPTCP_ERROR, CloseReason.PROTOCOL_ERROR);
        }
    }

    /**
     * A mapping with a wrong checksum. Called between inputs.
     *
     * @param text where it starts in the subflow
     * @param data where it starts in the data
     */
    @Rfc(value = 8684, section = "3.7")
    public void onChecksumFailure(Subflow f, long text, long data, long nowNs) {
        connection.counters().increment(Counter.MP_DATA_CSUM_ERR);
        long dsn = DataSequence.dsn(connection.keys().remoteIdsn(), data);
        boolean contiguous = connection.receiver().rcvNxt() == data && f.isInLine(text, data);
        boolean only = connection.subflows().isOnly(f);
        if (only && !contiguous) {
            connection.receiver().discardFrom(data);
        }
        if (!only || !contiguous) {
            f.reset().fail(dsn);
            f.tcb().abort(CloseReason.PROTOCOL_ERROR);
            return;
        }
        connection.resetOthers(f, MpTcprstOption.MIDDLEBOX_INTERFERENCE);
        failureNs = nowNs;
        saidNs = nowNs;
        f.awaitInfiniteMapping(true);
        f.holdFrom(text, data);
        f.signals().fail(dsn);
        f.tcb().requestPureAck();
    }

    /**
     * MP_FAIL on a segment that is not a RST: the peer got changed payload on its only path.
     *
     * @param dsn where it was changed
     * @return false if {@code f} was reset
     */
    public boolean onFail(Subflow f, long dsn) {
        connection.counters().increment(Counter.MP_FAIL_RX);
        if (!connection.subflows().isOnly(f)) {
            discarded(dsn);
            f.abort(MpTcprstOption.MIDDLEBOX_INTERFERENCE, CloseReason.PROTOCOL_ERROR);
            return false;
        }
        if (f.awaitsInfiniteMapping()) {
            return confirm(f);
        }
        f.signals().fail(DataSequence.dsn(connection.keys().remoteIdsn(), connection.receiver().rcvNxt()));
        f.tcb().requestPureAck();
        return linear(f, "MP_FAIL");
    }

    /**
     * The peer has discarded all data from {@code dsn} on. What no other subflow has of it travels again; where there is none, it
     * waits for one, as for any path that broke: we open none for it.
     */
    @Rfc(value = 8684, section = "3.7")
    public void discarded(long dsn) {
        connection.sender().retransmission().reinjectFrom(DataSequence.position(connection.keys().localIdsn(), dsn));
    }

    /** We reported a wrong checksum and nothing has come back: says it again, and goes on without an answer after a while. */
    public void onNoAnswer(Subflow f, long patienceNs, long nowNs) {
        if (nowNs - failureNs >= patienceNs) {
            confirm(f);
        } else if (nowNs - saidNs >= f.tcb().srttNs()) {
            saidNs = nowNs;
            f.signals().fail(DataSequence.dsn(connection.keys().remoteIdsn(), connection.receiver().rcvNxt()));
            f.requestSignal();
        }
    }

    /** @return false if {@code f} was reset */
    private boolean confirm(Subflow f) {
        f.awaitInfiniteMapping(false);
        if (!connection.sender().isContiguous()) {
            reset(f);
            return false;
        }
        connection.counters().increment(Counter.MP_DSS_CORRUPTION_FALLBACK);
        infiniteMapping = OWED;
        infiniteFrom = connection.sender().dataUna();
        reason = "checksum failure";
        connection.leaveMptcp(f);
        f.deliverHeld();
        return true;
    }

    /**
     * Text goes on where data goes on; we say so. Not if nobody can tell where that is.
     *
     * @return false if the subflow was reset for that
     */
    private boolean linear(Subflow f, String why) {
        if (f.awaitsInfiniteMapping()) {
            return confirm(f);
        }
        if (f.isAmbiguous()) {
            reset(f);
            return false;
        }
        return enter(f, f.textOfNextData(), connection.receiver().rcvNxt(), true, why);
    }

    private void reset(Subflow f) {
        connection.counters().increment(Counter.MP_FALLBACK_FAILED);
        connection.counters().increment(Counter.MP_DSS_CORRUPTION_RESET);
        f.abort(MpTcprstOption.MIDDLEBOX_INTERFERENCE, CloseReason.PROTOCOL_ERROR);
    }

    /** Both sides know a failed mapping, but what {@code f} brings is not the stream in order: nothing can be delivered. */
    @Rfc(value = 8684, section = "3.7")
    public void onFailureNotContiguous(Subflow f) {
        f.reset().fail(DataSequence.dsn(connection.keys().remoteIdsn(), connection.receiver().rcvNxt()));
        f.tcb().abort(CloseReason.PROTOCOL_ERROR);
    }

    /** @return false if {@code f} was reset, since the peer would take twice what was sent twice */
    private boolean enter(Subflow f, long text, long data, boolean announce, String why) {
        if (reason != null) {
            return true;
        }
        if (!connection.sender().isContiguous()) {
            reset(f);
            return false;
        }
        reason = why;
        infiniteMapping = announce ? OWED : DONE;
        infiniteFrom = connection.sender().dataUna();
        connection.leaveMptcp(f);
        f.takePlain(text, data);
        return true;
    }

    /** The next segment with data is to carry the infinite mapping, and so is each repetition of the one that did: from text {@code text} on. */
    public boolean owesInfiniteMapping(long text) {
        return infiniteMapping == OWED || infiniteMapping == DONE && text == infiniteText;
    }

    /** The segment with text from {@code text} on carries it. */
    public void infiniteMappingSent(long text) {
        infiniteText = text;
        infiniteMapping = DONE;
    }

    /** Data position that the infinite mapping names: behind the last byte known to be intact. */
    public long infiniteFrom() {
        return infiniteFrom;
    }
}
