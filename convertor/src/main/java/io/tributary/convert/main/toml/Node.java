package io.tributary.convert.main.toml;

import java.util.List;
import java.util.Map;

/** A TOML document as a tree that remembers where everything stood and that {@code -o} options may change. */
public sealed interface Node {
    Origin at();

    /** @param value String, Long, Double, Boolean or a date of TOML */
    record Leaf(Origin at, Object value) implements Node {
    }

    /** @param entries in the order of the file; mutable */
    record Table(Origin at, Map<String, Node> entries) implements Node {
    }

    /** @param items mutable */
    record Items(Origin at, List<Node> items) implements Node {
    }

    /** As it would be typed. */
    static String text(Node n) {
        return n instanceof Leaf l ? l.value() instanceof String s ? "\"" + s + "\"" : String.valueOf(l.value()) : describe(n);
    }

    /** What a person would call it. */
    static String describe(Node n) {
        if (n instanceof Table) {
            return "a table";
        }
        if (n instanceof Items) {
            return "a list";
        }
        Object v = ((Leaf) n).value();
        return v instanceof String ? "the string \"" + v + "\""
            : v instanceof Long ? "the integer " + v
            : v instanceof Boolean ? "the boolean " + v
            : v instanceof Double ? "the number " + v
            : "the date " + v;
    }
}
