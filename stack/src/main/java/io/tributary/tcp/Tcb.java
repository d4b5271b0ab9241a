package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.buffer.Doorbell;
import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.ip.FlowKey;
import io.tributary.ip.IcmpErrorView;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.tcp.congestion.CongestionControl;
import io.tributary.tcp.congestion.Ecn;
import io.tributary.tcp.loss.LossRecovery;
import io.tributary.tcp.loss.RttEstimator;
import io.tributary.tcp.loss.SentSegments;
import io.tributary.tcp.receive.AckPolicy;
import io.tributary.tcp.receive.ChallengeAck;
import io.tributary.tcp.receive.SackGenerator;
import io.tributary.tcp.receive.TimestampState;
import io.tributary.wire.TcpFlags;

/**
 * One TCP connection's control block: the variables and parts, and the surface that its owner uses. What segments do to it is
 * in {@link SegmentArrives}, what timers do in {@link Timeouts}, what it sends in {@link Transmitter}.
 *
 * <p>Positions count from the SYN (0). <em>Text positions</em>, which the streams and the extension see, count from the first
 * byte of the stream: behind the SYN and behind SYN payload that was consumed apart from the stream.
 */
@Rfc(value = 9293, section = "3.3.1")
public final class Tcb implements SegmentTarget {
    final TcpContext context;
    final TcpConfig config;
    final TcbHost host;
    final FlowKey key;
    final NetInterface out;
    final OutboundStream text;
    final InboundStream sink;
    final TcpExtension extension;
    final Doorbell ready;

    final SendState snd = new SendState();
    final ReceiveState rcv = new ReceiveState();
    final TimestampState timestamps = new TimestampState();
    final SentSegments sent = new SentSegments();
    final RttEstimator rtt;
    final CongestionControl congestion;
    final AckFacts facts = new AckFacts();
    final Ecn ecn;
    final Pacing pacing;
    final LossRecovery loss;
    final PathSize path;
    final AckPolicy acks;
    final SackGenerator sacks = new SackGenerator();
    final ChallengeAck challenges;
    final TcpTimers timers = new TcpTimers();
    final SocketState socket;

    TcpState state;
    boolean passive;
    boolean drivenSyn;
    boolean offerExtension = true;
    boolean sackPermitted;
    boolean peerScalesWindows;
    boolean sharedWindow;
    byte[] synPayload = {};
    /** Null: this connection has nothing to do with it. */
    FastOpen fastOpen;
    byte[] peerSynOptions = {};
    int synsSent;
    boolean synOwed;
    long synSentNs;
    long lastSendNs;
    boolean finRequested;
    int persistBackoff;
    boolean pureAckOwed;
    boolean probeOwed;
    boolean resetOwed;
    boolean retired;
    /** The extension has not heard yet that this connection is over. */
    boolean goodbyeOwed;
    int maxTimeouts;
    /** Timeouts since the peer last acknowledged something new, or answered a probe. */
    int timeouts;
    /** Option bytes of the latest data segment, padded: what a segment's payload must leave room for. */
    int dataOptions;
    /** Where the segment starts whose options are being planned. */
    long plannedPosition;
    int icmpError = -1;
    long bytesSent;
    long retransmits;
    CloseReason closeReason;

    /** @param own this connection's settings; null for those of the context */
    public Tcb(TcpContext context, TcpConfig own, TcbHost host, FlowKey key, NetInterface out, OutboundStream text, InboundStream sink,
               TcpExtension extension, Doorbell ready) {
        this.context = context;
        this.host = host;
        this.key = key;
        this.out = out;
        this.text = text;
        this.sink = sink;
        this.extension = extension;
        this.ready = ready;
        this.config = own == null ? context.config() : own;
        this.rtt = new RttEstimator(config.recovery().initialRtoNs(), config.recovery().minRtoNs(), config.recovery().maxRtoNs());
        this.snd.mss = PathSize.defaultMss(this);
        this.congestion = config.congestion().controller(snd.mss);
        this.ecn = new Ecn(config.congestion().ecn());
        this.pacing = new Pacing(config.congestion().pacing());
        this.loss = new LossRecovery(sent, rtt, congestion, config.recovery(), context.counters());
        this.path = new PathSize(loss.sizeProbe());
        this.challenges = new ChallengeAck(config.open().challengeAcks());
        this.acks = new AckPolicy();
        this.maxTimeouts = config.recovery().dataRetries();
        this.socket = new SocketState(this, config.socket());
    }

