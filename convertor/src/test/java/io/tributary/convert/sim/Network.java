package io.tributary.convert.sim;

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
import io.tributary.convert.leg.TransportStack;
import io.tributary.convert.policy.AccessPolicy;
import io.tributary.convert.policy.Endpoint;
import io.tributary.convert.policy.Prefix;
import io.tributary.convert.session.ConvertClientSession;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.SimNode;
import io.tributary.sim.SimPacket;
import io.tributary.sim.Simulation;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Client – converter – server in virtual time, a capture point on each leg, 10 ms and 20 ms round trips. */
final class Network {
    static final IpAddress SERVER = IpAddress.parse("198.51.100.9");
    static final IpAddress SERVER6 = IpAddress.parse("2001:db8:5::9");
    static final int PORT = 80;
    static final long INSIDE_RTT = Simulation.millis(10);
    static final long OUTSIDE_RTT = Simulation.millis(20);
    private static final IpAddress[] INSIDE = addresses("10.1.0.10", "fd00:1::10");
    private static final IpAddress[] OUTSIDE = addresses("10.8.0.10", "fd00:8::10");

    final Simulation sim;
    final Shard client;
    final Shard converter;
    final Shard server;
    final Convertor convertor;
    private final SimDevice clientDevice;
    final SimLink inside;
    final SimLink outside;
    final Tap insideTap = new Tap();
    final Tap outsideTap = new Tap();

    Network(long seed) {
        this(seed, false, true, 1 << 18);
    }

    Network(long seed, boolean cookie, boolean requireSynData, int maxRing) {
        sim = new Simulation(seed);
        SimHost clientHost = new SimHost(sim, "client", ShardConfig.DEFAULT);
        SimHost serverHost = new SimHost(sim, "server", ShardConfig.DEFAULT);
        client = clientHost.shard();
        server = serverHost.shard();
        converter = new Shard(ShardConfig.DEFAULT, sim.randomSource("converter"), new Counters());
        convertor = new Convertor(settings(cookie, requireSynData, maxRing), new ShardStack(), converter.counters(), RingAllocator.HEAP,
            new AtomicLong()::incrementAndGet, 0);
        Node node = new Node();
        clientDevice = clientHost.addInterface("eth0", 0, 1500, "10.1.0.1", "fd00:1::1");
        SimDevice in = sim.device(node, "inside", 1500);
        SimDevice out = sim.device(node, "outside", 1500);
        SimDevice s = serverHost.addInterface("eth0", 0, 1500, SERVER.toString(), SERVER6.toString());
        converter.addInterface("inside", 0, INSIDE, in);
        converter.addInterface("outside", 1, OUTSIDE, out);
        inside = sim.link("inside", clientDevice, in).delayNs(INSIDE_RTT / 2).bitsPerSecond(100_000_000).middlebox(insideTap);
        outside = sim.link("outside", out, s).delayNs(OUTSIDE_RTT / 2).bitsPerSecond(100_000_000).middlebox(outsideTap);
        convertor.start();
    }

    private static IpAddress[] addresses(String... text) {
        return Stream.of(text).map(IpAddress::parse).toArray(IpAddress[]::new);
    }

