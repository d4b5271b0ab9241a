package io.tributary.convert.main.loop;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.buffer.RingAllocator;
import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;
import io.tributary.convert.leg.Convertor;
import io.tributary.convert.leg.ConvertorLimits;
import io.tributary.convert.leg.ConvertorSettings;
import io.tributary.convert.leg.DirectSettings;
import io.tributary.convert.leg.ExplicitSettings;
import io.tributary.convert.leg.SessionRow;
import io.tributary.convert.leg.TransportStack;
import io.tributary.convert.main.config.Configuration;
import io.tributary.convert.main.config.ConvertorBlock;
import io.tributary.convert.main.control.Instance;
import io.tributary.convert.main.control.PathControl;
import io.tributary.convert.main.control.PathMonitor;
import io.tributary.convert.main.control.Refusal;
import io.tributary.convert.main.control.SessionInfo;
import io.tributary.convert.policy.AccessPolicy;
import io.tributary.convert.policy.Endpoint;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.shard.Shard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All convertors of a configuration as the tenant of one loop. */
public final class Convertors implements Tenant, Instance {
    private final Shard shard;
    private final List<Convertor> convertors;
    private final PathControl paths;
    private long lastId;
    private long turnNs;

    /** @param cookieSecret for convertors that ask for a cookie */
    public Convertors(Configuration c, Shard shard, RingAllocator memory, byte[] cookieSecret, long nowNs) {
        this.shard = shard;
        this.turnNs = nowNs;
        PathMonitor monitor = new PathMonitor(() -> shard.counters().increment(Counter.PATH_EVENTS_DROPPED));
        this.paths = new PathControl(shard.endpoints(), c.interfaces(), c::zoneOf, monitor);
        shard.watchPaths(monitor::publish);
        List<Endpoint> own = c.convertors().stream().flatMap(b -> b.upstream().listen().stream()).toList();
        TransportStack stack = new ShardTransport(shard);
        this.convertors = c.convertors().stream().map(b -> new Convertor(settings(c, b, own, cookieSecret), stack, shard.counters(), memory,
            () -> ++lastId, nowNs)).toList();
    }

    static ConvertorSettings settings(Configuration c, ConvertorBlock b, List<Endpoint> own, byte[] cookieSecret) {
        ConvertorBlock.Upstream u = b.upstream();
        ConvertorBlock.Downstream d = b.downstream();
        return new ConvertorSettings(b.name(),
            new ExplicitSettings(c.zone(u.zone()), u.listen(), u.mptcp(), u.checksum(), u.requireSynData(),
                u.cookie() ? cookieSecret : new byte[0],
                new AccessPolicy(u.allowClients(), u.allowDestinations(), u.denyDestinations(), u.hairpin(), own)),
            new DirectSettings(c.zone(d.zone()), d.tryMptcp(), d.checksum(), d.pool().isEmpty() ? c.addresses(d.zone()) : d.pool()),
            ConvertorLimits.DEFAULT.withSessions(c.limits().connections()));
    }

    /** Begins to listen. */
    public void start() {
        convertors.forEach(Convertor::start);
    }

    @Override
    public void onTimers(long nowNs) {
        turnNs = nowNs;
        for (int i = 0; i < convertors.size(); i++) {
            convertors.get(i).onTimers(nowNs);
        }
    }

    @Override
    public long nextDeadlineNs() {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < convertors.size(); i++) {
            next = Math.min(next, convertors.get(i).nextDeadlineNs());
        }
        return next;
    }

    @Override
    public void drain(long nowNs) {
        convertors.forEach(Convertor::stop);
    }

    @Override
    public void abort(long nowNs) {
        convertors.forEach(c -> c.abortAll(nowNs));
    }

    @Override
    public boolean isIdle() {
        return convertors.stream().allMatch(c -> c.sessions() == 0) && shard.isEmpty();
    }

    @Override
    public List<SessionInfo> connections() {
        return convertors.stream().flatMap(c -> c.rows(turnNs).stream()).map(r -> info(r, turnNs)).toList();
    }

    private static SessionInfo info(SessionRow r, long nowNs) {
        return new SessionInfo(r.id(), r.convertor(), r.state(), leg("explicit", r.upstream(), nowNs), leg("direct", r.downstream(), nowNs),
            r.bytesUp(), r.bytesDown(), r.ageMs());
    }

    private static SessionInfo.Leg leg(String mode, Connection c, long nowNs) {
        return c == null ? null : new SessionInfo.Leg(mode, c.info(nowNs));
    }

    @Override
    public PathControl paths() {
        return paths;
    }

    @Override
    public String scheduler(long id, String name) {
        SessionRow r = null;
        for (Convertor c : convertors) {
            r = r == null ? c.row(id, turnNs) : r;
        }
        if (r == null) {
            throw unknown(id);
        }
        if (Schedulers.named(name).isEmpty()) {
            throw new Refusal("unknown scheduler " + name, "known: " + String.join(" ", Schedulers.names()));
        }
        boolean up = r.upstream() != null && r.upstream().scheduler(name);
        boolean down = r.downstream() != null && r.downstream().scheduler(name);
        if (!up && !down) {
            throw new Refusal("connection " + id + " has no MPTCP leg: upstream " + protocol(r.upstream()) + ", downstream "
                + protocol(r.downstream()), "only MPTCP has something to schedule; see conn show");
        }
        return "upstream " + (up ? name : protocol(r.upstream())) + ", downstream " + (down ? name : protocol(r.downstream()));
    }

    private String protocol(Connection c) {
        return c == null ? "none" : c.info(turnNs).protocol();
    }

    private static Refusal unknown(long id) {
        return new Refusal("there is no connection " + id, "conn show lists them");
    }

    @Override
    public void closeConnection(long id) {
        if (convertors.stream().noneMatch(c -> c.close(id, turnNs))) {
            throw unknown(id);
        }
    }

    @Override
    public void abortConnection(long id) {
        if (convertors.stream().noneMatch(c -> c.abort(id, turnNs))) {
            throw unknown(id);
        }
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> values = new LinkedHashMap<>();
        for (Counter c : Counter.values()) {
            values.put(c.label(), shard.counters().get(c));
        }
        return values;
    }

    /** The shard, as convertors want to see it. */
    private record ShardTransport(Shard shard) implements TransportStack {
        @Override
        public Listener listen(ListenSpec spec, AcceptHandler handler) {
            return shard.listen(spec, handler);
        }

        @Override
        public Connection connect(ConnectSpec spec, OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
            return shard.connect(spec, out, in, handler, nowNs);
        }
    }
}
