package io.tributary.convert.main.config;

import io.tributary.convert.main.toml.Node;
import io.tributary.convert.main.toml.Origin;
import io.tributary.convert.main.toml.Problem;
import io.tributary.convert.main.toml.TomlTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code -o KEY=VALUE}: one value of the file replaced or added. KEY is dotted; an element of a list is named by its index
 * from 0 or by its {@code name}: {@code interface.trib-in.mtu=1400}.
 */
final class OptionOverride {
    private OptionOverride() {
    }

    static void apply(String option, Node.Table root, List<Problem> problems) {
        Origin at = Origin.option(option);
        int equals = option.indexOf('=');
        List<String> path;
        try {
            path = equals <= 0 ? List.of() : TomlTree.path(option.substring(0, equals).trim());
        } catch (IllegalArgumentException e) {
            path = List.of();
        }
        if (path.size() < 2) {
            problems.add(new Problem(at, "not of the form KEY=VALUE with a dotted key", "write for instance -o stack.checksum-enabled=true"));
            return;
        }
        Node here = root;
        for (int i = 0; i < path.size() - 1; i++) {
            Optional<Node> next = step(here, path.get(i), at);
            if (next.isEmpty()) {
                problems.add(new Problem(at, "there is no " + String.join(".", path.subList(0, i + 1)) + " in the configuration", choices(here)));
                return;
            }
            here = next.get();
        }
        if (here instanceof Node.Table t) {
            t.entries().put(path.get(path.size() - 1), TomlTree.value(at, option.substring(equals + 1).trim()));
        } else {
            problems.add(new Problem(at, String.join(".", path.subList(0, path.size() - 1)) + " is " + Node.describe(here),
                "name one of its elements: " + choices(here)));
        }
    }

    private static Optional<Node> step(Node here, String key, Origin at) {
        if (here instanceof Node.Table t) {
            Node known = t.entries().get(key);
            return Optional.of(known != null ? known
                : t.entries().computeIfAbsent(key, k -> new Node.Table(at, new LinkedHashMap<>())));
        }
        if (here instanceof Node.Items list) {
            if (key.matches("\\d{1,6}")) {
                int index = Integer.parseInt(key);
                return index < list.items().size() ? Optional.of(list.items().get(index)) : Optional.empty();
            }
            return list.items().stream().filter(n -> key.equals(nameOf(n))).findFirst();
        }
        return Optional.empty();
    }

    private static String nameOf(Node n) {
        return n instanceof Node.Table t && t.entries().get("name") instanceof Node.Leaf l && l.value() instanceof String s ? s : null;
    }

    private static String choices(Node here) {
        if (here instanceof Node.Items list) {
            String names = list.items().stream().map(OptionOverride::nameOf).filter(n -> n != null).collect(Collectors.joining(", "));
            return "elements are named by index, 0 to " + (list.items().size() - 1) + (names.isEmpty() ? "" : ", or by name: " + names);
        }
        return "a value has no keys of its own; shorten the key";
    }
}
