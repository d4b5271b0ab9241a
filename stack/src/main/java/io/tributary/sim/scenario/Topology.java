package io.tributary.sim.scenario;

import io.tributary.mptcp.MptcpConfig;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.SimRouter;
import io.tributary.sim.Simulation;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The network of a scenario, built: hosts, routers with their ways to every host, links with their boxes. */
final class Topology {
    private static final int MAX_SUBFLOWS = 7;

    private final Simulation simulation;
    private final Scenario scenario;
    private final Map<String, SimHost> hosts = new LinkedHashMap<>();
    private final Map<String, SimRouter> routers = new LinkedHashMap<>();
    private final Map<String, SimLink> links = new LinkedHashMap<>();

    Topology(Simulation simulation, Scenario scenario) {
        this.simulation = simulation;
        this.scenario = scenario;
        scenario.hosts().forEach(h -> hosts.put(h.name(), host(h)));
        scenario.routers().forEach(r -> routers.put(r.name(), new SimRouter(simulation, r.name()).icmpPerSecond(r.icmpPerSecond())));
        scenario.links().forEach(this::link);
        for (Scenario.Box b : scenario.boxes()) {
            links.get(b.link()).middlebox(b.make().apply(simulation.random("box " + b.type() + " on " + b.link())));
        }
        Routes routes = new Routes(scenario);
        scenario.routers().forEach(r -> route(r, routes));
    }

    private SimHost host(Scenario.Host h) {
        List<Endpoint> endpoints = new ArrayList<>();
        String first = scenario.transfers().stream().filter(t -> t.multipath() && t.from().equals(h.name())).map(t -> addressOf(t).toString())
            .findFirst().orElse(null);
        for (Scenario.Link l : scenario.links()) {
            for (String a : addresses(l, h.name())) {
                if (first != null && !a.equals(first) && endpoints.size() < MAX_SUBFLOWS) {
                    endpoints.add(Endpoint.subflow(0, IpAddress.parse(a), endpoints.size() + 1)
                        .withBackup(h.backupLinks().contains(l.name())));
                }
            }
        }
        MptcpConfig mptcp = MptcpConfig.DEFAULT.withLimits(MAX_SUBFLOWS, MAX_SUBFLOWS).withEndpoints(endpoints.toArray(Endpoint[]::new));
        return new SimHost(simulation, h.name(), ShardConfig.DEFAULT.withMptcp(mptcp));
    }

    private void link(Scenario.Link l) {
        SimDevice a = device(l.first(), l.name(), l.mtu(), l.firstAddresses());
        SimDevice b = device(l.second(), l.name(), l.mtu(), l.secondAddresses());
        SimLink link = simulation.link(l.name(), a, b);
        l.forward().accept(link.forward());
        l.backward().accept(link.backward());
        links.put(l.name(), link);
    }

    private SimDevice device(String node, String link, int mtu, List<String> addresses) {
        String[] list = addresses.toArray(String[]::new);
        return hosts.containsKey(node) ? hosts.get(node).addInterface(link, 0, mtu, list) : routers.get(node).addInterface(link, mtu, list);
    }

    private void route(Scenario.Router r, Routes routes) {
        SimRouter router = routers.get(r.name());
        routes.of(r.name()).forEach((address, link) -> router.route(address, end(r.name(), link)));
        for (String route : r.routes()) {
            String[] words = route.trim().split("\\s+via\\s+");
            router.route(words[0], end(r.name(), words[1]));
        }
    }

    private SimDevice end(String node, String link) {
        SimLink l = links.get(link);
        return l.first().name().equals(node + "." + link) ? l.first() : l.second();
    }

    static List<String> addresses(Scenario.Link l, String node) {
        return l.first().equals(node) ? l.firstAddresses() : l.second().equals(node) ? l.secondAddresses() : List.of();
    }

    Shard shard(String host) {
        return hosts.get(host).shard();
    }

    SimLink link(String name) {
        return links.get(name);
    }

    Collection<SimHost> hosts() {
        return hosts.values();
    }

    /** The link that owns an address, or has a NAT that shows it; the address itself if none does. */
    String linkOf(String address) {
        return scenario.links().stream().filter(l -> l.firstAddresses().contains(address) || l.secondAddresses().contains(address))
            .map(Scenario.Link::name).findFirst().orElseGet(() -> scenario.boxes().stream().filter(b -> b.outside().contains(address))
                .map(Scenario.Box::link).findFirst().orElse(address));
    }

    /** Where the transfer's first subflow starts. */
    IpAddress addressOf(Scenario.Transfer t) {
        return first(t.from(), t.via(), null);
    }

    /** Where it goes to: an address of the same family. */
    IpAddress remoteOf(Scenario.Transfer t) {
        return first(t.to(), null, addressOf(t));
    }

    private IpAddress first(String host, String link, IpAddress like) {
        return scenario.links().stream().filter(l -> link == null || l.name().equals(link))
            .flatMap(l -> addresses(l, host).stream()).map(IpAddress::parse).filter(a -> like == null || a.isV4() == like.isV4())
            .findFirst().orElseThrow(() -> new IllegalArgumentException(host + " has no address for this transfer"));
    }
}
