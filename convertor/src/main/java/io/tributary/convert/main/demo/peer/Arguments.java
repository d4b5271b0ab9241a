package io.tributary.convert.main.demo.peer;

import java.util.HashMap;
import java.util.Map;

/** {@code key=value} words of a command line that only programs write. */
final class Arguments {
    private final Map<String, String> values = new HashMap<>();

    Arguments(String... words) {
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not key=value: " + word);
            }
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + "=… is missing");
        }
        return value;
    }

    String text(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    long number(String key, long otherwise) {
        return values.containsKey(key) ? Long.parseLong(values.get(key)) : otherwise;
    }
}
