package io.tributary.convert.main.loop;

import io.tributary.convert.main.config.Configuration;
import io.tributary.convert.main.config.EndpointSettings;
import io.tributary.convert.main.config.InterfaceSettings;
import io.tributary.convert.main.config.StackSettings;
import io.tributary.device.PacketDevice;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.MptcpConfig;
import io.tributary.mptcp.data.DataSettings;
import io.tributary.mptcp.fallback.CloseSettings;
import io.tributary.mptcp.open.CapableSettings;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.PathManager;
import io.tributary.mptcp.path.PathManagers;
import io.tributary.mptcp.path.PathSettings;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.random.RandomSource;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.wire.IpAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** Makes the shard that a configuration describes. */
public final class World {
    private static final int TIME_WAITS = 32_768;

    private World() {
    }

    /** @param devices by the index of the interface in the configuration */
    public static Shard of(Configuration c, IntFunction<PacketDevice> devices, RandomSource random, Counters counters) {
        Shard shard = new Shard(new ShardConfig(tcp(c), mptcp(c), c.limits().connections(), TIME_WAITS), random, counters);
        for (int i = 0; i < c.interfaces().size(); i++) {
            InterfaceSettings s = c.interfaces().get(i);
            shard.addInterface(s.name(), c.zone(s.zone()), s.addresses().toArray(IpAddress[]::new), devices.apply(i));
        }
        PathManager manager = PathManagers.named(c.stack().pathManager()).orElseThrow().get();
        shard.pathManager(manager);
        return shard;
    }

    /** The name was checked when the configuration was read. */
    static TcpConfig tcp(Configuration c) {
        CongestionAlgorithm algorithm = CongestionAlgorithms.named(c.stack().congestion()).orElseThrow();
        return TcpConfig.DEFAULT.with(CongestionSettings.DEFAULT.withAlgorithm(algorithm));
    }

    static MptcpConfig mptcp(Configuration c) {
        StackSettings s = c.stack();
        return new MptcpConfig(
            new CapableSettings(s.allowJoinInitialAddrPort(), s.synRetransBeforeTcpFallback() + 1, c.limits().connections(),
                s.blackholeTimeoutNs(), s.refuseChecksums()),
            new PathSettings(c.limits().subflows(), c.limits().addAddrAccepted(), s.addAddrTimeoutNs(), endpoints(c)),
            DataSettings.DEFAULT.withScheduler(Schedulers.named(s.scheduler()).orElseThrow()),
            new CloseSettings(s.closeTimeoutNs(), s.confirmedAborts()));
    }

    /** Address IDs that the file does not give are the lowest free ones, in its order; 0 is a connection's first address. */
    private static List<Endpoint> endpoints(Configuration c) {
        Set<Integer> ids = new HashSet<>();
        c.endpoints().forEach(e -> ids.add(e.id()));
        List<Endpoint> endpoints = new ArrayList<>();
        for (EndpointSettings e : c.endpoints()) {
            int id = e.id();
            while (id == 0 || e.id() == 0 && !ids.add(id)) {
                id++;
            }
            endpoints.add(new Endpoint(c.zoneOf(e.address()), e.address(), id, e.port(), e.flags().contains("subflow"),
                e.flags().contains("signal"), e.flags().contains("backup"), e.flags().contains("fullmesh")));
        }
        return endpoints;
    }

    /** For a stack that others talk to: keys and secrets from the system's generator. */
    public static RandomSource random() {
        SecureRandom secret = new SecureRandom();
        return RandomSource.of(secret, new SplittableRandom(secret.nextLong()));
    }
}
