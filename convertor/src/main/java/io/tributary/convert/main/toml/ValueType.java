package io.tributary.convert.main.toml;

import io.tributary.convert.policy.Endpoint;
import io.tributary.convert.policy.Prefix;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a key's value must look like. */
@FunctionalInterface
public interface ValueType {
    /** @return the value in its Java form, or empty after adding to {@code problems} */
    Optional<Object> read(Node node, String key, List<Problem> problems);

    static ValueType integer(long least, long most) {
        return (node, key, problems) -> {
            if (node instanceof Node.Leaf l && l.value() instanceof Long v && v >= least && v <= most) {
                return Optional.of(v);
            }
            return wrong(node, key, "an integer from " + least + " to " + most, problems);
        };
    }

    static ValueType bool() {
        return (node, key, problems) -> node instanceof Node.Leaf l && l.value() instanceof Boolean v
            ? Optional.of(v) : wrong(node, key, "true or false, without quotes", problems);
    }

    static ValueType oneOf(String... choices) {
        return parsed("one of " + quoted(choices), text -> {
            if (!List.of(choices).contains(text)) {
                throw new IllegalArgumentException("unknown value" + Nearest.hint("value", text, List.of(choices)));
            }
            return text;
        });
    }

    /** Text that fully matches. */
    static ValueType text(String regex, String description) {
        Pattern pattern = Pattern.compile(regex);
        return parsed(description, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException("not allowed here");
            }
            return text;
        });
    }

    static ValueType address() {
        return parsed("an IP address in quotes", IpAddress::parse);
    }

    static ValueType prefix() {
        return parsed("an address block in quotes, as \"10.1.0.0/24\"", Prefix::parse);
    }

    static ValueType hostPort() {
        return parsed("ADDRESS:PORT in quotes, as \"10.1.0.10:5124\"", Endpoint::parse);
    }

    /** A duration in ns: {@code "500ms"}, {@code "120s"}, {@code "5m"}, {@code "1h"}; a bare 0 is 0. */
    static ValueType duration(long leastNs, long mostNs) {
        String description = "a duration in quotes from \"" + Durations.text(leastNs) + "\" to \"" + Durations.text(mostNs) + "\"";
        ValueType parsed = parsed(description, text -> {
            long ns = Durations.parse(text);
            if (ns < leastNs || ns > mostNs) {
                throw new IllegalArgumentException("out of range");
            }
            return ns;
        });
        return (node, key, problems) -> leastNs == 0 && node instanceof Node.Leaf l && Long.valueOf(0).equals(l.value())
            ? Optional.of(0L) : parsed.read(node, key, problems);
    }

    /** A list whose elements are of this type, without doubles. */
    default ValueType list() {
        return (node, key, problems) -> {
            if (!(node instanceof Node.Items items)) {
                return wrong(node, key, "a list in brackets", problems);
            }
            List<Object> values = new ArrayList<>();
            for (Node item : items.items()) {
                Optional<Object> v = read(item, key, problems);
                if (v.isEmpty()) {
                    return v;
                }
                if (values.contains(v.get())) {
                    problems.add(new Problem(item.at(), key + " has " + v.get() + " twice", "name each element once"));
                    return Optional.empty();
                }
                values.add(v.get());
            }
            return Optional.of(List.copyOf(values));
        };
    }

    /** Text that {@code parse} understands; what it throws says what is wrong. */
    static ValueType parsed(String description, Function<String, Object> parse) {
        return (node, key, problems) -> {
            if (!(node instanceof Node.Leaf l) || !(l.value() instanceof String text)) {
                return wrong(node, key, description, problems);
            }
            try {
                return Optional.of(parse.apply(text));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(node.at(), key + " = \"" + text + "\": " + e.getMessage(), key + " takes " + description));
                return Optional.empty();
            }
        };
    }

    private static Optional<Object> wrong(Node node, String key, String description, List<Problem> problems) {
        problems.add(new Problem(node.at(), key + " cannot be " + Node.describe(node), key + " takes " + description));
        return Optional.empty();
    }

    private static String quoted(String... choices) {
        return "\"" + String.join("\", \"", choices) + "\"";
    }

    /** Durations as people write them. */
    final class Durations {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

        private Durations() {
        }

        public static long parse(String text) {
            Matcher m = FORM.matcher(text);
            if ("0".equals(text)) {
                return 0;
            }
            if (!m.matches()) {
                throw new IllegalArgumentException("needs a unit: ms, s, m or h");
            }
            return Long.parseLong(m.group(1)) * unit(m.group(2));
        }

        public static String text(long ns) {
            for (String u : List.of("h", "m", "s")) {
                if (ns > 0 && ns % unit(u) == 0) {
                    return ns / unit(u) + u;
                }
            }
            return ns == 0 ? "0" : ns / unit("ms") + "ms";
        }

        private static long unit(String u) {
            return switch (u) {
                case "ms" -> 1_000_000L;
                case "s" -> 1_000_000_000L;
                case "m" -> 60_000_000_000L;
                default -> 3_600_000_000_000L;
            };
        }
    }
}