    private static ConvertorSettings settings(boolean cookie, boolean requireSynData, int maxRing) {
        List<Endpoint> listen = List.of(new Endpoint(INSIDE[0], 5124), new Endpoint(INSIDE[1], 5124));
        AccessPolicy access = new AccessPolicy(List.of(Prefix.parse("10.1.0.0/24"), Prefix.parse("fd00:1::/64")),
            List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0")), List.of(), true, listen);
        ConvertorLimits d = ConvertorLimits.DEFAULT;
        return new ConvertorSettings("p1", new ExplicitSettings(0, listen, true, false, requireSynData, new byte[cookie ? 32 : 0], access),
            new DirectSettings(1, false, false, List.of(OUTSIDE)),
            new ConvertorLimits(d.sessions(), d.pendingPerClient(), d.replies(), d.repliesPerSecond(), d.backlog(), 4096, maxRing));
    }

    void serve(AcceptHandler application) {
        server.listen(new ListenSpec(0, IpAddress.ANY, PORT, false, false, 100), application);
    }

    /** The client's SYN leaves when the simulation runs on. */
    ConvertApp connect(IpAddress to, boolean overV4, ConvertClientSession session, byte[] earlyData, byte[] data, boolean ends) {
        ConvertApp app = new ConvertApp(session, data, ends);
        byte[] request = session.request();
        byte[] payload = Arrays.copyOf(request, request.length + earlyData.length);
        System.arraycopy(earlyData, 0, payload, request.length, earlyData.length);
        ConnectSpec spec = ConnectSpec.to(0, overV4 ? INSIDE[0] : INSIDE[1], 5124).multipath(false).synPayload(payload);
        return app.attachTo(client.connect(spec, app.out, app.in, app, sim.nowNs()));
    }

    ConvertApp connect(byte[] data, boolean ends) {
        return connect(SERVER, true, ConvertClientSession.connect(SERVER, PORT, false, new byte[0]), new byte[0], data, ends);
    }

    /** The request follows the handshake as the first bytes of the stream. */
    ConvertApp connectThenAsk(byte[] data, boolean ends) {
        ConvertClientSession session = ConvertClientSession.connect(SERVER, PORT, false, new byte[0]);
        byte[] request = session.request();
        byte[] all = Arrays.copyOf(request, request.length + data.length);
        System.arraycopy(data, 0, all, request.length, data.length);
        ConvertApp app = new ConvertApp(session, all, ends);
        return app.attachTo(client.connect(ConnectSpec.to(0, INSIDE[0], 5124).multipath(false), app.out, app.in, app, sim.nowNs()));
    }

    /** The client resets what its SYN began: an IPv4 RST in the window. */
    void sendReset(Tap.Seen syn) {
        byte[] b = Arrays.copyOf(syn.packet(), 40);
        int sequence = (int) syn.seq() + 1;
        ByteBuffer p = ByteBuffer.wrap(b);
        b[0] = 0x45;
        p.putShort(2, (short) 40).putShort(10, (short) 0).putInt(24, sequence).putInt(28, 0).putShort(36, (short) 0);
        b[32] = 0x50;
        b[33] = TcpFlags.RST;
        p.putShort(10, (short) ~fold(sum(b, 0, 20)));
        p.putShort(36, (short) ~fold(sum(b, 12, 40) + 6 + 20));
        clientDevice.send(new SimPacket(b));
    }

    private static long sum(byte[] b, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += (b[i] & 0xff) << 8 | b[i + 1] & 0xff;
        }
        return sum;
    }

    private static long fold(long sum) {
        return (sum & 0xffff) + (sum >>> 16);
    }

    /** No connection, no session, no bug anywhere. */
    boolean isClean() {
        return client.isEmpty() && converter.isEmpty() && server.isEmpty() && convertor.sessions() == 0
            && Stream.of(client, converter, server).allMatch(s -> s.counters().get(Counter.INTERNAL_ERRORS) == 0);
    }

    private final class ShardStack implements TransportStack {
        @Override
        public Listener listen(ListenSpec spec, AcceptHandler handler) {
            return converter.listen(spec, handler);
        }

        @Override
        public Connection connect(ConnectSpec spec, OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
            return converter.connect(spec, out, in, handler, nowNs);
        }
    }

    private final class Node implements SimNode {
        @Override
        public void onPackets(long nowNs) {
            converter.receive(Integer.MAX_VALUE, nowNs);
        }

        @Override
        public long nextDeadlineNs() {
            return Math.min(converter.nextDeadlineNs(), convertor.nextDeadlineNs());
        }

        @Override
        public void onTimers(long nowNs) {
            converter.onTimers(nowNs);
            convertor.onTimers(nowNs);
        }

        @Override
        public void transmit(long nowNs) {
            converter.runOnce(nowNs);
        }
    }
}
