package io.tributary.script.syntax;

import java.util.List;

/** An MPTCP option as written: a name and attributes in the order of the script. */
public record MptcpLine(Position position, String name, List<Attribute> attributes, String text) implements OptionLine {
    /**
     * A part of the option.
     *
     * @param name     what stands first
     * @param operands what stands behind '=', in brackets, or behind the name; empty if nothing does
     */
    public record Attribute(String name, List<Operand> operands) {
        private Attribute plus(int n) {
            return new Attribute(name, operands.stream().map(o -> new Operand(o.name(), o.argument(), o.define(), o.plus() + n)).toList());
        }
    }

    /**
     * A number, a name, a name with a number ({@code ckey=2}, {@code ckey+1}), or a call ({@code sha256_32(ckey)}).
     *
     * @param name     null for a bare number
     * @param argument of a call; null if it is none
     * @param define   the number behind '=' of a name; null if there is none
     * @param plus     the number behind '+' of a name, or the number itself
     */
    public record Operand(String name, String argument, Long define, long plus) {
        public boolean isNumber() {
            return name == null;
        }
    }

    public boolean has(String attribute) {
        return attributes.stream().anyMatch(a -> a.name().equals(attribute));
    }

    /** The same option with a mapping of {@code size} bytes from {@code from} on. */
    public MptcpLine part(int from, int size) {
        return new MptcpLine(position, name, attributes.stream().map(a -> switch (a.name()) {
            case "dsn4", "dsn8", "ssn" -> a.plus(from);
            case "dll" -> new Attribute("dll", List.of(new Operand(null, null, null, size)));
            default -> a;
        }).toList(), text);
    }

    /** The attribute of that name; null if it is absent. */
    public Attribute find(String attribute) {
        return attributes.stream().filter(a -> a.name().equals(attribute)).findFirst().orElse(null);
    }
}
