package io.tributary.script.syntax;

import io.tributary.script.syntax.MptcpLine.Attribute;
import io.tributary.script.syntax.MptcpLine.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** MPTCP options: a name and attributes such as {@code v1}, {@code flags[flag_a, flag_h]}, {@code dsn8=1}, {@code mpcdatalen 300}. */
final class MptcpParser {
    private static final Set<String> CAPABLE = Set.of("v0", "v1", "flags", "no_flags", "nokey", "key", "mpcdatalen", "cksum", "nocs");
    /** What each may say; an empty set: one thing of any name. */
    private static final Map<String, Set<String>> OPTIONS = Map.ofEntries(Map.entry("mpcapable", CAPABLE), Map.entry("mp_capable", CAPABLE),
        Map.entry("mp_join_syn", Set.of("backup", "address_id", "token", "rand")),
        Map.entry("mp_join_syn_ack", Set.of("backup", "address_id", "sender_hmac", "rand")),
        Map.entry("mp_join_ack", Set.of("sender_hmac")),
        Map.entry("dss", Set.of("dack4", "dack8", "dsn4", "dsn8", "ssn", "dll", "nocs", "cksum", "fin")),
        Map.entry("add_address", Set.of("address_id", "addr", "port", "hmac", "addr_echo")),
        Map.entry("remove_address", Set.of("address_id")), Map.entry("mp_prio", Set.of("backup", "address_id")),
        Map.entry("mp_fail", Set.of("dsn8")), Map.entry("mp_fastclose", Set.of()), Map.entry("mp_reset", Set.of("", "flags")));

    private final Cursor c;

    MptcpParser(Cursor c) {
        this.c = c;
    }

    static boolean isMptcp(String name) {
        return OPTIONS.containsKey(name);
    }

    MptcpLine parse(String name, Position position, int start) throws ScriptException {
        List<Attribute> attributes = new ArrayList<>();
        while (c.atWord() || c.atNumber()) {
            Position at = c.position();
            Attribute a = attribute();
            Set<String> known = OPTIONS.get(name);
            if (known.isEmpty() ? !attributes.isEmpty() : !known.contains(a.name())) {
                throw ScriptException.unsupported(at, name + " " + (a.name().isEmpty() ? "with a number" : a.name()));
            }
            attributes.add(a);
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
