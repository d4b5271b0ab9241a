package io.tributary.convert.main.toml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what somebody meant to type. */
public final class Nearest {
    private Nearest() {
    }

    /** @return {@code " (nearest known KIND: x)"}, or nothing when nothing is near */
    public static String hint(String kind, String typed, Collection<String> known) {
        return of(typed, known).map(k -> " (nearest known " + kind + ": " + k + ")").orElse("");
    }

    public static Optional<String> of(String typed, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(k -> distance(typed, k)))
            .filter(k -> distance(typed, k) <= Math.max(typed.length(), k.length()) / 2 + 1);
    }

    /** Edits (insert, delete, replace, swap neighbours) that turn one word into the other; '_' counts as '-', case does not count. */
    public static int distance(String a, String b) {
        String x = a.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        String y = b.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        int[][] d = new int[x.length() + 1][y.length() + 1];
        for (int i = 0; i <= x.length(); i++) {
            for (int j = 0; j <= y.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && x.charAt(i - 1) == y.charAt(j - 2) && x.charAt(i - 2) == y.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[x.length()][y.length()];
    }
}
