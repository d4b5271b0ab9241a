package io.tributary.convert.main.control;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a flat JSON object: members are strings, booleans, integers or null. All that the control socket needs. */
final class JsonLine {
    private final String text;
    private int at;

    private JsonLine(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if {@code text} is no such object; the message says where */
    static Map<String, Object> parse(String text) {
        JsonLine p = new JsonLine(text);
        Map<String, Object> members = p.object();
        p.blank();
        if (p.at != text.length()) {
            throw p.wrong("something behind the object");
        }
        return members;
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            String name = string();
            expect(':');
            if (members.put(name, value()) != null) {
                throw wrong("a member named twice");
            }
            if (peek() != ',') {
                expect('}');
                return members;
            }
            at++;
        }
    }

    private Object value() {
        char c = peek();
        if (c == '"') {
            return string();
        }
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        String word = text.substring(from, at);
        if (word.matches("-?\\d{1,18}")) {
            return Long.valueOf(word);
        }
        return switch (word) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            case "null" -> null;
            default -> throw wrong("no string, integer, boolean or null");
        };
    }

    private String string() {
        expect('"');
        StringBuilder s = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return s.toString();
            }
            if (c < 0x20) {
                throw wrong("a control character in a string");
            }
            s.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                String hex = text.substring(at, Math.min(at + 4, text.length()));
                if (!hex.matches("[0-9a-fA-F]{4}")) {
                    throw wrong("a broken \\u escape");
                }
                at += 4;
                yield (char) Integer.parseInt(hex, 16);
            }
            default -> throw wrong("an unknown escape");
        };
    }

    private char next() {
        if (at == text.length()) {
            throw wrong("an end too early");
        }
        return text.charAt(at++);
    }

    private char peek() {
        blank();
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("no '" + c + "'");
        }
        at++;
    }

    private void blank() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("not a JSON line: " + what + " at position " + at);
    }
}
