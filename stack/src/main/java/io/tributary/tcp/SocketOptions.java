package io.tributary.tcp;

import io.tributary.Rfc;

/**
 * What an application asks of its connection, in groups. A connection starts with those of its
 * {@link io.tributary.connection.ConnectSpec} or {@link io.tributary.connection.ListenSpec}; each can be changed while it lives
 * by {@link io.tributary.connection.Connection#options(SocketOptions)}.
 *
 * @param reports tell the handler of soft errors and of deliveries that stall; without, only the end is told
 */
@Rfc(value = 9293, section = "3.9.1")
public record SocketOptions(Sending sending, Receiving receiving, KeepAlive keepAlive, UserTimeout userTimeout, Closing closing,
                            IpFields ip, boolean reports) {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;

    public static final SocketOptions DEFAULT = new SocketOptions(
        new Sending(false, false, 0, 0),
        new Receiving(40 * MS, 65_536, 6 << 20),
        new KeepAlive(false, 7200 * SECOND, 75 * SECOND, 9),
        new UserTimeout(0, false, 300 * SECOND, true, 100 * SECOND, 3600 * SECOND, 3),
        new Closing(false, 0, 60 * SECOND),
        new IpFields(0, 64), true);

    /**
     * How text leaves.
     *
     * @param noDelay         send small segments at once; false: Nagle's algorithm in Minshall's form: a small segment waits while
     *                        another small one is unacknowledged
     * @param cork            send no small segment for up to 200 ms, whatever {@code noDelay} says
     * @param maxSegment      clamp of the MSS we announce and of the segments we send, bytes without options, 64 to 65,495;
     *                        0: what the network carries. Later changes concern what is sent only
     * @param notSentLowWater the handler hears {@code onWritable} only while fewer bytes than this wait unsent; 0: after every
     *                        acknowledgment
     */
    @Rfc(value = 9293, section = "3.7.4")
    public record Sending(boolean noDelay, boolean cork, int maxSegment, int notSentLowWater) {
        public Sending {
            check(maxSegment == 0 || maxSegment >= 64 && maxSegment <= 65_495, "segment clamp", maxSegment);
            check(notSentLowWater >= 0, "not-sent low-water mark", notSentLowWater);
        }
    }

    /**
     * How text is taken.
     *
     * @param delayedAckNs  longest wait before an ACK is sent, nanoseconds, below half a second
     * @param initialWindow window at the start, bytes, at least 2048
     * @param maxWindow     what auto-tuning may raise it to, bytes, to 1 GiB; equal to the initial one: no tuning. The stream's
     *                      own size limits both
     */
    @Rfc(value = 9293, section = {"3.8.6.2.2", "3.8.6.3"})
    public record Receiving(long delayedAckNs, int initialWindow, int maxWindow) {
        public Receiving {
            check(delayedAckNs >= 0 && delayedAckNs < 500 * MS, "ACK delay (below 0.5 s by RFC 9293)", delayedAckNs);
            check(initialWindow >= 2048 && maxWindow >= initialWindow && maxWindow <= 1 << 30, "receive window", maxWindow);
        }
    }

    /**
     * Whether an idle peer is asked for a sign of life. A probe carries no data; it is sent only while nothing else is on its way.
     *
     * @param idleNs     silence before the first probe, nanoseconds
     * @param intervalNs between unanswered probes, nanoseconds
     * @param probes     unanswered ones that end the connection, at least 2: one says nothing
     */
    @Rfc(value = 9293, section = "3.8.4")
    public record KeepAlive(boolean on, long idleNs, long intervalNs, int probes) {
        public KeepAlive {
            check(idleNs >= SECOND && intervalNs >= SECOND, "keep-alive interval (at least 1 s)", Math.min(idleNs, intervalNs));
            check(probes >= 2 && probes <= 127, "keep-alive probes", probes);
        }
    }

    /**
     * How long text may stay unacknowledged, and what both ends tell each other about it.
     *
     * @param abortAfterNs   since the last progress, nanoseconds; 0: counted in retransmissions
     *                       ({@link io.tributary.tcp.loss.RecoverySettings#dataRetries}); {@link Long#MAX_VALUE}: for ever
     * @param option         send the User Timeout Option, and heed the peer's
     * @param advertisedNs   what the option says, 1 s to 32,767 minutes
     * @param changeable     the peer's option may change ours
     * @param lowerNs        least that is adopted, at least 1 s; the current RTO is another bound
     * @param upperNs        most that is adopted
     * @param reportAfter    timeouts in a row (R1) after which the handler hears that delivery stalls, at least 3
     */
    @Rfc(value = 9293, section = "3.8.3")
    @Rfc(value = 5482, section = {"3", "3.1"})
    public record UserTimeout(long abortAfterNs, boolean option, long advertisedNs, boolean changeable, long lowerNs, long upperNs,
                              int reportAfter) {
        public UserTimeout {
            check(abortAfterNs >= 0, "user timeout", abortAfterNs);
            check(advertisedNs >= SECOND && advertisedNs <= 32_767L * 60 * SECOND, "advertised user timeout", advertisedNs);
            check(lowerNs >= SECOND && upperNs >= lowerNs, "limits of the user timeout", lowerNs);
            check(reportAfter >= 3, "R1", reportAfter);
        }
    }

    /**
     * What becomes of a connection after {@link io.tributary.connection.Connection#close}.
     *
     * @param linger    bound the time for what is not acknowledged yet
     * @param lingerNs  that bound, nanoseconds; 0: no time at all, close is a reset
     * @param finWait2Ns how long the peer may take to end its direction when nobody reads it any more, nanoseconds
     */
    @Rfc(value = 9293, section = "3.6.1")
    public record Closing(boolean linger, long lingerNs, long finWait2Ns) {
        public Closing {
            check(lingerNs >= 0 && finWait2Ns > 0, "time for closing", Math.min(lingerNs, finWait2Ns));
        }
    }

    /**
     * What IP is asked for.
     *
     * @param dscp     differentiated services code point, 0 to 63
     * @param hopLimit TTL or hop limit, 1 to 255
     */
    @Rfc(value = 9293, section = {"3.9.1.9", "3.9.2"})
    public record IpFields(int dscp, int hopLimit) {
        public IpFields {
            check(dscp >= 0 && dscp <= 63, "DSCP", dscp);
            check(hopLimit >= 1 && hopLimit <= 255, "hop limit", hopLimit);
        }
    }

    public SocketOptions with(Sending group) {
        return new SocketOptions(group, receiving, keepAlive, userTimeout, closing, ip, reports);
    }

    public SocketOptions with(Receiving group) {
        return new SocketOptions(sending, group, keepAlive, userTimeout, closing, ip, reports);
    }

    public SocketOptions with(KeepAlive group) {
        return new SocketOptions(sending, receiving, group, userTimeout, closing, ip, reports);
    }

    public SocketOptions with(UserTimeout group) {
        return new SocketOptions(sending, receiving, keepAlive, group, closing, ip, reports);
    }

    public SocketOptions with(Closing group) {
        return new SocketOptions(sending, receiving, keepAlive, userTimeout, group, ip, reports);
    }

    public SocketOptions with(IpFields group) {
        return new SocketOptions(sending, receiving, keepAlive, userTimeout, closing, group, reports);
    }

    public SocketOptions withReports(boolean on) {
        return new SocketOptions(sending, receiving, keepAlive, userTimeout, closing, ip, on);
    }

    public SocketOptions withNoDelay(boolean on) {
        return with(new Sending(on, sending.cork, sending.maxSegment, sending.notSentLowWater));
    }

    public SocketOptions withCork(boolean on) {
        return with(new Sending(sending.noDelay, on, sending.maxSegment, sending.notSentLowWater));
    }

    public SocketOptions withMaxSegment(int bytes) {
        return with(new Sending(sending.noDelay, sending.cork, bytes, sending.notSentLowWater));
    }

    public SocketOptions withNotSentLowWater(int bytes) {
        return with(new Sending(sending.noDelay, sending.cork, sending.maxSegment, bytes));
    }

    public SocketOptions withReceiveWindow(int initial, int max) {
        return with(new Receiving(receiving.delayedAckNs, initial, max));
    }

    public SocketOptions withKeepAlive(boolean on) {
        return with(new KeepAlive(on, keepAlive.idleNs, keepAlive.intervalNs, keepAlive.probes));
    }

    /** An explicit wish of ours: the peer's option cannot override it, unless 0 gives it up. */
    @Rfc(value = 5482, section = "3")
    public SocketOptions withUserTimeout(long ns) {
        UserTimeout u = userTimeout;
        return with(new UserTimeout(ns, u.option, u.advertisedNs, ns == 0, u.lowerNs, u.upperNs, u.reportAfter));
    }

    /** Exchanges User Timeout Options, ours saying {@code ns}. */
    public SocketOptions withUserTimeoutOption(long ns) {
        UserTimeout u = userTimeout;
        return with(new UserTimeout(u.abortAfterNs, true, ns, u.changeable, u.lowerNs, u.upperNs, u.reportAfter));
    }

    /** @param ns 0: close is a reset; negative: no bound */
    public SocketOptions withLinger(long ns) {
        return with(new Closing(ns >= 0, Math.max(ns, 0), closing.finWait2Ns));
    }

    public SocketOptions withDscp(int dscp) {
        return with(new IpFields(dscp, ip.hopLimit));
    }

    public SocketOptions withHopLimit(int hops) {
        return with(new IpFields(ip.dscp, hops));
    }

    private static void check(boolean ok, String what, long value) {
        if (!ok) {
            throw new IllegalArgumentException(what + " of " + value);
        }
    }
}
