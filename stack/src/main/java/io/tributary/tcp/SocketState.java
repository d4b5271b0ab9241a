package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.tcp.SocketOptions.Sending;
import io.tributary.tcp.receive.RoundTripGuess;

/** What one connection's application asked for, as it stands now, and the parts that act on it. */
public final class SocketState {
    private final Tcb t;
    final SmallSegments small;
    final KeepAliveProbes keepAlive;
    final Patience patience;
    final Orphan orphan;
    final UrgentData urgent;
    private SocketOptions options;
    private final RoundTripGuess roundTrip = new RoundTripGuess();
    private int receivedDscp;
    private boolean mute;
    long lastReceivedNs;

    SocketState(Tcb t, SocketOptions options) {
        this.t = t;
        this.options = options;
        small = new SmallSegments(t);
        keepAlive = new KeepAliveProbes(t);
        patience = new Patience(t, options.userTimeout());
        orphan = new Orphan(t);
        urgent = new UrgentData(t);
    }

    public SocketOptions options() {
        return options;
    }

    /** What changes takes effect with the next transmit. */
    public void apply(SocketOptions next) {
        SocketOptions before = options;
        options = next;
        Sending s = next.sending();
        if (before.sending().cork() && !s.cork() || !before.sending().noDelay() && s.noDelay()) {
            small.push();
        }
        if (s.maxSegment() > 0 && t.state.isSynchronized()) {
            t.path.clamp(t, s.maxSegment());
        }
        t.timers.keepAliveNs = TcpTimers.NONE;
        patience.changed(before.userTimeout(), next.userTimeout());
        t.ready.ring();
    }

    int segmentClamp() {
        int clamp = options.sending().maxSegment();
        return clamp == 0 ? Integer.MAX_VALUE : clamp;
    }

    /** Starts or ends a run of immediate ACKs. */
    public void quickAck(boolean on) {
        t.acks.quick(on, t.rcv.segmentSize, t.sink.window());
        t.ready.ring();
    }

    /** DSCP of the latest segment received, 0 to 63. */
    @Rfc(value = 9293, section = "3.9.1.9")
    public int receivedDscp() {
        return receivedDscp;
    }

    /** Bytes that the application has written and that were never sent. */
    public long notSent() {
        return Math.max(0, t.text.limit() - t.sndTextNxt());
    }

    public UrgentData urgent() {
        return urgent;
    }

    /** What the peer's User Timeout Option said last, nanoseconds; 0: none came. */
    public long peerUserTimeoutNs() {
        return patience.remoteNs();
    }

    /** The application is done with the connection. */
    public void close(long nowNs) {
        orphan.close(nowNs);
    }

    /** From now on segments without text are all it sends, and nothing is repeated: what it was given to send is nobody's any more. */
    public void mute() {
        mute = true;
        t.timers.clearAll();
    }

    boolean isMute() {
        return mute;
    }

    /** Nobody reads what comes. */
    public boolean isOrphaned() {
        return orphan.isOrphaned();
    }

    // ---- hooks of the Tcb

    void onSegment(SegmentView s) {
        receivedDscp = s.dscp;
    }

    /** A segment passed the checks of sequence number, RST and SYN. */
    void onAcceptable(SegmentView s, long nowNs) {
        lastReceivedNs = nowNs;
        keepAlive.answered();
        patience.received(s.options);
    }

    /** Text was taken in order. */
    void onTextTaken(SegmentView s, long nowNs) {
        if (t.timestamps.enabled() && s.options.hasTimestamps()) {
            if (s.payloadLength >= t.rcv.segmentSize) {
                roundTrip.onEcho(t.timestamps.roundTripNs(s.options.tsEcr(), nowNs));
            }
        } else {
            roundTrip.onText(t.rcv.nxt, Math.max(0, t.rcv.edge - t.rcv.nxt), nowNs);
        }
    }

    /** A receiver's guess if there is one, as text says nothing about our own sending; else the sender's estimate. */
    long roundTripNs() {
        return roundTrip.ns() > 0 ? roundTrip.ns() : t.rtt.srttNs();
    }

    /** New text went out in [from, to). */
    void onTextSent(long from, long to, long nowNs) {
        small.onSent(from, to);
        t.acks.onTextSent(nowNs, options.receiving().delayedAckNs());
    }

    /** It has sent what it could: all, or until the device was full. @return {@code all} */
    boolean afterTransmit(boolean all, long nowNs) {
        keepAlive.arm(nowNs);
        patience.arm(nowNs);
        orphan.arm(nowNs);
        return all;
    }

    void onTimers(long nowNs) {
        small.onTimer(nowNs);
        patience.onTimer(nowNs);
        orphan.onTimer(nowNs);
        keepAlive.onTimer(nowNs);
    }
}
