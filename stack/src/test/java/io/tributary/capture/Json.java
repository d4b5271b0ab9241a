package io.tributary.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a JSON document into maps, lists, strings, longs, booleans and null; complains about anything else. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Object read(String text) {
        Json j = new Json(text);
        Object value = j.value();
        if (j.at != text.length()) {
            throw new IllegalArgumentException("more behind the document at " + j.at);
        }
        return value;
    }

    private Object value() {
        char c = text.charAt(at);
        if (c == '{') {
            Map<String, Object> map = new LinkedHashMap<>();
            for (char next = open(); next != '}'; next = separator('}')) {
                String name = string();
                expect(":");
                if (map.put(name, value()) != null) {
                    throw new IllegalArgumentException(name + " twice");
                }
            }
            return map;
        }
        if (c == '[') {
            List<Object> list = new ArrayList<>();
            for (char next = open(); next != ']'; next = separator(']')) {
                list.add(value());
            }
            return list;
        }
        if (c == '"') {
            return string();
        }
        for (String word : new String[] {"null", "true", "false"}) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("null") ? null : (Object) Boolean.valueOf(word);
            }
        }
        int from = at;
        while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Long.valueOf(text.substring(from, at));
    }

    private char open() {
        at++;
        char c = text.charAt(at);
        if (c == '}' || c == ']') {
            at++;
        }
        return c;
    }

    private char separator(char end) {
        char c = text.charAt(at++);
        if (c != ',' && c != end) {
            throw new IllegalArgumentException("unexpected " + c + " at " + (at - 1));
        }
        return c;
    }

    private void expect(String s) {
        if (!text.startsWith(s, at)) {
            throw new IllegalArgumentException("no " + s + " at " + at);
        }
        at += s.length();
    }

    private String string() {
        expect("\"");
        StringBuilder s = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            if (c == '\\') {
                c = text.charAt(at++);
                if (c == 'u') {
                    c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                    at += 4;
                }
            } else if (c < 0x20) {
                throw new IllegalArgumentException("control character at " + (at - 1));
            }
            s.append(c);
        }
        return s.toString();
    }
}
