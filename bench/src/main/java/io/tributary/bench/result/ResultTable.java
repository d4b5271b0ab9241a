package io.tributary.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results as a table for people: median, range and verdict. */
public final class ResultTable {
    private static final String[] HEAD = {"", "median", "[range]", "unit", "baseline", "median", "[range]", "ratio", ""};
    /** Columns whose right edges are aligned. */
    private static final List<Integer> NUMBERS = List.of(1, 2, 5, 6, 7);

    private ResultTable() {
    }

    /** One line each, with a line feed at the end. */
    public static String of(List<Result> results) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEAD);
        results.forEach(r -> rows.add(row(r)));
        int[] width = new int[HEAD.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                width[i] = Math.max(width[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(width[i] - row[i].length());
                line.append(i == 0 || width[i] == 0 ? "" : "  ").append(NUMBERS.contains(i) ? padding + row[i] : row[i] + padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String[] row(Result r) {
        Baseline b = r.baseline();
        return new String[] {r.name(), number(r.value()), range(r.samples()), r.unit(), b == null ? "" : b.name(),
            b == null ? "" : number(b.value()), b == null ? "" : range(b.samples()), b == null ? "" : number(r.ratio()),
            r.verdict().words()};
    }

    private static String range(Samples s) {
        return s.count() < 2 ? "" : "[" + number(s.min()) + " - " + number(s.max()) + "]";
    }

    /** Three digits that count. */
    public static String number(double v) {
        if (!Double.isFinite(v)) {
            return "-";
        }
        double size = Math.abs(v);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 || size == 0 ? "%.2f" : "%.4f", v);
    }
}
