package io.tributary.convert.main.demo.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of JSON, a flat object: what a peer tells its parent process. */
public final class Report {
    private static final Pattern ENTRY = Pattern.compile("\"(\\w+)\":(?:\"([^\"]*)\"|([-\\w.]+))");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Boolean> quoted = new LinkedHashMap<>();

    Report put(String key, long value) {
        return put(key, Long.toString(value), false);
    }

    Report put(String key, boolean value) {
        return put(key, Boolean.toString(value), false);
    }

    Report put(String key, String value) {
        return put(key, value.replaceAll("[\"\\\\\\p{Cntrl}]", "'"), true);
    }

    private Report put(String key, String value, boolean quote) {
        values.put(key, value);
        quoted.put(key, quote);
        return this;
    }

    /** Reads a line that a peer has written. */
    public static Report parse(String line) {
        Report report = new Report();
        Matcher matcher = ENTRY.matcher(line);
        while (matcher.find()) {
            boolean quote = matcher.group(2) != null;
            report.put(matcher.group(1), quote ? matcher.group(2) : matcher.group(3), quote);
        }
        return report;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** @return the value, or the empty string */
    public String text(String key) {
        return values.getOrDefault(key, "");
    }

    /** @return the value, or -1 */
    public long number(String key) {
        return values.containsKey(key) ? Long.parseLong(values.get(key)) : -1;
    }

    public boolean flag(String key) {
        return "true".equals(values.get(key));
    }

    @Override
    public String toString() {
        StringBuilder b = new StringBuilder("{");
        values.forEach((key, value) -> {
            b.append(b.length() > 1 ? "," : "").append('"').append(key).append("\":");
            b.append(quoted.get(key) ? '"' + value + '"' : value);
        });
        return b.append('}').toString();
    }
}
