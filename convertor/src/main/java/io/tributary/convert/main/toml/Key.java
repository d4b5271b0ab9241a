package io.tributary.convert.main.toml;

import java.util.List;
import java.util.Optional;

/**
 * One key of the configuration.
 *
 * @param standard value when the key is absent; null if it has none
 * @param required absent is an error
 * @param built    values this version can do; null: every value of the type. What else the type allows is refused as not built
 */
public record Key(String name, ValueType type, Object standard, boolean required, List<Object> built) {
    public static Key optional(String name, ValueType type, Object standard) {
        return new Key(name, type, standard, false, null);
    }

    public static Key required(String name, ValueType type) {
        return new Key(name, type, null, true, null);
    }

    /** Of the values that the type allows, this version has only these. */
    public Key only(Object... values) {
        return new Key(name, type, standard, required, List.of(values));
    }

    /** A value of the right type, refused when this version cannot do what it asks for. */
    public Optional<Object> read(Node node, List<Problem> problems) {
        Optional<Object> value = type.read(node, name, problems);
        if (value.isPresent() && built != null && !built.contains(value.get())) {
            problems.add(new Problem(node.at(), name + " = " + Node.text(node) + " is not built in this version",
                "this version knows " + name + " = " + String.join(" or ", built.stream().map(Key::shown).toList())));
            return Optional.empty();
        }
        return value;
    }

    private static String shown(Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }
}
