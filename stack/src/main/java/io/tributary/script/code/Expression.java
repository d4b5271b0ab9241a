package io.tributary.script.code;

import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes an expression of whole numbers, truth being 1; anything beyond the few operators of code blocks is refused. */
final class Expression {
    private static final int MAX_DEPTH = 60;

    private final List<Token> tokens;
    private final Variables names;
    private final Map<String, Long> used = new LinkedHashMap<>();
    private int at;
    private int depth;

    Expression(List<Token> tokens, int at, Variables names) {
        this.tokens = tokens;
        this.at = at;
        this.names = names;
    }

    /** Index of the first token behind. */
    int end() {
        return at;
    }

    /** The names that were looked at, with their values. */
    Map<String, Long> used() {
        return used;
    }

    long value() throws ScriptException {
        if (++depth > MAX_DEPTH) {
            throw ScriptException.failed(position(), "brackets lie too deep in each other");
        }
        long v = and();
        while (takeName("or")) {
            long right = and();
            v = v != 0 ? v : right;
        }
        depth--;
        return v;
    }

    private long and() throws ScriptException {
        long v = not();
        while (takeName("and")) {
            long right = not();
            v = v == 0 ? v : right;
        }
        return v;
    }

    private long not() throws ScriptException {
        boolean negate = false;
        boolean any = false;
        while (takeName("not")) {
            negate = !negate;
            any = true;
        }
        long v = comparison();
        return any ? v != 0 ^ negate ? 1 : 0 : v;
    }

    /** {@code a <= x <= b} means both. */
    private long comparison() throws ScriptException {
        long left = bits();
        boolean chain = false;
        boolean holds = true;
        while (true) {
            String o = operator("==", "!=", "<=", ">=", "<", ">");
            if (o == null) {
                return chain ? holds ? 1 : 0 : left;
            }
            long right = bits();
            chain = true;
            holds &= switch (o) {
                case "==" -> left == right;
                case "!=" -> left != right;
                case "<=" -> left <= right;
                case ">=" -> left >= right;
                case "<" -> left < right;
                default -> left > right;
            };
            left = right;
        }
    }

    private long bits() throws ScriptException {
        long v = masked();
        while (operator("|") != null) {
            v |= masked();
        }
        return v;
    }

    private long masked() throws ScriptException {
        long v = shifted();
        while (operator("&") != null) {
            v &= shifted();
        }
        return v;
    }

    private long shifted() throws ScriptException {
        long v = sum();
        for (String o = operator("<<", ">>"); o != null; o = operator("<<", ">>")) {
            long n = sum();
            if (n < 0 || n > 62) {
                throw ScriptException.failed(position(), "a shift by " + n);
            }
            v = o.equals("<<") ? v << n : v >> n;
        }
        return v;
    }

    private long sum() throws ScriptException {
        long v = product();
        for (String o = operator("+", "-"); o != null; o = operator("+", "-")) {
            v = o.equals("+") ? v + product() : v - product();
        }
        return v;
    }

    private long product() throws ScriptException {
        long v = signed();
        for (String o = operator("*", "//", "%"); o != null; o = operator("*", "//", "%")) {
            long right = signed();
            if (!o.equals("*") && right == 0) {
                throw ScriptException.failed(position(), "a division by zero");
            }
            v = o.equals("*") ? v * right : o.equals("//") ? Math.floorDiv(v, right) : Math.floorMod(v, right);
        }
        return v;
    }

    private long signed() throws ScriptException {
        boolean negative = false;
        for (String o = operator("-", "+"); o != null; o = operator("-", "+")) {
            negative ^= o.equals("-");
        }
        long v = primary();
        return negative ? -v : v;
    }

    private long primary() throws ScriptException {
        Token t = tokens.get(at);
        if (t.is("(")) {
            at++;
            long v = value();
            if (operator(")") == null) {
                throw ScriptException.failed(position(), "expected ')' in code");
            }
            return v;
        }
        if (t.kind() == Token.Kind.NUMBER) {
            at++;
            try {
                return Long.decode(t.text());
            } catch (NumberFormatException e) {
                throw ScriptException.unsupported(position(), "code: number " + t.text());
            }
        }
        if (t.kind() == Token.Kind.NAME) {
            at++;
            long v = names.value(t.text(), new Position(t.line(), 1));
            used.put(t.text(), v);
            return v;
        }
        throw ScriptException.unsupported(position(), "code: " + (t.kind() == Token.Kind.END ? "an unfinished expression" : t.text()));
    }

    private boolean takeName(String name) {
        boolean here = tokens.get(at).isName(name);
        at += here ? 1 : 0;
        return here;
    }

    private String operator(String... wanted) {
        for (String o : wanted) {
            if (tokens.get(at).is(o)) {
                at++;
                return o;
            }
        }
        return null;
    }

    private Position position() {
        return new Position(tokens.get(Math.min(at, tokens.size() - 1)).line(), 1);
    }
}
