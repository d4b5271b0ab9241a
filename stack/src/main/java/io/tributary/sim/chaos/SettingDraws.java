package io.tributary.sim.chaos;

import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.sim.chaos.Setup.HostSetup;
import io.tributary.sim.chaos.Setup.PathSetup;
import io.tributary.tcp.PathSettings.MtuProbing;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.EcnMode;
import java.util.List;
import java.util.function.Consumer;

/** Both hosts' settings: whatever they are, connections have to work. */
final class SettingDraws {
    private final Draw d;
    private final List<PathSetup> paths;

    SettingDraws(Draw d, List<PathSetup> paths) {
        this.d = d;
        this.paths = paths;
    }

    void into(List<Ingredient> all) {
        for (int h = 0; h < 2; h++) {
            endpoints(all, h);
            if (d.chance(0.3)) {
                add(all, h, s -> s.checksum = true, "wants checksums");
            }
            tcp(all, h);
            mptcp(all, h);
        }
    }

    private void endpoints(List<Ingredient> all, int host) {
        for (int i = 0; i < paths.size(); i++) {
            boolean subflow = d.chance(host == Setup.CLIENT ? 0.6 : 0.1);
            boolean signal = d.chance(host == Setup.CLIENT ? 0.1 : 0.35);
            boolean backup = d.chance(0.2);
            boolean fullmesh = subflow && !signal && d.chance(0.25);
            int port = signal && d.chance(0.15) ? 2000 + i : 0;
            int path = i;
            if (subflow || signal) {
                all.add(Ingredient.setup(s -> s.hosts[host].endpoints.add(new Endpoint(0, World.address(s, path, host), path + 1, port,
                    subflow, signal, backup, fullmesh)), "%s has endpoint %d on path %d:%s%s%s%s", Setup.NAMES[host], path + 1, path,
                    subflow ? " subflow" : "", signal ? port > 0 ? " signal port " + port : " signal" : "", backup ? " backup" : "",
                    fullmesh ? " fullmesh" : ""));
            }
        }
    }

    private void tcp(List<Ingredient> all, int host) {
        if (d.chance(0.25)) {
            boolean timestamps = d.chance(0.5);
            boolean sack = d.chance(0.6);
            boolean scaling = d.chance(0.7);
            add(all, host, s -> s.tcp(t -> t.withOptions(timestamps, sack, scaling)),
                "timestamps " + timestamps + ", SACK " + sack + ", scaling " + scaling);
        }
        if (d.chance(0.6)) {
            String name = d.of("newreno", "cubic", "lia", "olia", "balia", "wvegas");
            add(all, host, s -> s.tcp(t -> t.with(t.congestion().withAlgorithm(CongestionAlgorithms.named(name).orElseThrow()))), name);
        }
        if (d.chance(0.15)) {
            add(all, host, s -> s.tcp(t -> t.with(t.congestion().withPacing(true))), "paces");
        }
        if (d.chance(0.15)) {
            add(all, host, s -> s.tcp(t -> t.with(t.congestion().withEcn(EcnMode.REQUEST))), "asks for ECN");
        }
        if (d.chance(0.15)) {
            int segments = d.from(1, 30);
            add(all, host, s -> s.tcp(t -> t.with(t.congestion().withInitialWindow(segments))), "initial window " + segments);
        }
        if (d.chance(0.2)) {
            add(all, host, s -> s.tcp(t -> t.with(t.socket().withNoDelay(true))), "no delay");
        }
        if (d.chance(0.25)) {
            int initial = (int) d.logarithmic(2048, 200_000);
            int max = d.chance(0.5) ? initial : initial * d.from(2, 20);
            add(all, host, s -> s.tcp(t -> t.with(t.socket().withReceiveWindow(initial, max))), "receive window " + initial + " to " + max);
        }
        if (d.chance(0.1)) {
            int segment = d.from(200, 1400);
            add(all, host, s -> s.tcp(t -> t.with(t.socket().withMaxSegment(segment))), "segments of at most " + segment);
        }
        if (d.chance(0.1)) {
            add(all, host, s -> s.tcp(t -> t.with(t.recovery().withTailLossProbe(false).withFrto(false))), "neither TLP nor F-RTO");
        }
        if (d.chance(0.1)) {
            add(all, host, s -> s.tcp(t -> t.with(t.path().withProbing(MtuProbing.ALWAYS))), "probes segment sizes");
        }
    }

    private void mptcp(List<Ingredient> all, int host) {
        if (d.chance(0.4)) {
            int subflows = d.from(0, 7);
            int accepted = d.from(0, 7);
            add(all, host, s -> s.mptcp(m -> m.withLimits(subflows, accepted)), "limits " + subflows + " subflows, " + accepted + " addresses");
        }
        if (d.chance(0.08)) {
            add(all, host, s -> s.mptcp(m -> m.withAllowJoinInitial(false)), "says C");
        }
        if (d.chance(0.2)) {
            long ns = d.nanos(30_000, 120_000);
            add(all, host, s -> s.mptcp(m -> m.withCloseTimeout(ns)), "close timeout " + Ingredient.ms(ns));
        }
        if (d.chance(0.2)) {
            long bytes = d.logarithmic(1000, 1_000_000);
            add(all, host, s -> s.mptcp(m -> m.with(m.data().withRetention(bytes))), "retention " + bytes);
        }
        if (d.chance(0.1)) {
            int syns = d.from(1, 5);
            add(all, host, s -> s.mptcp(m -> m.with(m.capable().withSynsWithOption(syns))), syns + " SYNs with MP_CAPABLE");
        }
        if (d.chance(0.5)) {
            String name = scheduler(d);
            add(all, host, s -> s.mptcp(m -> m.with(m.data().withScheduler(Schedulers.named(name).orElseThrow()))), "scheduler " + name);
        }
        if (d.chance(0.1)) {
            boolean repeat = d.chance(0.5);
            add(all, host, s -> s.mptcp(m -> m.with(m.data().withOpportunistic(repeat, false))),
                "no penalties" + (repeat ? "" : ", heads are not sent again"));
        }
        if (d.chance(0.15)) {
            add(all, host, s -> s.mptcp(m -> m.with(m.close().withConfirmedAborts(true))), "confirmed aborts");
        }
        if (d.chance(0.06)) {
            add(all, host, s -> s.mptcp(m -> m.with(m.capable().withRefusesChecksums(true))), "refuses checksums");
        }
        if (d.chance(0.1)) {
            long ns = d.logarithmic(1_000_000_000L, 60_000_000_000L);
            add(all, host, s -> s.mptcp(m -> m.with(m.paths().withAddAddrTimeout(ns))), "announces for " + Ingredient.ms(ns));
        }
        if (host == Setup.SERVER && d.chance(0.1)) {
            boolean text = d.chance(0.7);
            add(all, host, s -> {
                s.plainListener = true;
                s.tcp(t -> t.with(t.open().with(t.open().fastOpen().withServer(text))));
            }, "plain listener" + (text ? " with Fast Open" : ""));
        }
    }

    static String scheduler(Draw d) {
        return d.of("min-rtt", "round-robin", "weighted", "redundant", "blest", "ecf");
    }

    private static void add(List<Ingredient> all, int host, Consumer<HostSetup> change, String text) {
        all.add(Ingredient.setup(s -> change.accept(s.hosts[host]), "%s: %s", Setup.NAMES[host], text));
    }
}
