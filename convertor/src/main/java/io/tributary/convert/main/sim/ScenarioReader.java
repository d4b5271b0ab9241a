package io.tributary.convert.main.sim;

import io.tributary.convert.main.toml.ConfigException;
import io.tributary.convert.main.toml.Key;
import io.tributary.convert.main.toml.Nearest;
import io.tributary.convert.main.toml.Node;
import io.tributary.convert.main.toml.Problem;
import io.tributary.convert.main.toml.Section;
import io.tributary.convert.main.toml.TomlTree;
import io.tributary.convert.main.toml.ValueType;
import io.tributary.sim.scenario.Scenario;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a scenario file, or says everything that is wrong with it. */
final class ScenarioReader {
    private static final List<String> LISTS = List.of("host", "router", "link", "middlebox", "change", "flow");
    private static final Set<String> COMMON_BOX_KEYS = new TreeSet<>(List.of("link", "type"));

    private final List<Problem> problems = new ArrayList<>();
    private final Node.Table root;
    private final Map<String, Section> hosts = new LinkedHashMap<>();
    private final Map<String, Section> routers = new LinkedHashMap<>();
    private final Map<String, Section> links = new LinkedHashMap<>();
    private final Map<String, Node.Table> tablesByName = new LinkedHashMap<>();

    private ScenarioReader(String source, String text) {
        root = TomlTree.parse(source, text, problems);
    }

    /** @param name short name of the scenario */
    static Scenario parse(String name, String source, String text) throws ConfigException {
        ScenarioReader reader = new ScenarioReader(source, text);
        reader.stopOnProblems();
        Scenario s = reader.read(name);
        reader.stopOnProblems();
        return s;
    }

    private Scenario read(String name) throws ConfigException {
        Section top = Section.read("the scenario", root, ScenarioSchema.TOP, new TreeSet<>(LISTS), problems);
        named("host", ScenarioSchema.HOST, Set.of(), hosts);
        named("router", ScenarioSchema.ROUTER, Set.of(), routers);
        named("link", ScenarioSchema.LINK, Set.of("back"), links);
        LinkReader linkReader = new LinkReader(this, problems);
        List<Scenario.Link> built = new ArrayList<>();
        links.forEach((link, s) -> built.add(linkReader.read(s,
            Section.read("[link.back]", child(tablesByName.get(link), "back"), ScenarioSchema.DIRECTION_KEYS, Set.of(), problems), built.size())));
        stopOnProblems();
        List<Scenario.Box> boxes = boxes();
        List<Scenario.Change> changes = new ArrayList<>();
        sections("change", ScenarioSchema.CHANGE).forEach(s -> changes.add(linkReader.change(s)));
        FlowReader flowReader = new FlowReader(this, built, problems);
        List<Scenario.Transfer> flows = new ArrayList<>();
        sections("flow", ScenarioSchema.FLOW).forEach(s -> flows.addAll(flowReader.read(s)));
        flowReader.check();
        stopOnProblems();
        need("host", hosts.isEmpty());
        need("link", links.isEmpty());
        need("flow", flows.isEmpty());
        stopOnProblems();
        return new Scenario(name, top.text("title"), top.get("seed", Long.class), top.duration("duration"), top.duration("sample"),
            hosts.entrySet().stream().map(e -> new Scenario.Host(e.getKey(), e.getValue().list("backup", String.class))).toList(),
            routers.entrySet().stream().map(e -> router(e.getKey(), e.getValue())).toList(), built, boxes, changes, flows);
    }

    private void need(String list, boolean missing) {
        if (missing) {
            problems.add(new Problem(root.at(), "the scenario has no " + list, "add one as [[" + list + "]]"));
        }
    }

    private Scenario.Router router(String name, Section s) {
        for (String route : s.list("routes", String.class)) {
            known(s, "routes", route.split("\\s+via\\s+")[1], "link", links.keySet());
        }
        return new Scenario.Router(name, s.list("routes", String.class), s.integer("icmp-per-second"));
    }

