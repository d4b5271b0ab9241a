package io.tributary.script;

import java.util.Locale;

/** Times as people read them. */
final class Seconds {
    private Seconds() {
    }

    static String of(long ns) {
        return String.format(Locale.ROOT, "%.6f", ns / 1e9);
    }
}
