package io.tributary.convert.main.config;

import io.tributary.convert.main.toml.ConfigException;
import io.tributary.convert.main.toml.Key;
import io.tributary.convert.main.toml.Nearest;
import io.tributary.convert.main.toml.Node;
import io.tributary.convert.main.toml.Origin;
import io.tributary.convert.main.toml.Problem;
import io.tributary.convert.main.toml.Section;
import io.tributary.convert.main.toml.TomlTree;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a configuration file and the {@code -o} options into a {@link Configuration}, or says everything that is wrong. */
public final class ConfigReader {
    private static final Set<String> TABLES = Set.of("stack", "limits", "metrics");
    private static final Set<String> LISTS = Set.of("interface", "endpoint", "convertor");

    private final List<Problem> problems = new ArrayList<>();
    private final Node.Table root;

    private ConfigReader(String source, String text) {
        root = TomlTree.parse(source, text, problems);
    }

    /** @param options each {@code KEY=VALUE} */
    public static Configuration read(Path file, List<String> options) throws ConfigException {
        Origin at = new Origin(file.toString(), 0, 0);
        try {
            return parse(file.toString(), Files.readString(file), options);
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of(new Problem(at, "no such file", "name the configuration with -c FILE")));
        } catch (CharacterCodingException e) {
            throw new ConfigException(List.of(new Problem(at, "not UTF-8 text", "a configuration is a TOML file in UTF-8")));
        } catch (IOException e) {
            throw new ConfigException(List.of(new Problem(at, "cannot be read: " + e.getMessage(), "check its name and rights")));
        }
    }

    /** A configuration of one TUN device; every address but the first is an endpoint for further subflows. */
    public static Configuration ofInterface(String name, List<String> addresses, List<String> options) throws ConfigException {
        String quoted = addresses.stream().map(a -> "\"" + a + "\"").collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder("[[interface]]\nname = \"" + name + "\"\naddresses = [" + quoted + "]\n");
        for (String a : addresses.subList(1, addresses.size())) {
            text.append("[[endpoint]]\naddress = \"").append(a).append("\"\nflags = [\"subflow\"]\n");
        }
        return parse("--tun " + name + " --address " + String.join(",", addresses), text.toString(), options);
    }

    static Configuration parse(String source, String text, List<String> options) throws ConfigException {
        ConfigReader reader = new ConfigReader(source, text);
        reader.stopOnProblems();
        options.forEach(o -> OptionOverride.apply(o, reader.root, reader.problems));
        reader.checkNames();
        Configuration c = reader.build();
        reader.stopOnProblems();
        return c;
    }

    private void checkNames() {
        List<String> known = new ArrayList<>(LISTS);
        known.addAll(TABLES);
        known.sort(null);
        root.entries().forEach((name, node) -> {
            if (TABLES.contains(name) && !(node instanceof Node.Table)) {
                problems.add(new Problem(node.at(), name + " is " + Node.describe(node), "write it as a table: [" + name + "]"));
            } else if (LISTS.contains(name) && !tables(node)) {
                problems.add(new Problem(node.at(), name + " is " + Node.describe(node), "write each one as [[" + name + "]]"));
            } else if (!known.contains(name)) {
                problems.add(new Problem(node.at(), "unknown key " + name + Nearest.hint("key", name, known),
                    "correct or remove it; the top level knows " + String.join(", ", known)));
            }
        });
        Node metrics = root.entries().get("metrics");
        if (metrics != null) {
            problems.add(new Problem(metrics.at(), "[metrics] is not built in this version", "remove it; tributary stat shows the counters"));
        }
    }

    private static boolean tables(Node n) {
        return n instanceof Node.Items items && items.items().stream().allMatch(i -> i instanceof Node.Table);
    }

    private Configuration build() throws ConfigException {
        Section stack = Section.read("[stack]", table(root, "stack", "[stack]"), Schema.STACK, Set.of(), problems);
        Section limits = Section.read("[limits]", table(root, "limits", "[limits]"), Schema.LIMITS, Set.of(), problems);
        List<Section> interfaces = sections("interface", Schema.INTERFACE);
        List<Section> endpoints = sections("endpoint", Schema.ENDPOINT);
        List<ConvertorSections> convertors = convertors();
        stopOnProblems();
        StackSettings stackSettings = StackSettings.of(stack);
        List<ConvertorBlock> built = new ArrayList<>();
        for (ConvertorSections c : convertors) {
            built.add(new ConvertorBlock(c.name(built.size()), ConvertorBlock.Upstream.of(c.upstream, stackSettings),
                ConvertorBlock.Downstream.of(c.downstream, stackSettings)));
        }
        Configuration configuration = new Configuration(stackSettings, LimitSettings.of(limits),
            interfaces.stream().map(InterfaceSettings::of).toList(), endpoints.stream().map(EndpointSettings::of).toList(), built,
            convertors.stream().flatMap(ConvertorSections::idle).toList());
        new CrossChecks(configuration, problems).run(root.at(), interfaces, endpoints, convertors);
        return configuration;
    }

    private List<Section> sections(String name, List<Key> keys) {
        List<Section> sections = new ArrayList<>();
        for (Node.Table t : list(name)) {
            sections.add(Section.read("[[" + name + "]]", t, keys, Set.of(), problems));
        }
        return sections;
    }

    private List<ConvertorSections> convertors() {
        List<ConvertorSections> sections = new ArrayList<>();
        for (Node.Table t : list("convertor")) {
            sections.add(new ConvertorSections(
                Section.read("[[convertor]]", t, Schema.CONVERTOR, Set.of("upstream", "downstream"), problems),
                Section.read("[convertor.upstream]", table(t, "upstream", "[convertor.upstream]"), Schema.UPSTREAM, Set.of(), problems),
                Section.read("[convertor.downstream]", table(t, "downstream", "[convertor.downstream]"), Schema.DOWNSTREAM, Set.of(), problems)));
        }
        return sections;
    }

    private List<Node.Table> list(String name) {
        return root.entries().get(name) instanceof Node.Items items
            ? items.items().stream().filter(Node.Table.class::isInstance).map(Node.Table.class::cast).toList() : List.of();
    }

    private Node.Table table(Node.Table parent, String name, String title) {
        Node n = parent.entries().get(name);
        if (n instanceof Node.Table t) {
            return t;
        }
        if (n != null && parent != root) {
            problems.add(new Problem(n.at(), name + " is " + Node.describe(n), "write it as a table: " + title));
        }
        return new Node.Table(parent.at(), new LinkedHashMap<>());
    }

    private void stopOnProblems() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** The three tables of one convertor. */
    record ConvertorSections(Section own, Section upstream, Section downstream) {
        /** In the modes that are built. */
        Stream<String> idle() {
            return Stream.concat(
                Stream.of("intercept", "mptcp-capable-client", "refused").filter(upstream::has)
                    .map(k -> upstream.at(k) + ": " + k + " means nothing in mode explicit"),
                Stream.of("convertor", "bypass").filter(downstream::has)
                    .map(k -> downstream.at(k) + ": " + k + " means nothing in mode direct"));
        }

        String name(int index) {
            return own.has("name") ? own.text("name") : "convertor-" + index;
        }
    }
}
