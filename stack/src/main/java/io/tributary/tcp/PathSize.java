package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.ip.IcmpErrorView;
import io.tributary.ip.PathMtu;
import io.tributary.metrics.Counter;
import io.tributary.tcp.PathSettings.MtuProbing;
import io.tributary.tcp.loss.SizeProbe;

/**
 * How large this connection's packets may be: what the peer takes, what routers were heard to say about the path, and what was
 * found out by trying. Sizes are those of whole packets, in bytes.
 *
 * <p>A router's word that packets are too big counts at once as long as none of that size has been acknowledged. Afterwards
 * it has to wait until the segment it is about times out, and is forgotten when that is acknowledged: who cannot see the connection
 * cannot make it small.
 */
@Rfc(value = 1191, section = {"3", "6.3", "6.4"})
@Rfc(value = 8201, section = {"4", "5.4"})
@Rfc(value = 5927, section = "7.2")
final class PathSize {
    /** Below it the options that we and MPTCP add to every segment leave no room for text. */
    private static final int LEAST_MSS = 48;

    final MtuProbe probe;
    private int peerMss;
    private int pathMtu;
    private boolean fragmentable;
    private int changesSeen;
    private long expiresNs;
    /** The largest packet sent since the estimate was last lowered. */
    private int largestSent;
    /** The largest packet that was acknowledged. */
    private int largestAcked;
    /** A doubted claim; 0: none. */
    private int pendingMtu;
    private long pendingPosition;
    private int ipId;

    PathSize(SizeProbe sizeProbe) {
        probe = new MtuProbe(sizeProbe);
    }

    /** What the peer can receive in one segment, and we will send at most, is known: the first full segment has a size. */
    void onPeerMss(Tcb t, int mss, long nowNs) {
        peerMss = mss;
        ipId = t.snd.iss * 0x9e3779b1 >>> 16;
        lookUp(t, nowNs);
        if (t.config.path().probing() == MtuProbing.ALWAYS) {
            probe.begin(base(t), ceiling(t));
        }
        settle(t);
    }

    /** The application wants no larger segments than this; once small they stay so. */
    void clamp(Tcb t, int mss) {
        peerMss = Math.min(peerMss, mss);
        probe.ceiling(ceiling(t));
        settle(t);
    }

    /** Before anything is sent: others may have learned of this path, or what was learned has grown old. */
    void refresh(Tcb t, long nowNs) {
        if (nowNs >= expiresNs || changesSeen != t.context.paths().changes()) {
            lookUp(t, nowNs);
            probe.ceiling(ceiling(t));
            settle(t);
        }
        if (probe.takeFailure()) {
            t.counted(Counter.TCP_MTUP_FAIL);
        }
        probe.onTime(t.config.path().probeIntervalNs(), nowNs);
    }

    private void lookUp(Tcb t, long nowNs) {
        PathMtu paths = t.context.paths();
        changesSeen = paths.changes();
        pathMtu = paths.mtu(t.key, t.out.mtu(), nowNs);
        expiresNs = paths.expiresNs(t.key, nowNs);
    }

    private static int headers(Tcb t) {
        return t.key.isV4() ? 40 : 60;
    }

    /** What a peer can receive that does not say. */
    @Rfc(value = 9293, section = "3.7.1")
    static int defaultMss(Tcb t) {
        return t.key.isV4() ? 536 : 1220;
    }

    /** What the interface can carry beside minimal headers, or the application wants: the MSS we announce, whatever the path is. */
    @Rfc(value = 9293, section = "3.7.1")
    static int receiveMss(Tcb t) {
        return Math.min(t.out.mtu() - headers(t), t.socket.segmentClamp());
    }

    /** The largest packet that passes as far as routers were heard. */
    int mtu() {
        return pathMtu;
    }

    /** Below it packets do not get smaller: cut up further they would be all header, and a forged claim the cheapest of attacks. */
    private static int floor(Tcb t) {
        return t.key.isV4() ? t.config.path().minMtu() : PathMtu.MIN_V6;
    }

    private static int base(Tcb t) {
        return Math.max(t.config.path().baseMss() + headers(t), floor(t));
    }

    /** The largest packet that makes sense on this path as far as is known without trying. */
    private int ceiling(Tcb t) {
        return Math.min(peerMss + headers(t), Math.max(pathMtu, Math.min(floor(t), t.out.mtu())));
    }

