package io.tributary.tcp;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ListenSpec;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.testkit.Endpoint;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A client that sends without end to a server behind one link, on as many connections as are asked for. */
final class Bottleneck {
    private static final IpAddress SERVER = IpAddress.parse("10.0.0.2");
    private static final UnsafeBuffer TEXT = new UnsafeBuffer(new byte[1 << 16]);
    private static final int BUFFER = 1 << 23;

    final Simulation sim;
    final Shard client;
    final Shard server;
    final SimLink link;

    /** One connection's two ends. */
    static final class Flow {
        final Endpoint sender = new Endpoint(BUFFER) {
            @Override
            public void onEstablished(Connection c, long nowNs) {
                fill();
            }

            @Override
            public void onWritable(Connection c, long nowNs) {
                fill();
            }

            private void fill() {
                while (endless && out.write(TEXT, 0, TEXT.capacity()) > 0) {
                    connection.wake();
                }
            }
        };
        boolean endless = true;
        long received;
        private long mark;

        TcpInfo info(long nowNs) {
            return sender.connection.tcpInfo(nowNs);
        }

        /** Bytes received since the last call. */
        long lately() {
            long n = received - mark;
            mark = received;
            return n;
        }
    }

    private final List<Flow> flows = new ArrayList<>();

    Bottleneck(long seed) {
        sim = new Simulation(seed);
        SimHost c = new SimHost(sim, "client", new ShardConfig(TcpConfig.DEFAULT, 100, 100));
        SimHost s = new SimHost(sim, "server", new ShardConfig(TcpConfig.DEFAULT, 100, 100));
        client = c.shard();
        server = s.shard();
        link = sim.link("link", c.addInterface("a", 0, 1500, "10.0.0.1"), s.addInterface("b", 0, 1500, "10.0.0.2"));
    }

    Flow flow(CongestionSettings settings) {
        Flow f = new Flow();
        int port = 8000 + flows.size();
        flows.add(f);
        server.listen(new ListenSpec(0, IpAddress.ANY, port, false, false, 10), new Endpoint(BUFFER) {
            private final byte[] taken = new byte[1 << 16];

            @Override
            public void onReadable(Connection c, long nowNs) {
                while (in.available() > 0) {
                    f.received += in.read(new UnsafeBuffer(taken), 0, taken.length);
                }
            }
        });
        ConnectSpec spec = ConnectSpec.to(0, SERVER, port).multipath(false).tcp(TcpConfig.DEFAULT.with(settings));
        f.sender.attachTo(client.connect(spec, f.sender.out, f.sender.in, f.sender, sim.nowNs()));
        return f;
    }

    void run(double seconds) {
        sim.run(() -> false, sim.nowNs() + Simulation.seconds(seconds));
    }
}
