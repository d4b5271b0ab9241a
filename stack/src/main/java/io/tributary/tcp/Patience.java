package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.tcp.SocketOptions.UserTimeout;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;
import io.tributary.wire.option.TcpOptions;

/**
 * The user timeout: how long what was sent, or a window probe, may stay without answer. Set by the application, or agreed on
 * with the peer by the User Timeout Option, within limits.
 */
@Rfc(value = 9293, section = "3.8.3")
@Rfc(value = 5482, section = {"3", "3.1", "3.2", "3.3"})
final class Patience {
    private final Tcb t;
    private long remoteNs;
    /** Agreed on with the peer; 0: nothing. */
    private long adoptedNs;
    private boolean optionOwed;
    /** Something waits for an answer, since then or since the last progress. */
    private boolean waiting;
    private long sinceNs;
    private long seenUna;

    Patience(Tcb t, UserTimeout settings) {
        this.t = t;
        optionOwed = settings.option();
    }

    /** Nanoseconds without progress that end the connection; 0: retransmissions are counted instead. */
    long timeoutNs() {
        return adoptedNs > 0 ? Math.max(adoptedNs, t.rtt.rtoNs() + 1) : t.socket.options().userTimeout().abortAfterNs();
    }

    /** The time alone decides. A path of several is given up by count all the same, others may do better. */
    boolean governs() {
        return timeoutNs() > 0 && !t.sharedWindow;
    }

    boolean isAdopted() {
        return adoptedNs > 0;
    }

    long remoteNs() {
        return remoteNs;
    }

    void changed(UserTimeout before, UserTimeout now) {
        if (now.option() && (!before.option() || before.advertisedNs() != now.advertisedNs())) {
            optionOwed = true;
        }
        adoptedNs = 0;
        adopt(now);
    }

    /** The option says nothing reliable and may come in any segment. */
    void received(TcpOptions o) {
        UserTimeout u = t.socket.options().userTimeout();
        if (!u.option() || !o.hasUserTimeout()) {
            return;
        }
        long ns = o.userTimeoutSeconds() * 1_000_000_000L;
        boolean news = ns != remoteNs;
        remoteNs = ns;
        adopt(u);
        if (news) {
            t.extension.onPeerUserTimeout(t);
        }
    }

    private void adopt(UserTimeout u) {
        if (u.option() && u.changeable() && remoteNs > 0) {
            adoptedNs = Math.min(u.upperNs(), Math.max(Math.max(u.advertisedNs(), remoteNs), u.lowerNs()));
        }
    }

    /** In a SYN, in the first segment after it, and whenever we say something new; if there is room. */
    void plan(OptionPlan plan, boolean syn) {
        UserTimeout u = t.socket.options().userTimeout();
        if (u.option() && (syn || optionOwed) && TcpOptionWriter.userTimeout(plan, u.advertisedNs() / 1_000_000_000L) && !syn) {
            optionOwed = false;
        }
    }

    void arm(long nowNs) {
        if (!t.state.isSynchronized() || !isUnanswered()) {
            waiting = false;
            t.timers.patienceNs = TcpTimers.NONE;
            return;
        }
        if (!waiting || t.snd.una != seenUna) {
            waiting = true;
            seenUna = t.snd.una;
            sinceNs = nowNs;
        }
        long timeout = timeoutNs();
        t.timers.patienceNs = timeout == 0 || timeout >= Long.MAX_VALUE - sinceNs ? TcpTimers.NONE : sinceNs + timeout;
    }

    /** A closed window may last as long as it likes: only what asks about it and gets no answer counts. */
    private boolean isUnanswered() {
        boolean asking = t.timers.persistNs != TcpTimers.NONE || t.snd.wnd == 0;
        return asking ? t.timeouts > 0 : !t.sent.isEmpty();
    }

    void onTimer(long nowNs) {
        if (t.timers.patienceNs <= nowNs) {
            t.counted(Counter.TCP_ABORT_ON_TIMEOUT);
            t.abort(CloseReason.TIMED_OUT);
        }
    }
}