    private void settle(Tcb t) {
        fragmentable = t.key.isV4() && pathMtu < Math.min(floor(t), t.out.mtu());
        int mss = Math.max(Math.min(ceiling(t), probe.limit()) - headers(t), LEAST_MSS);
        if (mss != t.snd.mss) {
            t.snd.mss = mss;
            t.congestion.onMss(t.effectiveMss());
        }
    }

    // ---- what packets teach

    void onSent(int packet) {
        largestSent = Math.max(largestSent, packet);
    }

    /** {@code ack} acknowledges so many bytes more than before. */
    void onProgress(Tcb t, long ack, long acked) {
        if (pendingMtu != 0 && ack > pendingPosition) {
            pendingMtu = 0;
            t.counted(Counter.PATH_MTU_REFUTED);
        }
        if (acked > 8) {
            int packet = (int) Math.min(acked, t.effectiveMss()) + t.dataOptions + headers(t);
            largestAcked = Math.max(largestAcked, Math.min(packet, largestSent));
        }
        int confirmed = probe.onAcknowledged(ack);
        if (confirmed > 0) {
            largestAcked = Math.max(largestAcked, confirmed);
            t.counted(Counter.TCP_MTUP_SUCCESS);
            settle(t);
        }
    }

    /** An ICMP error that says so, about a segment in flight at this position. */
    void onTooBig(Tcb t, IcmpErrorView e, long position, long nowNs) {
        int claimed = PathMtu.claim(t.key.isV4(), e.mtu, e.originalLength, pathMtu);
        if (claimed == 0 || claimed >= largestSent) {
            t.counted(Counter.ICMP_IN_ERRORS);
        } else if (claimed > largestAcked || t.timeouts > 0) {
            accept(t, claimed, nowNs);
        } else {
            pendingMtu = pendingMtu == 0 ? claimed : Math.min(claimed, pendingMtu);
            pendingPosition = position;
            t.counted(Counter.PATH_MTU_DOUBTED);
        }
    }

    /** What is in flight and larger goes out again in smaller pieces; once per decrease, as the next claim says nothing new. */
    private void accept(Tcb t, int claimed, long nowNs) {
        pendingMtu = 0;
        largestSent = 0;
        largestAcked = Math.min(largestAcked, claimed);
        t.context.paths().lower(t.key, claimed, t.out.mtu(), nowNs);
        lookUp(t, nowNs);
        probe.ceiling(ceiling(t));
        settle(t);
        if (t.state != TcpState.SYN_SENT && t.state != TcpState.SYN_RECEIVED && !t.sent.isEmpty()) {
            t.loss.onTooBig(t.effectiveMss());
            t.timers.retransmitNs = nowNs + t.rtt.rtoNs();
            t.ready.ring();
        }
    }

    /**
     * The retransmission timer fired; {@link Tcb#timeouts} counts it already.
     *
     * @return true if the size of what was sent explains it: no sign of congestion
     */
    @Rfc(value = 4821, section = "7.7")
    boolean onTimeout(Tcb t, long nowNs) {
        probe.onTimeout();
        if (pendingMtu != 0) {
            accept(t, pendingMtu, nowNs);
            return true;
        }
        PathSettings c = t.config.path();
        if (c.probing() != MtuProbing.OFF && t.timeouts >= c.blackHoleTimeouts()) {
            suspectBlackHole(t);
        }
        return false;
    }

    /**
     * Only silence answers what was sent last: try smaller packets than that; first the base, by halves then. That segments which
     * are not full get no answer says little about their size: it takes twice as long.
     */
    @Rfc(value = 8899, section = "4.3")
    private void suspectBlackHole(Tcb t) {
        int headers = headers(t);
        int head = (int) (t.sent.end(0) - t.sent.start(0)) + t.dataOptions + headers;
        int now = Math.min(t.snd.mss + headers, head);
        int base = base(t);
        int patience = t.config.path().blackHoleTimeouts() * (now < t.snd.mss + headers ? 2 : 1);
        boolean longer = t.timeouts > patience;
        int next = now > base ? base : longer ? Math.max((now - headers) / 2 + headers, Math.min(floor(t), now)) : now;
        if (next < now) {
            probe.begin(next, ceiling(t));
            t.counted(Counter.TCP_BLACK_HOLES);
            settle(t);
        }
    }

    // ---- what the IP header needs

    /** The path claims to carry less than we are willing to cut to: let routers do it. */
    boolean isFragmentable() {
        return fragmentable;
    }

    /** @param packets how many the device will make of this one */
    int nextIpId(Tcb t, int packets) {
        if (fragmentable) {
            return t.context.paths().nextId(packets);
        }
        int id = ipId;
        ipId += packets;
        return id;
    }
}
