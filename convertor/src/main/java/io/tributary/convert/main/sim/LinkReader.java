package io.tributary.convert.main.sim;

import io.tributary.convert.main.toml.Key;
import io.tributary.convert.main.toml.Problem;
import io.tributary.convert.main.toml.Section;
import io.tributary.sim.LinkDirection;
import io.tributary.sim.SimLink;
import io.tributary.sim.scenario.Scenario;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Links and what changes on them. */
final class LinkReader {
    private final ScenarioReader scenario;
    private final List<Problem> problems;
    private final List<String> taken = new ArrayList<>();

    LinkReader(ScenarioReader scenario, List<Problem> problems) {
        this.scenario = scenario;
        this.problems = problems;
    }

    /** @param number of the link, for the addresses of those that name none: 10.NUMBER.0.1 and .2 */
    Scenario.Link read(Section s, Section back, int number) {
        List<String> ends = s.list("between", String.class);
        if (ends.size() != 2) {
            problems.add(new Problem(s.at("between"), "a link has two ends, this one " + ends.size(), "write between = [\"a\", \"b\"]"));
        }
        ends.forEach(e -> scenario.known(s, "between", e, "host or router", scenario.nodes()));
        List<String> given = s.list("addresses", String.class);
        if (!given.isEmpty() && given.size() != 2) {
            problems.add(new Problem(s.at("addresses"), "addresses has " + given.size() + " entries", "it needs one for each end"));
        }
        List<List<String>> addresses = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            addresses.add(given.size() == 2 ? literals(s, given.get(i)) : List.of("10." + (number + 1) + ".0." + (i + 1)));
        }
        Consumer<LinkDirection> both = LinkProperties.of(s);
        return new Scenario.Link(s.text("name"), ends.isEmpty() ? "" : ends.get(0), ends.size() < 2 ? "" : ends.get(1), addresses.get(0),
            addresses.get(1), s.integer("mtu"), LinkProperties.standard().andThen(both),
            LinkProperties.standard().andThen(both).andThen(LinkProperties.of(back)));
    }

    private List<String> literals(Section s, String text) {
        List<String> all = new ArrayList<>();
        for (String word : text.trim().split("\\s+")) {
            try {
                String literal = IpAddress.parse(word).toString();
                if (taken.contains(literal)) {
                    problems.add(new Problem(s.at("addresses"), "somebody has " + literal + " already", "give each end an address of its own"));
                }
                taken.add(literal);
                all.add(literal);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(s.at("addresses"), e.getMessage(), "addresses takes literal addresses, one end after the other"));
            }
        }
        return all;
    }

    Scenario.Change change(Section s) {
        scenario.known(s, "link", s.text("link"), "link", scenario.links());
        List<String> text = new ArrayList<>();
        List<Consumer<LinkDirection>> steps = new ArrayList<>();
        if (s.bool("down") && s.bool("up")) {
            problems.add(new Problem(s.at("up"), "the link cannot go up and down at the same time", "make two changes of it"));
        }
        if (s.bool("down")) {
            text.add("down");
            steps.add(LinkDirection::down);
        }
        if (s.bool("up")) {
            text.add("up");
            steps.add(LinkDirection::up);
        }
        if (s.has("mtu")) {
            text.add("MTU " + s.integer("mtu"));
            steps.add(d -> d.mtu(s.integer("mtu")));
        }
        for (Key k : ScenarioSchema.DIRECTION_KEYS) {
            if (s.has(k.name())) {
                text.add(k.name() + " " + s.shown(k.name()));
            }
        }
        steps.add(LinkProperties.of(s));
        if (text.isEmpty()) {
            problems.add(new Problem(s.at("at"), "nothing changes", "say what: down = true, rate = \"5Mbit\", mtu = 1280 ..."));
        }
        String direction = s.text("direction");
        Consumer<LinkDirection> all = d -> steps.forEach(step -> step.accept(d));
        Consumer<SimLink> change = link -> {
            if (!"back".equals(direction)) {
                all.accept(link.forward());
            }
            if (!"forward".equals(direction)) {
                all.accept(link.backward());
            }
        };
        String where = "both".equals(direction) ? "" : " (" + direction + ")";
        Long at = s.get("at", Long.class);
        return new Scenario.Change(at == null ? 0 : at, s.text("link"), String.join(", ", text) + where, change);
    }
}
