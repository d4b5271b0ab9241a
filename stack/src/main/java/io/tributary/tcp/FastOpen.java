package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.buffer.StreamBehind;
import io.tributary.metrics.Counter;
import io.tributary.tcp.open.FastOpenCache;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One connection's part in Fast Open. A server: the cookie it gives, and whether it may answer before the handshake is complete.
 * A client: what its SYN carries, and what becomes of that. The SYN's text is the stream's first; what the peer does not take of
 * it is sent again as the first text of the connection.
 */
@Rfc(value = 7413, section = {"4.2.1", "4.2.2"})
@Rfc(value = 8684, section = {"B.1", "B.2"})
public final class FastOpen {
    private static final byte[] NONE = {};
    /** MSS, SACK-permitted, timestamps and window scale, padded. */
    private static final int TCP_OPTIONS = 20;
    /** Timeouts in a row, without a sign of life, that make a black hole. */
    private static final int BLACK_HOLE = 2;

    private final StreamBehind stream;
    private final FastOpenCache cache;
    private final boolean textTaken;
    private final boolean experimental;
    /** The server's to give, or the client's to show. */
    private byte[] cookie;
    private boolean plansOption;
    private boolean asks;
    private boolean prepared;
    private boolean tried;
    private boolean delivered;

    private FastOpen(StreamBehind stream, FastOpenCache cache, byte[] cookie, boolean textTaken, boolean experimental) {
        this.stream = stream;
        this.cache = cache;
        this.cookie = cookie;
        this.plansOption = cookie.length > 0;
        this.textTaken = textTaken;
        this.experimental = experimental;
    }

    /** @param cookie to be given with the SYN/ACK, empty for none. @param textTaken the SYN's text is in the stream */
    public static FastOpen server(byte[] cookie, boolean textTaken, boolean experimental) {
        return new FastOpen(null, null, cookie, textTaken, experimental);
    }

    public static FastOpen client(StreamBehind stream, FastOpenCache cache) {
        return new FastOpen(stream, cache, NONE, false, false);
    }

    // ---- both

    /** Puts the option, padded, into a SYN or SYN/ACK, the first one only. */
    void plan(OptionPlan plan, Tcb t) {
        if (plansNow(t) && TcpOptionWriter.fastOpen(plan, new UnsafeBuffer(cookie), 0, cookie.length, experimental)) {
            plan.nops(plan.paddedLength() - plan.length());
        }
    }

    private boolean plansNow(Tcb t) {
        return plansOption && t.synsSent <= 1;
    }

    /** Where there is no room for all, timestamps are given up; behind a SYN/ACK without them, for good. */
    @Rfc(value = 8684, section = "B.1")
    boolean displacesTimestamps(Tcb t, boolean answer) {
        int option = (experimental ? 4 : 2) + cookie.length + 3 & ~3;
        if (!plansNow(t) || TCP_OPTIONS + option + t.extension.synOptionLength(answer) <= OptionPlan.CAPACITY) {
            return false;
        }
        if (answer) {
            t.timestamps.giveUp();
            t.dataOptions = 0;
        }
        return true;
    }

    // ---- server

    /** Plain TCP may send text behind the SYN/ACK of an open whose text was taken; MPTCP must hear of the keys first. */
    boolean mayAnswerEarly(Tcb t) {
        return textTaken && t.state == TcpState.SYN_RECEIVED && t.synsSent > 0 && t.passive && t.extension instanceof TcpConnection;
    }

    // ---- client

    /** Before the first SYN: what it will carry. */
    void prepare(Tcb t, long nowNs) {
        if (prepared || stream == null) {
            return;
        }
        prepared = true;
        boolean blind = t.config.open().fastOpen().sendWithoutCookie();
        cookie = cache.cookie(t.key);
        if (!cache.mayTry(t.key, nowNs)) {
            return;
        }
        if (cookie.length == 0 && !blind) {
            asks = true;
            plansOption = true;
            tried = true;
            return;
        }
        int mss = Math.min(cache.mss(t.key, PathSize.defaultMss(t)), PathSize.receiveMss(t));
        t.synPayload = stream.first(mss - OptionPlan.CAPACITY, new UnsafeBuffer(new byte[mss]));
        t.snd.nxt = 1 + t.synPayload.length;
        t.snd.textBase = t.snd.nxt;
        tried = t.synPayload.length > 0;
        plansOption = tried && cookie.length > 0;
    }

    /** Nobody answered: from now on a SYN like any other. What the first one carried may be acknowledged all the same. */
    void onSynTimeout(Tcb t, long nowNs) {
        if (!tried) {
            return;
        }
        if (t.synPayload.length > 0 || plansOption) {
            cache.synLost(t.key, nowNs);
        }
        plansOption = false;
        t.synPayload = NONE;
        detectBlackHole(t, t.rtt.backoff(), nowNs);
    }

    /** The peer's SYN has acknowledged up to {@code ack}. */
    void onAnswered(Tcb t, SegmentView s, long ack, long nowNs) {
        if (stream == null) {
            return;
        }
        long taken = ack - 1;
        stream.beginAt(taken);
        if (taken > 0) {
            delivered = true;
            t.extension.onTextAcked(t, 0, nowNs);
        }
        if (t.snd.nxt > 1) {
            t.counted(taken == t.snd.nxt - 1 ? Counter.TCP_FAST_OPEN_ACTIVE : Counter.TCP_FAST_OPEN_ACTIVE_FAIL);
        }
        if (s.options.hasFastOpen() && s.options.fastOpenLength() > 0) {
            byte[] given = new byte[s.options.fastOpenLength()];
            s.options.buffer().getBytes(s.options.fastOpenAt(), given);
            cache.learned(t.key, given, t.snd.mss);
        } else if (asks && t.synsSent == 1) {
            cache.refused(t.key, nowNs);
        }
        if (delivered) {
            cache.worked(t.key);
        }
    }

    /** A connection that began with Fast Open waits for an answer in vain. */
    void onTimeout(Tcb t, long nowNs) {
        if (tried && t.snd.una <= t.snd.textBase) {
            detectBlackHole(t, t.timeouts, nowNs);
        }
    }

    private void detectBlackHole(Tcb t, int timeouts, long nowNs) {
        if (timeouts == BLACK_HOLE && cache.blackHole(nowNs)) {
            t.counted(Counter.TCP_FAST_OPEN_BLACKHOLE);
        }
    }

    /** Whether this side is the client of an open that may carry text of the stream in its SYN. */
    boolean isClient() {
        return stream != null;
    }
}
