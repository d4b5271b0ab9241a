package io.tributary.convert.main.control;

import java.util.Map;

/** {@code stat} as text and as JSON: every counter, those at 0 too. */
public final class StatReport {
    private StatReport() {
    }

    public static String text(Map<String, Long> counters) {
        StringBuilder out = new StringBuilder();
        counters.forEach((name, value) -> out.append(name).append(' ').append(value).append(System.lineSeparator()));
        return out.toString();
    }

    public static String json(Map<String, Long> counters) {
        JsonWriter w = new JsonWriter().object();
        counters.forEach(w::field);
        return w.end().toString();
    }
}
