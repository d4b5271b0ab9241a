package io.tributary.convert.main.config;

import io.tributary.convert.main.toml.Nearest;
import io.tributary.convert.main.toml.Origin;
import io.tributary.convert.main.toml.Problem;
import io.tributary.convert.main.toml.Section;
import io.tributary.convert.policy.Endpoint;
import io.tributary.wire.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one key alone cannot tell: names used twice, addresses of nobody, zones without an interface. */
final class CrossChecks {
    private final Configuration config;
    private final List<Problem> problems;

    CrossChecks(Configuration config, List<Problem> problems) {
        this.config = config;
        this.problems = problems;
    }

    void run(Origin file, List<Section> interfaces, List<Section> endpoints, List<ConfigReader.ConvertorSections> convertors) {
        if (interfaces.isEmpty()) {
            problem(file, "no [[interface]]", "add at least one, with name and addresses");
        }
        interfaces(interfaces);
        endpoints(endpoints);
        Set<String> names = new HashSet<>();
        Map<String, String> listeners = new HashMap<>();
        for (int i = 0; i < convertors.size(); i++) {
            ConvertorBlock c = config.convertors().get(i);
            if (!names.add(c.name())) {
                problem(convertors.get(i).own().at("name"), "there is a convertor " + c.name() + " already", "give each its own name");
            }
            upstream(c, convertors.get(i).upstream(), listeners);
            downstream(c, convertors.get(i).downstream());
        }
    }

    private void interfaces(List<Section> sections) {
        Set<String> names = new HashSet<>();
        Map<IpAddress, String> owners = new HashMap<>();
        for (int i = 0; i < sections.size(); i++) {
            InterfaceSettings settings = config.interfaces().get(i);
            Section s = sections.get(i);
            if (!names.add(settings.name())) {
                problem(s.at("name"), "there is an interface " + settings.name() + " already", "give each its own name");
            }
            if (settings.addresses().isEmpty()) {
                problem(s.at("addresses"), settings.name() + " has no addresses", "name at least one address that our stack shall own");
            }
            for (IpAddress a : settings.addresses()) {
                String owner = owners.putIfAbsent(a, settings.name());
                if (owner != null) {
                    problem(s.at("addresses"), a + " belongs to " + owner + " already", "an address belongs to one interface");
                }
                if (!usable(a)) {
                    problem(s.at("addresses"), a + " cannot be an address of ours", "use a unicast address that is not a loopback address");
                }
            }
        }
    }

    private static boolean usable(IpAddress a) {
        java.net.InetAddress i = a.toInetAddress();
        boolean broadcast = a.isV4() && (a.lo() & 0xffff_ffffL) == 0xffff_ffffL;
        return !i.isAnyLocalAddress() && !i.isLoopbackAddress() && !i.isMulticastAddress() && !i.isLinkLocalAddress() && !broadcast;
    }

    private void endpoints(List<Section> sections) {
        Set<IpAddress> seen = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < sections.size(); i++) {
            EndpointSettings e = config.endpoints().get(i);
            Section s = sections.get(i);
            if (config.interfaces().stream().noneMatch(n -> n.addresses().contains(e.address()))) {
                problem(s.at("address"), e.address() + " is no address of an interface", "add it to the addresses of an [[interface]]");
            }
            if (i >= 8) {
                problem(s.at("address"), "there are more than 8 endpoints", "remove some; a connection uses at most 8 addresses");
            }
            if (e.id() > 0 && !ids.add(e.id())) {
                problem(s.at("id"), "there is an endpoint with the ID " + e.id() + " already", "give it another, or none: then it is chosen");
            }
            if (e.port() > 0 && !e.flags().contains("signal")) {
                problem(s.at("port"), "the flags must have signal when there is a port", "it is the port that is announced: add signal or remove it");
            }
            if (!seen.add(e.address())) {
                problem(s.at("address"), "there is an endpoint " + e.address() + " already", "put all its flags into one [[endpoint]]");
            }
            if (e.flags().contains("fullmesh") && e.flags().contains("signal")) {
                problem(s.at("flags"), "the flags signal and fullmesh exclude each other", "fullmesh says where subflows from it go to");
            }
        }
    }

    private void upstream(ConvertorBlock c, Section s, Map<String, String> listeners) {
        ConvertorBlock.Upstream u = c.upstream();
        zone(u.zone(), s);
        if (u.listen().isEmpty()) {
            problem(s.at("listen"), "convertor " + c.name() + " listens nowhere", "add listen = [\"ADDRESS:PORT\"] to its [convertor.upstream]");
        }
        if (!u.hairpin() && !s.has("allow-clients")) {
            problem(s.at("hairpin"), "without allow-clients every address may be a client's, and hairpin = false refuses them all",
                "say who the clients are: allow-clients = [\"10.1.0.0/24\"]");
        }
        for (Endpoint h : u.listen()) {
            if (config.zone(u.zone()) >= 0 && !config.addresses(u.zone()).contains(h.address())) {
                problem(s.at("listen"), h.address() + " is no address of zone " + u.zone(), "listen on one of " + config.addresses(u.zone()));
            }
            String other = listeners.putIfAbsent(h.toString(), c.name());
            if (other != null) {
                problem(s.at("listen"), h + " is taken by convertor " + other, "choose another port");
            }
        }
    }

    private void downstream(ConvertorBlock c, Section s) {
        ConvertorBlock.Downstream d = c.downstream();
        zone(d.zone(), s);
        for (IpAddress a : d.pool()) {
            if (config.zone(d.zone()) >= 0 && !config.addresses(d.zone()).contains(a)) {
                problem(s.at("pool"), a + " is no address of zone " + d.zone(), "choose from " + config.addresses(d.zone()));
            }
        }
    }

    private void zone(String zone, Section s) {
        if (config.zone(zone) < 0) {
            problem(s.at("zone"), "no interface is in zone " + zone + Nearest.hint("zone", zone, config.zones()),
                config.zones().isEmpty() ? "give an [[interface]] zone = \"" + zone + "\"" : "zones are " + String.join(", ", config.zones()));
        }
    }

    private void problem(Origin at, String cause, String remedy) {
        problems.add(new Problem(at, cause, remedy));
    }
}