    // ---- what the wire side calls

    @Override
    public void onSegment(SegmentView s, long nowNs) {
        socket.onSegment(s);
        SegmentArrives.process(this, s, nowNs);
        ready.ring();
    }

    public void onTimers(long nowNs) {
        Timeouts.process(this, nowNs);
    }

    @Override
    public void onIcmpError(IcmpErrorView e, long nowNs) {
        IcmpErrors.process(this, e, nowNs);
    }

    /** @return false if the device took nothing more: call again later */
    public boolean transmit(long nowNs) {
        return socket.afterTransmit(Transmitter.transmit(this, nowNs), nowNs);
    }

    public long deadlineNs() {
        return Math.min(timers.earliestNs(), acks.dueNs());
    }

    // ---- opening

    /** Before it is opened. */
    public void fastOpen(FastOpen f) {
        fastOpen = f;
    }

    /** Starts an active open; the SYN goes out with the next transmit. */
    public void openActive(byte[] payload, boolean drivenSyn, long nowNs) {
        UserCalls.openActive(this, payload, drivenSyn, nowNs);
    }

    /** Starts a passive open from a SYN; the SYN/ACK goes out with the next transmit. */
    public void openPassive(SynRecord syn, long nowNs) {
        UserCalls.openPassive(this, syn, nowNs);
    }

    /** Sends the SYN of a driven active open once more. */
    public void repeatSyn(boolean withExtension) {
        if (state == TcpState.SYN_SENT) {
            offerExtension = withExtension;
            synOwed = true;
            ready.ring();
        }
    }

    /** False once a SYN is to go out without the extension's option. */
    public boolean offersExtension() {
        return offerExtension;
    }

    /** SYN or SYN/ACK transmissions, the one being planned included. */
    public int synsSent() {
        return synsSent;
    }

    /** Raw options of the peer's SYN/ACK, empty before. */
    public byte[] peerSynOptions() {
        return peerSynOptions;
    }

    // ---- what the owner asks for

    /** An ACK goes out with the next transmit; any segment satisfies it. */
    public void requestAck() {
        acks.immediately();
        ready.ring();
    }

    /** A segment without payload goes out with the next transmit, for options that do not fit beside data. */
    public void requestPureAck() {
        pureAckOwed = true;
        ready.ring();
    }

    /** A segment one octet below the window goes out with the next transmit: the peer must answer it. */
    public void probe() {
        probeOwed = true;
        ready.ring();
    }

    /** FIN behind all text of the outbound stream. */
    public void requestFin() {
        finRequested = true;
        ready.ring();
    }

    /** RST with the next transmit; the state is CLOSED at once, the extension hears it after that transmit. */
    public void abort(CloseReason reason) {
        UserCalls.abort(this, reason);
    }

    /** The window this connection advertises is the sink's alone, at every moment: it is shared with other subflows. */
    public void sharedWindow(boolean on) {
        sharedWindow = on;
    }

    /** Consecutive timeouts after which this connection is given up. */
    public void setMaxTimeouts(int n) {
        maxTimeouts = n;
    }

    /**
     * Takes the payload of {@code s} out of the stream: it counts as received, and text position 0 is behind it. Only for the
     * first text, in order.
     *
     * @return its length; the bytes are the caller's business now
     */
    public int takeOutsideText(SegmentView s) {
        return TextArrives.takeOutside(this, s);
    }

    /** What the application may ask for and learn beyond the two streams. */
    public SocketState socket() {
        return socket;
    }

    // ---- what the owner may know

    public FlowKey key() {
        return key;
    }

    public NetInterface networkInterface() {
        return out;
    }

