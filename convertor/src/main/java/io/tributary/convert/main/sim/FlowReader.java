package io.tributary.convert.main.sim;

import io.tributary.convert.main.toml.Problem;
import io.tributary.convert.main.toml.Section;
import io.tributary.sim.scenario.Scenario;
import io.tributary.sim.scenario.Scenario.Transfer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Flows; a count of them makes several that start apart. */
final class FlowReader {
    private final ScenarioReader scenario;
    private final List<Scenario.Link> links;
    private final List<Problem> problems;
    private final List<String> names = new ArrayList<>();
    /** Of each host that opens MPTCP connections: the link where they start. */
    private final Map<String, String> starts = new LinkedHashMap<>();

    FlowReader(ScenarioReader scenario, List<Scenario.Link> links, List<Problem> problems) {
        this.scenario = scenario;
        this.links = links;
        this.problems = problems;
    }

    List<Transfer> read(Section s) {
        boolean wellFormed = scenario.known(s, "from", s.text("from"), "host", scenario.hosts())
            & scenario.known(s, "to", s.text("to"), "host", scenario.hosts())
            & (!s.has("via") || scenario.known(s, "via", s.text("via"), "link", scenario.links()));
        if (!wellFormed || s.text("name") == null) {
            return List.of();
        }
        check(s);
        boolean multipath = s.text("protocol").equals("mptcp");
        long size = s.has("size") && s.get("size", Long.class) != null ? s.get("size", Long.class) : Transfer.ENDLESS;
        long up = s.text("direction").equals("down") ? 0 : size;
        long down = s.text("direction").equals("up") ? 0 : size;
        int count = s.integer("count");
        List<Transfer> flows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = s.text("name") + (count > 1 ? "-" + (i + 1) : "");
            if (names.contains(name)) {
                problems.add(new Problem(s.at("name"), "there is a flow " + name + " already", "give each flow a name of its own"));
            }
            names.add(name);
            flows.add(new Transfer(name, s.text("from"), s.text("to"), s.text("via"), multipath, s.bool("checksum"), up, down,
                s.duration("start") + i * s.duration("apart"), FlowSettings.of(s), s.integer("send-buffer"), s.integer("receive-buffer")));
        }
        return flows;
    }

    private void check(Section s) {
        String from = s.text("from");
        if (from.equals(s.text("to"))) {
            problems.add(new Problem(s.at("to"), "a flow from " + from + " to itself", "name two hosts"));
        }
        String via = s.text("via");
        boolean own = via == null || links.stream().anyMatch(l -> l.name().equals(via) && (l.first().equals(from) || l.second().equals(from)));
        if (!own) {
            problems.add(new Problem(s.at("via"), via + " is no link of " + from, "name one of those: " + String.join(", ", linksOf(from))));
        }
        for (String end : List.of(from, s.text("to"))) {
            if (linksOf(end).isEmpty()) {
                problems.add(new Problem(s.at(end.equals(from) ? "from" : "to"), end + " is on no link", "put it on one: between = [\"" + end + "\", ...]"));
            }
        }
        if (s.text("protocol").equals("mptcp")) {
            String start = via != null ? via : linksOf(from).stream().findFirst().orElse("");
            if (!Objects.equals(starts.putIfAbsent(from, start), start) && starts.get(from) != null && !starts.get(from).equals(start)) {
                problems.add(new Problem(s.at("via"), "MPTCP flows of " + from + " start on " + starts.get(from) + " and on " + start,
                    "let all of them start on one link: the others are for further subflows"));
            }
        }
        if (s.has("checksum") && !s.text("protocol").equals("mptcp")) {
            problems.add(new Problem(s.at("checksum"), "checksum means nothing to plain TCP", "remove it, or set protocol = \"mptcp\""));
        }
    }

    private List<String> linksOf(String host) {
        return links.stream().filter(l -> l.first().equals(host) || l.second().equals(host)).map(Scenario.Link::name).toList();
    }

    /** What concerns hosts rather than flows. */
    void check() {
        for (String host : scenario.hosts()) {
            for (String link : scenario.host(host).list("backup", String.class)) {
                scenario.known(scenario.host(host), "backup", link, "link", scenario.links());
            }
        }
    }
}
