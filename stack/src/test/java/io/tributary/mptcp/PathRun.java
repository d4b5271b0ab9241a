package io.tributary.mptcp;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.data.DataSettings;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** One endless upload over one or two paths, each 10.N.0.1 - 10.N.0.2, read at once by the server; goodput over time. */
final class PathRun {
    final Simulation sim;
    final List<SimLink> paths = new ArrayList<>();
    MptcpConfig config = MptcpConfig.DEFAULT.withLimits(7, 7);
    private final SimHostPair hosts = new SimHostPair();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private TcpConfig tcp = TcpConfig.DEFAULT;
    private int sendBuffer = 4 << 20;
    private int receiveBuffer = 4 << 20;
    Shard client;
    Shard server;
    Connection connection;
    Connection accepted;
    Source source;
    Sink sink;

    /** Links are made before the shards are, as the endpoints are part of the configuration. */
    private static final class SimHostPair {
        final List<double[]> links = new ArrayList<>();
    }

    PathRun(long seed) {
        sim = new Simulation(seed);
    }

    /** @param queueMs length of the bottleneck's queue */
    PathRun path(double mbit, double roundTripMs, double queueMs) {
        hosts.links.add(new double[] {mbit, roundTripMs, queueMs});
        return this;
    }

    PathRun congestion(String name) {
        tcp = TcpConfig.DEFAULT.with(CongestionSettings.DEFAULT.withAlgorithm(CongestionAlgorithms.named(name).orElseThrow()));
        return this;
    }

    PathRun scheduler(String name) {
        return data(config.data().withScheduler(Schedulers.named(name).orElseThrow()));
    }

    PathRun data(DataSettings d) {
        config = config.with(d);
        return this;
    }

    PathRun buffers(int send, int receive) {
        sendBuffer = send;
        receiveBuffer = receive;
        return this;
    }

    PathRun start(boolean multipath) {
        for (int i = 1; i < hosts.links.size(); i++) {
            endpoints.add(Endpoint.subflow(0, IpAddress.parse("10." + (i + 1) + ".0.1"), i));
        }
        SimHost c = new SimHost(sim, "client", ShardConfig.DEFAULT.withMptcp(config.withEndpoints(endpoints.toArray(Endpoint[]::new))));
        SimHost s = new SimHost(sim, "server", ShardConfig.DEFAULT.withMptcp(config));
        client = c.shard();
        server = s.shard();
        for (int i = 0; i < hosts.links.size(); i++) {
            double[] l = hosts.links.get(i);
            String net = "10." + (i + 1) + ".0.";
            SimLink link = sim.link("path" + (i + 1), c.addInterface("a" + i, 0, 1500, net + 1), s.addInterface("b" + i, 0, 1500, net + 2));
            link.bitsPerSecond((long) (l[0] * 1e6)).delayNs(Simulation.millis(l[1] / 2)).queueBytes((int) (l[0] * 125 * l[2]) + 3000);
            paths.add(link);
        }
        source = new Source();
        sink = new Sink();
        server.listen(new ListenSpec(0, IpAddress.ANY, 80, multipath, false, 10, tcp),
            (open, now) -> accepted = open.accept(new Source(0), sink, new Handler(), now));
        ConnectSpec spec = ConnectSpec.to(0, IpAddress.parse("10.1.0.2"), 80).multipath(multipath).tcp(tcp);
        connection = client.connect(spec, source, new Sink(), new Handler(), 0);
        return this;
    }

    /** Mbit/s that arrived in order between two times, seconds. */
    double goodput(double from, double to) {
        sim.run(Simulation.seconds(from));
        long before = sink.contiguous;
        sim.run(Simulation.seconds(to));
        return (sink.contiguous - before) * 8 / (to - from) / 1e6;
    }

    long count(Counter c) {
        return client.counters().get(c);
    }

    MptcpConnection mptcp() {
        return (MptcpConnection) connection;
    }

    private static final class Handler implements ConnectionHandler {
        @Override
        public void onEstablished(Connection c, long nowNs) {
        }

        @Override
        public void onClosed(Connection c, CloseReason reason, long nowNs) {
        }
    }

    private static byte at(long position) {
        return (byte) (position ^ position >> 8 ^ position >> 16);
    }

    /** Always has as much as its buffer keeps. */
    final class Source implements OutboundStream {
        private final long size;
        private long acknowledged;

        Source() {
            this(Long.MAX_VALUE >> 8);
        }

        Source(long size) {
            this.size = size;
        }

        @Override
        public long limit() {
            return Math.min(size, acknowledged + sendBuffer);
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public long room() {
            return size > 0 ? 0 : Long.MAX_VALUE;
        }

        @Override
        public void copy(long position, int length, MutableDirectBuffer dst, int at) {
            for (int i = 0; i < length; i++) {
                dst.putByte(at + i, at(position + i));
            }
        }

        @Override
        public void acknowledged(long upTo) {
            acknowledged = Math.max(acknowledged, upTo);
        }
    }

    /** Reads at once; the window is what is left of its buffer beside data out of order. */
    final class Sink implements InboundStream {
        long contiguous;
        long longestGapNs;
        private long lastNs;
        boolean damaged;

        @Override
        public long window() {
            return receiveBuffer;
        }

        @Override
        public boolean store(long position, DirectBuffer src, int at, int length) {
            damaged |= src.getByte(at) != at(position) || src.getByte(at + length - 1) != at(position + length - 1);
            return true;
        }

        @Override
        public void contiguousUpTo(long position) {
            if (position > contiguous) {
                longestGapNs = contiguous == 0 ? 0 : Math.max(longestGapNs, sim.nowNs() - lastNs);
                lastNs = sim.nowNs();
                contiguous = position;
            }
        }

        @Override
        public void ended() {
        }
    }
}
