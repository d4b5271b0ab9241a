package io.tributary.script.syntax;

import io.tributary.script.syntax.MptcpLine.Attribute;
import io.tributary.script.syntax.MptcpLine.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** MPTCP options: a name and attributes such as {@code v1}, {@code flags[flag_a, flag_h]}, {@code dsn8=1}, {@code mpcdatalen 300}. */
final class MptcpParser {
    private static final Set<String> NAMES = Set.of("mpcapable", "mp_capable", "mp_join_syn", "mp_join_syn_ack", "mp_join_ack", "dss",
        "add_address", "remove_address", "mp_prio", "mp_fail", "mp_fastclose", "mp_reset");

    private final Cursor c;

    MptcpParser(Cursor c) {
        this.c = c;
    }

    static boolean isMptcp(String name) {
        return NAMES.contains(name);
    }

    MptcpLine parse(String name, Position position, int start) throws ScriptException {
        List<Attribute> attributes = new ArrayList<>();
        while (c.atWord() || c.atNumber()) {
            attributes.add(attribute());
        }
        return new MptcpLine(position, name, attributes, c.since(start));
    }

    private Attribute attribute() throws ScriptException {
        if (c.atNumber()) {
            return new Attribute("", List.of(operand()));
        }
        String name = c.word();
        List<Operand> operands = new ArrayList<>();
        if (c.take("[")) {
            list(operands);
        } else if (c.take("=")) {
            if (c.take("[")) {
                list(operands);
            } else {
                operands.add(operand());
            }
        } else if (c.take("+")) {
            operands.add(new Operand("+", null, null, c.number()));
        } else if (c.atNumber()) {
            operands.add(operand());
        }
        return new Attribute(name, operands);
    }

    private void list(List<Operand> operands) throws ScriptException {
        do {
            operands.add(operand());
        } while (c.take(","));
        c.expect("]");
    }

    private Operand operand() throws ScriptException {
        if (c.peek() == '"') {
            return new Operand("\"", c.string(), null, 0);
        }
        if (c.atNumber()) {
            return new Operand(null, null, null, c.number());
        }
        String name = c.word();
        if (c.take("(")) {
            String argument = c.peek() == '"' ? c.string() : c.word();
            c.expect(")");
            return new Operand(name, argument, null, 0);
        }
        if (c.take("+")) {
            return new Operand(name, null, null, c.number());
        }
        if (!c.take("=")) {
            return new Operand(name, null, null, 0);
        }
        if (c.atNumber()) {
            return new Operand(name, null, c.number(), 0);
        }
        String function = c.word();
        c.expect("(");
        String argument = c.string();
        c.expect(")");
        return new Operand(name, function + ":" + argument, null, 0);
    }
}
