package io.tributary.convert.main.control;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes one JSON value (RFC 8259) on one line. A null string is {@code null}. */
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder();
    private final Deque<Character> open = new ArrayDeque<>();
    private boolean comma;

    public JsonWriter object() {
        return open('{', '}');
    }

    public JsonWriter array() {
        return open('[', ']');
    }

    /** Ends the innermost object or array. */
    public JsonWriter end() {
        out.append(open.pop().charValue());
        comma = true;
        return this;
    }

    public JsonWriter key(String name) {
        separate();
        quote(name);
        out.append(':');
        return this;
    }

    public JsonWriter value(String text) {
        separate();
        if (text == null) {
            out.append("null");
        } else {
            quote(text);
        }
        comma = true;
        return this;
    }

    public JsonWriter value(long number) {
        separate();
        out.append(number);
        comma = true;
        return this;
    }

    /** A number with a fraction; those without are better given as {@code long}. */
    public JsonWriter value(BigDecimal number) {
        separate();
        out.append(number.toPlainString());
        comma = true;
        return this;
    }

    public JsonWriter value(boolean truth) {
        separate();
        out.append(truth);
        comma = true;
        return this;
    }

    public JsonWriter field(String name, String text) {
        return key(name).value(text);
    }

    public JsonWriter field(String name, long number) {
        return key(name).value(number);
    }

    public JsonWriter field(String name, boolean truth) {
        return key(name).value(truth);
    }

    private JsonWriter open(char start, char end) {
        separate();
        out.append(start);
        open.push(end);
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = false;
    }

    private void quote(String s) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("objects or arrays still open");
        }
        return out.toString();
    }
}
