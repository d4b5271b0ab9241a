package io.tributary.convert.main.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Turns TOML text into a {@link Node} tree. The only class that knows the TOML library. */
public final class TomlTree {
    private final String source;

    private TomlTree(String source) {
        this.source = source;
    }

    /** @param problems receives what the parser complains about; the tree is then partial */
    public static Node.Table parse(String source, String text, List<Problem> problems) {
        TomlParseResult result = Toml.parse(text);
        TomlTree tree = new TomlTree(source);
        result.errors().forEach(e -> problems.add(new Problem(tree.at(e.position()), oneLine(e.getMessage()),
            "mend the TOML syntax there; strings need quotes")));
        return tree.table(result, new Origin(source, 1, 1));
    }

    /** @return the keys that a dotted path spells, quotes honoured */
    public static List<String> path(String dotted) {
        return Toml.parseDottedKey(dotted);
    }

    /** @return what {@code text} means as a TOML value; a bare word is a string */
    public static Node value(Origin at, String text) {
        TomlParseResult result = Toml.parse("v = " + text);
        if (result.hasErrors() || result.size() != 1 || text.indexOf('\n') >= 0) {
            return new Node.Leaf(at, text);
        }
        TomlTree tree = new TomlTree(at.source());
        return tree.moved(tree.node(result.get(List.of("v")), at), at);
    }

    /** Positions inside an option's text mean nothing to its author. */
    private Node moved(Node n, Origin at) {
        if (n instanceof Node.Items list) {
            return new Node.Items(at, new ArrayList<>(list.items().stream().map(i -> moved(i, at)).toList()));
        }
        if (n instanceof Node.Table t) {
            Map<String, Node> entries = new LinkedHashMap<>();
            t.entries().forEach((k, v) -> entries.put(k, moved(v, at)));
            return new Node.Table(at, entries);
        }
        return new Node.Leaf(at, ((Node.Leaf) n).value());
    }

    private Node.Table table(TomlTable t, Origin at) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (String key : t.keySet()) {
            List<String> path = List.of(key);
            entries.put(key, node(t.get(path), at(t.inputPositionOf(path))));
        }
        return new Node.Table(at, entries);
    }

    private Node node(Object value, Origin at) {
        if (value instanceof TomlTable t) {
            return table(t, at);
        }
        if (value instanceof TomlArray a) {
            List<Node> items = new ArrayList<>();
            for (int i = 0; i < a.size(); i++) {
                items.add(node(a.get(i), at(a.inputPositionOf(i))));
            }
            return new Node.Items(at, items);
        }
        return new Node.Leaf(at, value);
    }

    private Origin at(TomlPosition p) {
        return p == null ? new Origin(source, 1, 1) : new Origin(source, p.line(), p.column());
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