    public TcpState state() {
        return state;
    }

    public boolean isClosed() {
        return state == TcpState.CLOSED || state == TcpState.TIME_WAIT;
    }

    /** True while a RST is still to be written. */
    public boolean owesReset() {
        return resetOwed;
    }

    public int irs() {
        return rcv.irs;
    }

    /** Text received in order. */
    public long rcvTextNxt() {
        return Math.max(0, Math.min(rcv.nxt, rcv.finPosition) - rcv.textBase);
    }

    public long sndTextUna() {
        return Math.max(0, Math.min(snd.una, snd.finPosition) - snd.textBase);
    }

    public long sndTextNxt() {
        return Math.max(0, Math.min(snd.nxt, snd.finPosition) - snd.textBase);
    }

    /** Text position of the segment's first payload byte; below {@link #rcvTextNxt()} for duplicates. */
    public long textOf(SegmentView s) {
        return s.seqPosition - rcv.textBase + (s.has(TcpFlags.SYN) ? 1 : 0);
    }

    /** The segment's first payload byte, or what stands for it, is the next one expected. */
    public boolean isInOrder(SegmentView s) {
        return s.seqPosition + (s.has(TcpFlags.SYN) ? 1 : 0) == rcv.nxt;
    }

    /**
     * While options are planned: the window that the peer will go on believing, whatever the segment says, unless it says more
     * or nothing; -1 if the segment's own counts.
     */
    public long windowKeptByPeer() {
        return AdvertisedWindow.keptByPeer(this, plannedPosition);
    }

    /** The segment's window field in bytes. */
    public long scaledWindow(SegmentView s) {
        return s.has(TcpFlags.SYN) ? s.window : (long) s.window << snd.wndShift;
    }

    /** The peer's window, bytes beyond the acknowledged. */
    public long sndWnd() {
        return snd.wnd;
    }

    /** For people and scripts; allocates. */
    public TcpInfo info(long nowNs) {
        return TcpInfos.of(this, nowNs);
    }

    public long cwnd() {
        return congestion.cwnd();
    }

    public String congestionName() {
        return congestion.name();
    }

    public long pipe() {
        return loss.pipe();
    }

    /** 0 before the first sample. */
    public long srttNs() {
        return rtt.srttNs();
    }

    public long rtoNs() {
        return rtt.rtoNs();
    }

    /** Payload bytes of a full wire segment, beside the options that data segments carry. */
    @Rfc(value = 9293, section = "3.7.1")
    public int effectiveMss() {
        return Math.max(8, snd.mss - dataOptions - (bytesSent == 0 ? extension.dataOptionLength() : 0));
    }

    /** Payload bytes of a larger segment that is to be tried out now, if there is enough text: see {@link MtuProbe}; 0: none. */
    public int probePayload() {
        return path.probe.due(this);
    }

    /** Most payload bytes that one packet to the device can carry. */
    public int maxSegment() {
        return Transmitter.maxPayload(this);
    }

    /**
     * New text bytes that could be sent right now, beyond what is assigned already: whole segments, or less if nothing is in
     * flight or {@code wanted} bytes are all there is. 0 while losses wait for repair.
     */
    public long sendSpace(long wanted, long nowNs) {
        return Transmitter.sendSpace(this, wanted, nowNs);
    }

    /** Wire number of SND.NXT. */
    public int sndNxtNo() {
        return snd.seqNo(snd.nxt);
    }

    /** Wire number of RCV.NXT. */
    public int rcvNxtNo() {
        return rcv.irs + (int) rcv.nxt;
    }

    public TimestampState timestamps() {
        return timestamps;
    }

    /** Type &lt;&lt; 8 | code of the last ICMP error; -1 if none. */
    public int icmpError() {
        return icmpError;
    }

    // ---- inside the package

    void counted(Counter c) {
        context.counters().increment(c);
    }

    void enter(TcpState next, long nowNs) {
        UserCalls.enter(this, next);
    }

    void close(CloseReason reason, long nowNs) {
        UserCalls.end(this, reason, nowNs);
    }
}
