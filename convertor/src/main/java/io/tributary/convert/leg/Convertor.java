package io.tributary.convert.leg;

import io.tributary.buffer.RingAllocator;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;
import io.tributary.convert.address.SharedPool;
import io.tributary.convert.policy.Endpoint;
import io.tributary.convert.policy.SessionLimits;
import io.tributary.convert.relay.Relay;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.time.TokenBucket;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** One configured convertor in one shard: its listeners, its sessions, their deadlines. All calls on the shard's thread. */
public final class Convertor {
    /** Holds the longest message; whoever is only told something sends nothing worth a larger window. */
    private static final int REPLY_RING = 2048;

    private final ConvertorSettings settings;
    private final TransportStack stack;
    private final Counters counters;
    private final RingAllocator memory;
    private final LongSupplier ids;
    private final SharedPool pool;
    private final SessionLimits limits;
    private final TokenBucket replyRate;
    private final Deadlines deadlines = new Deadlines();
    private final Map<Long, TransportSession> sessions = new LinkedHashMap<>();
    private final List<Listener> listeners = new ArrayList<>();

    /** @param ids numbers for sessions, unique among all convertors of the process */
    public Convertor(ConvertorSettings settings, TransportStack stack, Counters counters, RingAllocator memory, LongSupplier ids,
                     long nowNs) {
        this.settings = settings;
        this.stack = stack;
        this.counters = counters;
        this.memory = memory;
        this.ids = ids;
        ConvertorLimits l = settings.limits();
        pool = new SharedPool(settings.downstream().pool());
        limits = new SessionLimits(l.sessions(), l.pendingPerClient(), l.replies());
        replyRate = new TokenBucket(l.repliesPerSecond(), l.repliesPerSecond(), nowNs);
    }

    /** Begins to listen. */
    public void start() {
        ExplicitSettings up = settings.upstream();
        ExplicitUpstream upstream = new ExplicitUpstream(up, this);
        for (Endpoint e : up.listen()) {
            listeners.add(stack.listen(new ListenSpec(up.zone(), e.address(), e.port(), up.multipath(), up.checksum(),
                settings.limits().backlog()), upstream));
        }
    }

    /** Takes no new client; sessions go on. */
    public void stop() {
        listeners.forEach(Listener::close);
        listeners.clear();
    }

    /** To be called when {@link #nextDeadlineNs()} has come; earlier does no harm. */
    public void onTimers(long nowNs) {
        deadlines.run(nowNs);
    }

    /** {@link Long#MAX_VALUE}: nothing to wait for. */
    public long nextDeadlineNs() {
        return deadlines.nextNs();
    }

    /** Sessions of any state, replies included. */
    public int sessions() {
        return sessions.size();
    }

    /** Snapshot for people, oldest first. */
    public List<SessionRow> rows(long nowNs) {
        return sessions.values().stream().map(s -> s.row(settings.name(), nowNs)).toList();
    }

    /** Snapshot of one; null if there is none with this number. */
    public SessionRow row(long id, long nowNs) {
        TransportSession s = sessions.get(id);
        return s == null ? null : s.row(settings.name(), nowNs);
    }

    /** Ends both directions of a session in order. @return false if there is none with this number */
    public boolean close(long id, long nowNs) {
        TransportSession s = sessions.get(id);
        if (s == null) {
            return false;
        }
        s.close(nowNs);
        return true;
    }

    /** Ends both sides of a session at once. @return false if there is none with this number */
    public boolean abort(long id, long nowNs) {
        TransportSession s = sessions.get(id);
        if (s == null) {
            return false;
        }
        s.abort(nowNs);
        return true;
    }

    /** Ends all sessions; those with open connections are gone when these have told so. */
    public void abortAll(long nowNs) {
        List.copyOf(sessions.values()).forEach(s -> s.abort(nowNs));
    }

    public ConvertorSettings settings() {
        return settings;
    }

    // ---- for its sessions and legs

    long nextId() {
        return ids.getAsLong();
    }

    void add(TransportSession s) {
        sessions.put(s.id(), s);
    }

    void remove(TransportSession s) {
        sessions.remove(s.id());
    }

    SessionLimits limits() {
        return limits;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    DownstreamLeg downstream(TransportSession s) {
        return new DirectDownstream(settings.downstream(), pool, stack, s);
    }

    Relay newRelay(boolean forData) {
        ConvertorLimits l = settings.limits();
        return forData ? new Relay(l.minRing(), l.maxRing(), memory) : new Relay(REPLY_RING, REPLY_RING, memory);
    }

    /** Takes a place for a reply, within the rate of replies. */
    boolean mayReply(IpAddress client, long nowNs) {
        if (!limits.reply(client)) {
            return false;
        }
        if (!replyRate.tryTake(1, nowNs)) {
            limits.replied(client);
            return false;
        }
        return true;
    }

    void count(Counter c) {
        counters.increment(c);
    }
}
