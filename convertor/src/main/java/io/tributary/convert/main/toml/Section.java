package io.tributary.convert.main.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table of the configuration with its values checked against the {@link Schema}: every key of the section has its value or
 * its standard one, and remembers where it stood.
 */
public final class Section {
    private final Origin at;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Origin> origins = new LinkedHashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();

    private Section(Origin at) {
        this.at = at;
    }

    /**
     * @param title    how messages call it, as {@code [stack]}
     * @param keys     the known keys
     * @param subtable names in it that are tables read elsewhere
     */
    public static Section read(String title, Node.Table table, List<Key> keys, Set<String> subtable, List<Problem> problems) {
        Section s = new Section(table.at());
        List<String> known = new ArrayList<>(keys.stream().map(Key::name).toList());
        known.addAll(subtable);
        table.entries().forEach((name, node) -> {
            if (!known.contains(name)) {
                problems.add(new Problem(node.at(), "unknown key " + name + " in " + title + Nearest.hint("key", name, known),
                    "correct or remove it; " + title + " knows " + String.join(", ", known)));
            }
        });
        for (Key key : keys) {
            Node node = table.entries().get(key.name());
            if (node == null && key.required()) {
                problems.add(new Problem(table.at(), title + " lacks " + key.name(), "add " + key.name() + " = VALUE to it"));
            }
            Optional<Object> value = node == null ? Optional.ofNullable(key.standard()) : key.read(node, problems);
            s.values.put(key.name(), value.orElse(key.standard()));
            if (node != null) {
                s.origins.put(key.name(), node.at());
                s.shown.put(key.name(), node instanceof Node.Leaf l ? String.valueOf(l.value()) : Node.describe(node));
            }
        }
        return s;
    }

    /** Whether the file (or an option) says something about it. */
    public boolean has(String key) {
        return origins.containsKey(key);
    }

    /** Where the key stands, or its table if it is absent. */
    public Origin at(String key) {
        return origins.getOrDefault(key, at);
    }

    /** The value as it was written; null if it was not. */
    public String shown(String key) {
        return shown.get(key);
    }

    public String text(String key) {
        return (String) values.get(key);
    }

    public boolean bool(String key) {
        return (Boolean) values.get(key);
    }

    public int integer(String key) {
        return ((Long) values.get(key)).intValue();
    }

    /** Nanoseconds. */
    public long duration(String key) {
        return (Long) values.get(key);
    }

    public <T> T get(String key, Class<T> type) {
        return type.cast(values.get(key));
    }

    public <T> List<T> list(String key, Class<T> type) {
        Object value = values.get(key);
        return value == null ? List.of() : ((List<?>) value).stream().map(type::cast).toList();
    }
}