    private void named(String list, List<Key> keys, Set<String> subtables, Map<String, Section> into) {
        for (Node.Table t : tables(list)) {
            Section s = Section.read("[[" + list + "]]", t, keys, subtables, problems);
            String name = s.text("name");
            if (name != null && (hosts.containsKey(name) || routers.containsKey(name) || links.containsKey(name))) {
                problems.add(new Problem(s.at("name"), "there is a " + name + " already", "give each host, router and link a name of its own"));
            } else if (name != null) {
                into.put(name, s);
                tablesByName.put(name, t);
            }
        }
    }

    private List<Section> sections(String list, List<Key> keys) {
        return tables(list).stream().map(t -> Section.read("[[" + list + "]]", t, keys, Set.of(), problems)).toList();
    }

    private List<Scenario.Box> boxes() {
        List<Scenario.Box> boxes = new ArrayList<>();
        for (Node.Table t : tables("middlebox")) {
            String type = t.entries().get("type") instanceof Node.Leaf l && l.value() instanceof String s ? s : null;
            List<Key> keys = new ArrayList<>(List.of(Key.required("link", ScenarioSchema.NAME),
                Key.required("type", ValueType.oneOf(ScenarioSchema.BOXES.keySet().toArray(String[]::new)))));
            boolean isKnown = type != null && ScenarioSchema.BOXES.containsKey(type);
            keys.addAll(isKnown ? ScenarioSchema.BOXES.get(type) : List.of());
            String title = isKnown ? "[[middlebox]] of type " + type : "[[middlebox]]";
            int before = problems.size();
            Section s = Section.read(title, t, keys, isKnown ? Set.of() : without(t, COMMON_BOX_KEYS), problems);
            if (problems.size() == before && known(s, "link", s.text("link"), "link", links.keySet())) {
                List<String> outside = "nat".equals(type) ? List.of(s.get("outside", IpAddress.class).toString()) : List.of();
                boxes.add(new Scenario.Box(s.text("link"), type, outside, random -> BoxReader.make(type, s, random)));
            }
        }
        return boxes;
    }

    private static Set<String> without(Node.Table t, Set<String> names) {
        Set<String> rest = new TreeSet<>(t.entries().keySet());
        rest.removeAll(names);
        return rest;
    }

    /** Adds a problem unless the name is one of these. */
    boolean known(Section s, String key, String name, String kind, Set<String> names) {
        if (name == null || names.contains(name)) {
            return name != null;
        }
        problems.add(new Problem(s.at(key), key + " names " + name + ", and there is no such " + kind + Nearest.hint(kind, name, names),
            names.isEmpty() ? "add one as [[" + kind.split(" ")[0] + "]]" : "the scenario has " + String.join(", ", names)));
        return false;
    }

    Set<String> hosts() {
        return hosts.keySet();
    }

    Set<String> nodes() {
        Set<String> all = new LinkedHashSet<>(hosts.keySet());
        all.addAll(routers.keySet());
        return all;
    }

    Set<String> links() {
        return links.keySet();
    }

    Section host(String name) {
        return hosts.get(name);
    }

    private List<Node.Table> tables(String list) {
        Node n = root.entries().get(list);
        if (n == null) {
            return List.of();
        }
        if (n instanceof Node.Items items && items.items().stream().allMatch(Node.Table.class::isInstance)) {
            return items.items().stream().map(Node.Table.class::cast).toList();
        }
        if (problems.stream().noneMatch(p -> p.at().equals(n.at()))) {
            problems.add(new Problem(n.at(), list + " is " + Node.describe(n), "write each one as [[" + list + "]]"));
        }
        return List.of();
    }

    private Node.Table child(Node.Table t, String name) {
        Node n = t.entries().get(name);
        if (n instanceof Node.Table table) {
            return table;
        }
        if (n != null) {
            problems.add(new Problem(n.at(), name + " is " + Node.describe(n), "write it as a table: " + name + " = { delay = \"50ms\" }"));
        }
        return new Node.Table(t.at(), new LinkedHashMap<>());
    }

    private void stopOnProblems() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
