package io.tributary.sim.chaos;

import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.sim.chaos.Setup.HostSetup;
import io.tributary.sim.chaos.Setup.PathSetup;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** A run's network, hosts and connections. */
final class World {
    private static final int CONNECTIONS = 64;
    private static final int TIME_WAITS = 256;

    private final Simulation sim;
    private final Setup setup;
    private final SimHost[] hosts = new SimHost[2];
    private final List<PathState> paths = new ArrayList<>();
    private final List<Talk> talks = new ArrayList<>();

    World(Simulation sim, Setup setup) {
        this.sim = sim;
        this.setup = setup;
        for (int h = 0; h < 2; h++) {
            HostSetup s = setup.hosts[h];
            hosts[h] = new SimHost(sim, Setup.NAMES[h], new ShardConfig(s.tcp, s.complete(), CONNECTIONS, TIME_WAITS));
        }
        for (int i = 0; i < setup.paths.size(); i++) {
            paths.add(path(i, setup.paths.get(i)));
        }
        for (int i = 0; i < setup.talks.size(); i++) {
            talks.add(new Talk(this, i, setup.talks.get(i)));
        }
    }

    private PathState path(int i, PathSetup p) {
        SimLink link = sim.link("path" + i,
            hosts[Setup.CLIENT].addInterface("c" + i, 0, p.mtu(), address(setup, i, Setup.CLIENT).toString()),
            hosts[Setup.SERVER].addInterface("s" + i, 0, p.mtu(), address(setup, i, Setup.SERVER).toString()));
        link.bitsPerSecond(p.bitsPerSecond()).delayNs(p.delayNs()).queuePackets(p.queuePackets());
        PathState state = new PathState(i, link);
        link.middlebox(state);
        return state;
    }

    /** A host's address on a path. */
    static IpAddress address(Setup s, int path, int host) {
        return IpAddress.parse(s.paths.get(path).v4() ? "10." + (path + 1) + ".0." + (host + 1) : "fd00:" + (path + 1) + "::" + (host + 1));
    }

    IpAddress address(int path, int host) {
        return address(setup, path, host);
    }

    Simulation sim() {
        return sim;
    }

    Setup setup() {
        return setup;
    }

    Shard shard(int host) {
        return hosts[host].shard();
    }

    PathState path(int i) {
        return paths.get(i);
    }

    List<PathState> paths() {
        return paths;
    }

    Talk talk(int i) {
        return talks.get(i);
    }

    List<Talk> talks() {
        return talks;
    }

    boolean isOver() {
        for (Talk t : talks) {
            if (!t.isOver()) {
                return false;
            }
        }
        return true;
    }

    void abortAll() {
        for (Talk t : talks) {
            t.side(Setup.CLIENT).abort();
            t.side(Setup.SERVER).abort();
        }
        sim.after(0, () -> { });
    }

    /** Something has happened that may break subflows on a path that was doomed to it: who has no other may fail from now on. */
    void broken(int path, String what) {
        for (Talk t : talks) {
            if (!t.isOver() && !t.stands(f -> true)) {
                t.excuse(what + " on path " + path);
            }
        }
    }
}
