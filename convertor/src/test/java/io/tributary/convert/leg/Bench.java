package io.tributary.convert.leg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.buffer.RingAllocator;
import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;
import io.tributary.convert.policy.AccessPolicy;
import io.tributary.convert.policy.Endpoint;
import io.tributary.convert.policy.Prefix;
import io.tributary.convert.wire.Octets;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A convertor between a scripted client side and a scripted server side, with a clock of its own. */
final class Bench implements TransportStack {
    static final long SECOND = 1_000_000_000L;
    static final String CONNECT = "01062263 0a0501bb 00000000 00000000 0000ffff c6336409";
    static final String CONNECT6 = "01062263 0a051f90 20010db8 00050000 00000000 00000009";
    static final String CONNECT_MPTCP = "01072263 0a0601bb 00000000 00000000 0000ffff c6336409 1e020000";
    static final IpAddress CLIENT = IpAddress.parse("10.1.0.1");
    static final IpAddress CLIENT6 = IpAddress.parse("fd00:1::1");
    static final ExplicitSettings UPSTREAM = new ExplicitSettings(0,
        Stream.of("10.1.0.10:5124", "[fd00:1::10]:5124").map(Endpoint::parse).toList(), true, false, true, new byte[0],
        new AccessPolicy(Stream.of("10.1.0.0/24", "fd00:1::/64").map(Prefix::parse).toList(),
            Stream.of("0.0.0.0/0", "::/0").map(Prefix::parse).toList(), List.of(Prefix.parse("192.0.2.0/24")), true,
            Stream.of("10.1.0.10:5124", "[fd00:1::10]:5124").map(Endpoint::parse).toList()));
    static final DirectSettings DOWNSTREAM = new DirectSettings(1, false, false,
        Stream.of("10.8.0.10", "fd00:8::10").map(IpAddress::parse).toList());

    final Counters counters = new Counters();
    final List<FakeConnection> connects = new ArrayList<>();
    final List<ListenSpec> listens = new ArrayList<>();
    final Convertor convertor;
    int closedListeners;
    long now = 1_000 * SECOND;
    private AcceptHandler handler;

    Bench() {
        this(UPSTREAM, DOWNSTREAM, ConvertorLimits.DEFAULT);
    }

    Bench(ExplicitSettings up, DirectSettings down, ConvertorLimits limits) {
        this(up, down, limits, RingAllocator.HEAP);
    }

    Bench(ExplicitSettings up, DirectSettings down, ConvertorLimits limits, RingAllocator memory) {
        convertor = new Convertor(new ConvertorSettings("p1", up, down, limits), this, counters, memory,
            new AtomicLong()::incrementAndGet, now);
        convertor.start();
    }

    static ExplicitSettings streamRequests() {
        return new ExplicitSettings(0, UPSTREAM.listen(), true, false, false, new byte[0], UPSTREAM.access());
    }

    static ExplicitSettings withCookies() {
        return new ExplicitSettings(0, UPSTREAM.listen(), true, false, true, new byte[32], UPSTREAM.access());
    }

    static DirectSettings multipath(boolean on) {
        return new DirectSettings(1, on, false, DOWNSTREAM.pool());
    }

    static Bench with(UnaryOperator<ConvertorLimits> change) {
        return new Bench(UPSTREAM, DOWNSTREAM, change.apply(ConvertorLimits.DEFAULT));
    }

    FakePending syn(String payload) {
        return syn(CLIENT, Octets.of(payload));
    }

    FakePending syn(IpAddress client, byte[] payload) {
        FakePending p = new FakePending(IpAddress.parse(client.isV4() ? "10.1.0.10" : "fd00:1::10"), 5124, client, payload);
        handler.onSyn(p, now);
        return p;
    }

    void synAgain(FakePending p) {
        p.synCount++;
        handler.onSynAgain(p, now);
    }

    void abandon(FakePending p) {
        handler.onAbandoned(p, now);
    }

    /** The latest connection the convertor has opened. */
    FakeConnection server() {
        return connects.get(connects.size() - 1);
    }

    void pass(long ns) {
        long to = now + ns;
        while (convertor.nextDeadlineNs() <= to) {
            now = Math.max(now, convertor.nextDeadlineNs());
            convertor.onTimers(now);
        }
        now = to;
    }

    long count(Counter c) {
        return counters.get(c);
    }

    /** The client is told {@code message} and the end, nothing is reset. */
    void assertReplied(FakePending p, String message) {
        assertThat(p.accepted).as("accepted").isNotNull();
        p.accepted.establish(now);
        assertThat(Octets.hex(p.accepted.peerReceives())).isEqualTo(message.replace(" ", ""));
        assertThat(p.accepted.endIsToBeSent()).isTrue();
        assertThat(p.accepted.aborts).isZero();
    }

    @Override
    public Listener listen(ListenSpec spec, AcceptHandler handler) {
        this.handler = handler;
        listens.add(spec);
        return new Listener() {
            @Override
            public ListenSpec spec() {
                return spec;
            }

            @Override
            public void close() {
                closedListeners++;
            }
        };
    }

    @Override
    public Connection connect(ConnectSpec spec, OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
        FakeConnection c = new FakeConnection(spec, out, in, handler);
        connects.add(c);
        return c;
    }
}
