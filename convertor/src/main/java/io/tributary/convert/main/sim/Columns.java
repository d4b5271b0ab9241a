package io.tributary.convert.main.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table with a heading, columns aligned. Columns without anything but dashes are left out. */
final class Columns {
    private static final String GAP = "  ";

    private final String[] heading;
    private final boolean[] left;
    private final List<String[]> rows = new ArrayList<>();

    /** @param heading names; those that start with '&lt;' are aligned left */
    Columns(String... heading) {
        this.heading = heading.clone();
        left = new boolean[heading.length];
        for (int i = 0; i < heading.length; i++) {
            left[i] = heading[i].startsWith("<");
            this.heading[i] = left[i] ? heading[i].substring(1) : heading[i];
        }
    }

    void row(String... cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        boolean[] shown = new boolean[heading.length];
        int[] width = new int[heading.length];
        for (int i = 0; i < heading.length; i++) {
            int column = i;
            shown[i] = rows.stream().anyMatch(r -> !r[column].isEmpty() && !"-".equals(r[column]));
            width[i] = Math.max(heading[i].length(), rows.stream().mapToInt(r -> r[column].length()).max().orElse(0));
        }
        line(out, heading, shown, width);
        rows.forEach(r -> line(out, r, shown, width));
        return out.toString();
    }

    private void line(StringBuilder out, String[] cells, boolean[] shown, int[] width) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            if (shown[i]) {
                char[] pad = new char[width[i] - cells[i].length()];
                Arrays.fill(pad, ' ');
                s.append(GAP).append(left[i] ? cells[i] + new String(pad) : new String(pad) + cells[i]);
            }
        }
        out.append(s.toString().stripTrailing()).append('\n');
    }
}
