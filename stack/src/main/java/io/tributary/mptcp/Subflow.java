package io.tributary.mptcp;

import io.tributary.mptcp.fallback.SubflowReset;
import io.tributary.mptcp.mapping.OutboundMappings;
import io.tributary.mptcp.open.JoinHandshake;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.Tcb;

/** One TCP connection of an MPTCP connection: its {@link Tcb} and what MPTCP keeps beside it. */
public final class Subflow {
    private static final int MAX_MAPPINGS = 16_384;
    static final int MAX_TIMEOUTS = 8;

    private final MptcpConnection connection;
    private final int slot;
    private final boolean initial;
    private final OutboundMappings mappings = new OutboundMappings(MAX_MAPPINGS);
    private final SubflowOutbound text;
    private final SubflowInbound sink;
    private final SubflowSignals signals;
    private final SubflowReset reset = new SubflowReset();
    private final SubflowTimers timers = new SubflowTimers();
    private Tcb tcb;
    private SubflowState state;
    private JoinHandshake join;
    private int localAddressId;
    private int remoteAddressId;
    private boolean backupByUs;
    private boolean backupByPeer;
    private boolean stale;
    private boolean mute;
    private boolean answersCapable = true;
    private boolean dssConfirmed;
    private boolean optionsCome = true;
    private long bareAck = -1;
    private int bareInRow;
    private int unanswered;
    private boolean ackedSinceSegment;
    private boolean closing;
    private boolean awaitsInfiniteMapping;
    private CloseReason closeReason;
    private boolean openedByUs;
    private int peerResetReason = -1;
    private boolean peerResetTransient;

    Subflow(MptcpConnection connection, int slot, boolean initial, SubflowState state) {
        this.connection = connection;
        this.slot = slot;
        this.initial = initial;
        this.state = state;
        text = new SubflowOutbound(connection.outbound(), mappings);
        sink = new SubflowInbound(connection, connection.receiver());
        signals = new SubflowSignals(connection.counters(), connection.engine().config().paths().removeRepeats());
    }

    void attach(Tcb opened) {
        tcb = opened;
    }

    /** Options are agreed on: text is mapped from now on. */
    void begin(SubflowState next) {
        sink.begin(MAX_MAPPINGS, connection.keys().checksum());
        tcb.sharedWindow(true);
        state = next;
        if (initial) {
            connection.receiver().advertised(connection.receiver().window());
        }
    }

    public MptcpConnection connection() {
        return connection;
    }

    public Tcb tcb() {
        return tcb;
    }

    /** Index below {@link io.tributary.mptcp.schedule.SubflowsView#MAX}, unique among the connection's subflows. */
    public int slot() {
        return slot;
    }

    /** The one that MP_CAPABLE opened. */
    public boolean isInitial() {
        return initial;
    }

    public SubflowState state() {
        return state;
    }

    void state(SubflowState next) {
        state = next;
    }

    public OutboundMappings mappings() {
        return mappings;
    }

    /** Lowest data position that it may still need from the connection's stream; {@code Long.MAX_VALUE} if none. */
    public long oldestNeeded() {
        return text.oldestNeeded();
    }

    /** It is silent: what it may have to repeat is kept apart, so that the stream can let go of it. */
    void setTextAside() {
        text.setAside(tcb.sndTextUna());
    }

    SubflowOutbound text() {
        return text;
    }

    SubflowInbound sink() {
        return sink;
    }

    public SubflowSignals signals() {
        return signals;
    }

    public SubflowReset reset() {
        return reset;
    }

    SubflowTimers timers() {
        return timers;
    }

    JoinHandshake join() {
        return join;
    }

    void join(JoinHandshake handshake) {
        join = handshake;
    }

    public int localAddressId() {
        return localAddressId;
    }

    public int remoteAddressId() {
        return remoteAddressId;
    }

    void localAddressId(int id) {
        localAddressId = id;
    }

    void remoteAddressId(int id) {
        remoteAddressId = id;
    }

    /** We asked the peer to use it only when no other works. */
    public boolean backupByUs() {
        return backupByUs;
    }

    void backupByUs(boolean on) {
        backupByUs = on;
    }

    /** The peer asked us. */
    public boolean backupByPeer() {
        return backupByPeer;
    }

    void backupByPeer(boolean on) {
        backupByPeer = on;
    }

    /** It timed out and has made no progress since. */
    public boolean isStale() {
        return stale;
    }

    void stale(boolean on) {
        stale = on;
        mute = on;
    }

    /** The same, and nothing at all has come on it since. */
    boolean isMute() {
        return stale && mute;
    }

    /** The peer's latest SYN offered MPTCP, and the next SYN/ACK says so; what counts is the third packet. */
    boolean answersCapable() {
        return answersCapable;
    }

    void answersCapable(boolean on) {
        answersCapable = on;
    }

    /** A segment with data was acknowledged together with a Data ACK: the options pass both ways. */
    boolean isDssConfirmed() {
        return dssConfirmed;
    }

