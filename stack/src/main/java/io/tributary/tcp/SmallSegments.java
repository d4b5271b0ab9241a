package io.tributary.tcp;

import io.tributary.Rfc;

/**
 * Whether a segment that is not full may go out: Nagle's algorithm in Minshall's form (only another small segment in flight
 * holds one back), corking, and the sender's avoidance of silly windows, each with its time limit.
 */
@Rfc(value = 9293, section = {"3.7.4", "3.8.6.2.1"})
final class SmallSegments {
    private static final long MS = 1_000_000;
    private static final long CORK_NS = 200 * MS;

    private final Tcb t;
    /** Behind the last small segment sent. */
    private long end;
    /** What lies below may leave in small segments: somebody asked for it, or it has waited long enough. */
    private long pushedUpTo;
    /** A window that stays small is used after all, once. */
    private boolean overridden;

    SmallSegments(Tcb t) {
        this.t = t;
    }

    /** Everything written so far goes out without waiting for more. */
    void push() {
        pushedUpTo = t.snd.textBase + t.text.limit();
    }

    /**
     * How much of what the windows permit is to be sent now.
     *
     * @param length    permitted, of {@code available} that wait
     * @return {@code length}, or less by the part that would make a small segment, to 0
     */
    int worthSending(int length, long available) {
        int mss = t.effectiveMss();
        int tail = length % mss;
        if (tail == 0 || t.sharedWindow) {
            return length;
        }
        if (length < available ? isWorthHalf(length) : isLastAllowed()) {
            return length;
        }
        return length - tail;
    }

    /** A window ends inside a segment: half of the largest one is worth it, and one that stays small is used in the end. */
    private boolean isWorthHalf(int length) {
        boolean windowEndsIt = t.snd.una + t.snd.wnd - t.snd.nxt <= length;
        return !windowEndsIt || length >= t.snd.maxWnd / 2 || overridden;
    }

    private boolean isLastAllowed() {
        if (isPushed() || t.finRequested || t.text.ended()) {
            return true;
        }
        SocketOptions.Sending s = t.socket.options().sending();
        return !s.cork() && (s.noDelay() || end <= t.snd.una);
    }

    private boolean isPushed() {
        return t.snd.nxt < pushedUpTo || t.socket.urgent.isSending();
    }

    /** New text went out in [from, to). */
    void onSent(long from, long to) {
        overridden = false;
        if (t.timers.overrideNs != TcpTimers.NONE && to >= t.snd.textBase + t.text.limit()) {
            t.timers.overrideNs = TcpTimers.NONE;
        }
        if ((to - from) % t.effectiveMss() != 0) {
            end = to;
        }
    }

    /** Text waits that {@link #worthSending} holds back: not for ever. */
    void arm(long waiting, long nowNs) {
        if (waiting <= 0 || t.sharedWindow || t.timers.overrideNs != TcpTimers.NONE) {
            return;
        }
        if (t.socket.options().sending().cork()) {
            t.timers.overrideNs = nowNs + CORK_NS;
        } else if (t.sent.isEmpty() && t.snd.wnd > 0) {
            t.timers.overrideNs = nowNs + Math.max(100 * MS, Math.min(1000 * MS, t.rtt.rtoNs()));
        }
    }

    void onTimer(long nowNs) {
        if (t.timers.overrideNs <= nowNs) {
            t.timers.overrideNs = TcpTimers.NONE;
            if (t.socket.options().sending().cork()) {
                push();
            }
            overridden = true;
            t.ready.ring();
        }
    }
}
