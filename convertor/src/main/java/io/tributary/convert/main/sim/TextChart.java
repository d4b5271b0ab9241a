package io.tributary.convert.main.sim;

import io.tributary.sim.scenario.SimReport.Series;
import java.util.List;
import java.util.Locale;

/** Series of one kind as small area charts below each other, on one scale. */
final class TextChart {
    private static final int WIDTH = 64;
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final int MOST_SERIES = 8;

    private final String title;
    private final double divisor;
    private final boolean peaks;

    /**
     * @param title   with the unit
     * @param divisor from the series' values to that unit
     * @param peaks   columns show the highest value of their time, not the mean
     */
    TextChart(String title, double divisor, boolean peaks) {
        this.title = title;
        this.divisor = divisor;
        this.peaks = peaks;
    }

    String draw(List<Series> series, long endNs) {
        List<Series> shown = series.subList(0, Math.min(series.size(), MOST_SERIES));
        double[][] columns = new double[shown.size()][];
        double top = 0;
        int name = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = columns(shown.get(i).values());
            name = Math.max(name, shown.get(i).name().length());
            for (double v : columns[i]) {
                top = v > top ? v : top;
            }
        }
        top = nice(top);
        int rows = shown.size() <= 2 ? 4 : shown.size() <= 4 ? 3 : 2;
        String label = Numbers.digits(top);
        int scale = Math.max(label.length(), 4);
        StringBuilder out = new StringBuilder("\n" + title + "\n");
        for (int i = 0; i < columns.length; i++) {
            area(out, shown.get(i).name(), name, columns[i], top, rows, label, scale);
        }
        axis(out, name + scale + 3, endNs);
        if (series.size() > shown.size()) {
            out.append("  and ").append(series.size() - shown.size()).append(" more, see --json or --plot\n");
        }
        return out.toString();
    }

    private static void area(StringBuilder out, String name, int nameWidth, double[] columns, double top, int rows, String label, int scale) {
        for (int row = rows - 1; row >= 0; row--) {
            String left = row == rows - 1 ? label : row == 0 ? "0" : "";
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-" + nameWidth + "s %" + scale + "s %s",
                row == rows - 1 ? name : "", left, row == rows - 1 || row == 0 ? "┤" : "│"));
            for (double v : columns) {
                line.append(cell(v, top, row, rows));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static char cell(double v, double top, int row, int rows) {
        if (Double.isNaN(v) || top <= 0) {
            return ' ';
        }
        int eighths = (int) Math.round(v / top * rows * 8);
        // what is not nothing shows
        eighths = v > 0 && eighths == 0 ? 1 : eighths;
        return BLOCKS.charAt(Math.max(0, Math.min(8, eighths - row * 8)));
    }

    private static void axis(StringBuilder out, int indent, long endNs) {
        String end = Numbers.time(endNs);
        String middle = Numbers.time(endNs / 2);
        StringBuilder line = new StringBuilder(" ".repeat(indent)).append("└").append("─".repeat(WIDTH / 2 - 1)).append("┴")
            .append("─".repeat(WIDTH / 2 - 1)).append("┘\n");
        int half = WIDTH / 2 - middle.length() / 2;
        String first = "0 s" + " ".repeat(half - 3) + middle;
        line.append(" ".repeat(indent)).append(first).append(" ".repeat(Math.max(1, WIDTH + 1 - first.length() - end.length()))).append(end).append('\n');
        out.append(line);
    }

    /** One value for each column; NaN where the series did not exist. */
    private double[] columns(long[] values) {
        double[] columns = new double[WIDTH];
        for (int c = 0; c < WIDTH; c++) {
            int from = (int) ((long) c * values.length / WIDTH);
            int to = Math.max(from + 1, (int) ((long) (c + 1) * values.length / WIDTH));
            double sum = 0;
            double peak = 0;
            int n = 0;
            for (int i = from; i < to && i < values.length; i++) {
                if (values[i] != Series.NONE) {
                    sum += values[i] / divisor;
                    peak = Math.max(peak, values[i] / divisor);
                    n++;
                }
            }
            columns[c] = n == 0 ? Double.NaN : peaks ? peak : sum / n;
        }
        return columns;
    }

    /** The next number that reads well: 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten. */
    private static double nice(double v) {
        if (v <= 0) {
            return 1;
        }
        double power = 1;
        while (power * 10 <= v) {
            power *= 10;
        }
        while (power > v) {
            power /= 10;
        }
        for (double m : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8}) {
            if (v <= m * power) {
                return m * power;
            }
        }
        return 10 * power;
    }
}
