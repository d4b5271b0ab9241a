package io.tributary.convert.main.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code stat} as text and as JSON. Text is as nstat's: what has not happened is left out unless asked for. */
public final class StatReport {
    private StatReport() {
    }

    /**
     * Those whose names match one of the patterns, as nstat takes them: {@code *}, {@code ?} and {@code [...]} of the whole name,
     * whatever the case.
     *
     * @param patterns separated by blanks; none: all
     */
    static Map<String, Long> matching(Map<String, Long> counters, String patterns) {
        if (patterns.isBlank()) {
            return counters;
        }
        StringBuilder any = new StringBuilder();
        for (String p : patterns.trim().split("\\s+")) {
            any.append(any.length() == 0 ? "" : "|").append(regex(p));
        }
        Pattern names = Pattern.compile(any.toString(), Pattern.CASE_INSENSITIVE);
        Map<String, Long> matching = new LinkedHashMap<>(counters);
        matching.keySet().removeIf(name -> !names.matcher(name).matches());
        return matching;
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int end = c == '[' ? pattern.indexOf(']', i + 2) : -1;
            if (end > 0) {
                boolean not = pattern.charAt(i + 1) == '!';
                String set = pattern.substring(i + (not ? 2 : 1), end).replaceAll("[\\[\\]\\\\^&]", "\\\\$0");
                regex.append(not ? "[^" : "[").append(set).append(']');
                i = end;
            } else {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    /** @param zeros those at 0 too */
    public static String text(Map<String, Long> counters, boolean zeros) {
        StringBuilder out = new StringBuilder();
        counters.forEach((name, value) -> {
            if (zeros || value != 0) {
                out.append(name).append(' ').append(value).append(System.lineSeparator());
            }
        });
        return out.toString();
    }

    /** Those at 0 too. */
    public static String json(Map<String, Long> counters) {
        JsonWriter w = new JsonWriter().object();
        counters.forEach(w::field);
        return w.end().toString();
    }
}
