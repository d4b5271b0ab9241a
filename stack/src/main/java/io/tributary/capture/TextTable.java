package io.tributary.capture;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, aligned. Empty columns take no room. */
final class TextTable {
    private final String indent;
    private final boolean[] left;
    private final List<String[]> rows = new ArrayList<>();

    /** @param left per column, whether it is aligned left */
    TextTable(String indent, boolean... left) {
        this.indent = indent;
        this.left = left;
    }

    void row(String... cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        int[] width = new int[left.length];
        for (String[] row : rows) {
            for (int i = 0; i < width.length; i++) {
                width[i] = Math.max(width[i], row[i].length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < width.length; i++) {
                if (width[i] > 0) {
                    String space = " ".repeat(width[i] - row[i].length());
                    line.append(left[i] ? row[i] + space : space + row[i]).append("  ");
                }
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