    void dssConfirmed() {
        dssConfirmed = true;
    }

    /** The acknowledgment of data up to here came with MPTCP options, or without any; one that was overtaken on the way says nothing. */
    void optionsCome(boolean on, long ackPosition) {
        if (!on) {
            bareAck = ackPosition;
            optionsCome = false;
        } else if (ackPosition > bareAck) {
            optionsCome = true;
        }
    }

    /** A segment came, with MPTCP options or without. */
    void heard(boolean withOptions) {
        unanswered = 0;
        mute = false;
        bareInRow = withOptions ? 0 : bareInRow + 1;
    }

    /** It is asked whether its window is still closed. */
    public void asked() {
        unanswered++;
    }

    /** It is asked once more, since nothing came back: what is known of its window says nothing about whether it works. */
    public boolean isSilent() {
        return unanswered > 1;
    }

    /** Segments without MPTCP options since the last one that had some. */
    public int bareInRow() {
        return bareInRow;
    }

    public boolean optionsCome() {
        return optionsCome;
    }

    /** Text was acknowledged by the segment being processed. */
    void textAcked() {
        ackedSinceSegment = true;
        stale = false;
    }

    boolean takeTextAcked() {
        boolean was = ackedSinceSegment;
        ackedSinceSegment = false;
        return was;
    }

    /** New data may be given to it. */
    public boolean isUsable() {
        return state.carriesData() && !closing && closeReason == null && !tcb.isClosed();
    }

    /** It may still retransmit what it was given. */
    public boolean isLive() {
        return closeReason == null && !tcb.isClosed();
    }

    /** Ends our direction of it in order, behind what it was given. */
    void finish() {
        if (!closing && closeReason == null) {
            closing = true;
            tcb.requestFin();
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** We reported a wrong checksum on it, the connection's only subflow; the peer has not answered yet. */
    public boolean awaitsInfiniteMapping() {
        return awaitsInfiniteMapping;
    }

    public void awaitInfiniteMapping(boolean on) {
        awaitsInfiniteMapping = on;
    }

    void onClosed(CloseReason reason) {
        closeReason = reason;
    }

    void openedByUs() {
        openedByUs = true;
    }

    /** We sent its SYN. */
    public boolean isOpenedByUs() {
        return initial ? connection.isInitiator() : openedByUs;
    }

    /** The peer's RST carried MP_TCPRST. */
    void onPeerReset(int reason, boolean isTransient) {
        peerResetReason = reason;
        peerResetTransient = isTransient;
    }

    /** -1 if the peer gave none. */
    public int peerResetReason() {
        return peerResetReason;
    }

    public boolean isPeerResetTransient() {
        return peerResetTransient;
    }

    /** Null while it lives. */
    public CloseReason closeReason() {
        return closeReason;
    }

    /** RST with {@code why}, one of the reasons of {@link io.tributary.wire.option.MpTcprstOption}. */
    public void abort(int why, CloseReason reason) {
        reset.because(why, false);
        tcb.abort(reason);
    }

    /** The connection is plain TCP on this subflow from now on: text goes out as the stream goes on. */
    void becomePlain(long dataNxt) {
        state = SubflowState.PLAIN;
        awaitsInfiniteMapping = false;
        timers.clearRemoval();
        signals.keepFailOnly();
        text.becomePlain(dataNxt);
        text.acknowledged(tcb.sndTextUna());
        tcb.sharedWindow(false);
    }

    /** Text that nothing maps waits here. */
    public boolean holdsUnmapped() {
        return sink.holdsUnmapped();
    }

    /**
     * Text came without mapping beside mapped data: it may be what the peer sends a second time for want of a Data ACK, and nobody
     * can tell it from new data.
     */
    public boolean isAmbiguous() {
        return sink.hasDiscarded() || sink.holdsUnmapped() && connection.receiver().hasAny();
    }

    /** What comes from {@code textFrom} on is the stream from data position {@code data}. */
    public void takePlain(long textFrom, long data) {
        sink.becomePlain(textFrom, data, true);
    }

    /** What comes from {@code textFrom} on is kept and not delivered, until {@link #deliverHeld}. */
    public void holdFrom(long textFrom, long data) {
        sink.becomePlain(textFrom, data, false);
    }

    public void deliverHeld() {
        sink.countPlain();
    }

    /** Data position of a text position after a fallback. */
    public long plainData(long textPosition) {
        return sink.plainData(textPosition);
    }

    /** See {@link SubflowInbound#isInLine}. */
    public boolean isInLine(long textPosition, long data) {
        return sink.isInLine(textPosition, data);
    }

    /** Text position of the next byte missing at data level, if this subflow alone carries the data. */
    public long textOfNextData() {
        return sink.textOfNextData();
    }

    /** Puts a signal on its way, once the subflow's own handshake leaves room for one. */
    public void requestSignal() {
        if (signals.isPressing() && (state == SubflowState.ESTABLISHED || state == SubflowState.PLAIN)) {
            tcb.requestPureAck();
        }
    }
}
