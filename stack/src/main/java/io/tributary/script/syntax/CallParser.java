package io.tributary.script.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code name(argument, ...) = result ERRNO (note)} */
final class CallParser {
    private static final int MAX_DEPTH = 16;

    private final Cursor c;
    private int depth;

    CallParser(Cursor c) {
        this.c = c;
    }

    Action.CallAction parse() throws ScriptException {
        String name = c.word();
        c.expect("(");
        List<Value> arguments = values(")");
        Value result = null;
        String errno = null;
        if (c.take("=")) {
            result = result();
            errno = c.atWord() ? c.word() : null;
            if (c.take("(")) {
                c.until(")");
            }
        }
        return new Action.CallAction(name, arguments, result, errno);
    }

    private Value result() throws ScriptException {
        if (c.take("...") || c.take("?")) {
            return null;
        }
        return c.atNumber() ? new Value.Number(c.number()) : symbols();
    }

    private List<Value> values(String end) throws ScriptException {
        List<Value> values = new ArrayList<>();
        if (c.take(end)) {
            return values;
        }
        do {
            values.add(value());
        } while (c.take(","));
        c.expect(end);
        return values;
    }

    private Value value() throws ScriptException {
        if (++depth > MAX_DEPTH) {
            throw c.error("structures lie too deep in each other");
        }
        try {
            if (c.take("...")) {
                return new Value.Dots();
            }
            if (c.peek() == '"') {
                Value text = new Value.Text(c.string());
                c.take("...");
                return text;
            }
            if (c.take("[")) {
                return new Value.Items(values("]"));
            }
            if (c.take("{")) {
                return new Value.Fields(fields());
            }
            return c.atNumber() ? numbers() : named();
        } finally {
            depth--;
        }
    }

    /** A number; alternatives joined by '|' are combined. */
    private Value numbers() throws ScriptException {
        long n = c.number();
        while (c.take("|")) {
            if (!c.atNumber()) {
                return symbols();
            }
            n |= c.number();
        }
        return new Value.Number(n);
    }

    private Value named() throws ScriptException {
        int start = c.mark();
        String word = c.word();
        if (c.take("(")) {
            return new Value.Made(word, values(")"));
        }
        c.back(start);
        return symbols();
    }

    private Value symbols() throws ScriptException {
        List<String> names = new ArrayList<>();
        do {
            names.add(c.atNumber() ? Long.toString(c.number()) : c.word());
        } while (c.take("|"));
        return new Value.Symbols(names);
    }

    /** {@code name=value}, {@code name(n)=value} or a bare value. */
    private Map<String, Value> fields() throws ScriptException {
        Map<String, Value> fields = new LinkedHashMap<>();
        if (c.take("}")) {
            return fields;
        }
        do {
            int start = c.mark();
            String name = c.atWord() ? c.word() : null;
            if (name != null && c.take("(")) {
                values(")");
            }
            if (name == null || !c.take("=")) {
                c.back(start);
                name = Integer.toString(fields.size());
            }
            fields.put(name, value());
        } while (c.take(","));
        c.expect("}");
        return fields;
    }
}
