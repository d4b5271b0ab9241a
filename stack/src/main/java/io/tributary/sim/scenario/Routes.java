package io.tributary.sim.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Shortest ways, counted in links, from routers to every host's addresses, each by the link that owns it, and to what NATs show
 * outside. Hosts pass nothing on.
 */
final class Routes {
    private final Scenario scenario;

    Routes(Scenario scenario) {
        this.scenario = scenario;
    }

    /** For each address that can be reached, the link by which it leaves this router. */
    Map<String, String> of(String router) {
        Map<String, String> firstLink = new LinkedHashMap<>();
        Queue<String> next = new ArrayDeque<>(List.of(router));
        List<String> seen = new ArrayList<>(List.of(router));
        while (!next.isEmpty()) {
            String here = next.remove();
            for (Scenario.Link l : scenario.links()) {
                if (!touches(l, here)) {
                    continue;
                }
                String by = here.equals(router) ? l.name() : firstLink.get("node " + here);
                firstLink.putIfAbsent("link " + l.name(), by);
                String other = l.first().equals(here) ? l.second() : l.first();
                if (isRouter(other) && !seen.contains(other)) {
                    seen.add(other);
                    firstLink.put("node " + other, by);
                    next.add(other);
                }
            }
        }
        return addresses(firstLink);
    }

    private Map<String, String> addresses(Map<String, String> firstLink) {
        Map<String, String> ways = new LinkedHashMap<>();
        for (Scenario.Link l : scenario.links()) {
            String by = firstLink.get("link " + l.name());
            if (by != null) {
                hostAddresses(l).forEach(a -> ways.put(a, by));
                scenario.boxes().stream().filter(b -> b.link().equals(l.name())).flatMap(b -> b.outside().stream()).forEach(a -> ways.put(a, by));
            }
        }
        return ways;
    }

    private List<String> hostAddresses(Scenario.Link l) {
        List<String> all = new ArrayList<>();
        if (!isRouter(l.first())) {
            all.addAll(l.firstAddresses());
        }
        if (!isRouter(l.second())) {
            all.addAll(l.secondAddresses());
        }
        return all;
    }

    private static boolean touches(Scenario.Link l, String node) {
        return l.first().equals(node) || l.second().equals(node);
    }

    private boolean isRouter(String name) {
        return scenario.routers().stream().anyMatch(r -> r.name().equals(name));
    }
}
