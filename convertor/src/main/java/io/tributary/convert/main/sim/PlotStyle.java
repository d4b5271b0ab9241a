package io.tributary.convert.main.sim;

import io.tributary.sim.scenario.SimReport;
import io.tributary.sim.scenario.SimReport.Kind;
import io.tributary.sim.scenario.SimReport.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How the charts look: few colours that the colour-blind can tell apart, the same name in the same colour on all of them. */
final class PlotStyle {
    private static final Color[] COLORS = {new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7),
        new Color(0xe69f00), new Color(0x56b4e9), new Color(0x7f5fb5), new Color(0x8c6d31),
        new Color(0x000000), new Color(0xb8b800), new Color(0x8b0000), new Color(0x7f7f7f)};
    private static final Color TOTAL = new Color(0x555555);
    private static final Color FAINT = new Color(0xe3e3e3);
    private static final Color EVENT = new Color(0x999999);
    /** More in a legend is no help. */
    private static final int MOST_SERIES = 16;
    private static final int LABEL_WIDTH = 60;
    private static final int SMOOTHING = 2;
    private static final int MOST_TEXTS = 12;
    private static final int TEXT_LINES = 3;
    /** Of the height of what is drawn. */
    private static final double TEXT_LINE = 0.08;
    /** About as many fit side by side on a chart. */
    private static final double LETTERS = 170;

    private PlotStyle() {
    }

    /** @param tells the dashed lines of events have their texts */
    static XYChart chart(SimReport report, String title, String unit, double divisor, List<Series> series, int width, int height,
                         boolean tells) {
        XYChart chart = new XYChartBuilder().width(width).height(height).title(report.scenario().name() + ": " + title).yAxisTitle(unit).xAxisTitle("s").build();
        style(chart.getStyler());
        chart.getStyler().setXAxisMax(report.endNs() / 1e9);
        double[] seconds = new double[report.times().length];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = report.times()[i] / 1e9;
        }
        boolean parts = series.stream().anyMatch(s -> s.kind() == Kind.PATH_GOODPUT);
        boolean flows = !parts && series.stream().anyMatch(s -> s.kind() == Kind.GOODPUT);
        List<String> names = flows ? List.of() : names(report);
        int n = 0;
        double top = 0;
        for (Series s : series.subList(0, Math.min(MOST_SERIES, series.size()))) {
            double[] values = values(s, divisor);
            for (double v : values) {
                top = Math.max(top, Double.isNaN(v) ? 0 : v);
            }
            boolean total = parts && s.kind() == Kind.GOODPUT && !names.contains(s.name());
            XYSeries drawn = chart.addSeries(total ? s.name() + " (all)" : s.name(), seconds, values);
            int at = names.indexOf(s.name());
            drawn.setLineColor(total ? TOTAL : COLORS[(at < 0 ? n : at) % COLORS.length]);
            drawn.setLineStyle(new BasicStroke(total ? 2.6f : 1.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            drawn.setMarker(SeriesMarkers.NONE);
            n++;
        }
        report.happened().forEach(e -> chart.addAnnotation(new AnnotationLine(e.atNs() / 1e9, true, false)));
        if (tells && !report.happened().isEmpty() && report.happened().size() <= MOST_TEXTS) {
            tell(chart, report, top);
        }
        return chart;
    }

    /** At the top, each in the highest line where it covers no other: neighbours are often close. One that fits nowhere is a dashed line only. */
    private static void tell(XYChart chart, SimReport report, double top) {
        chart.getStyler().setYAxisMax(top * (1.1 + TEXT_LINE * TEXT_LINES));
        double end = report.endNs() / 1e9;
        double[] free = new double[TEXT_LINES];
        for (SimReport.Event e : report.happened()) {
            double half = e.what().length() * end / LETTERS / 2;
            double x = Math.max(half, Math.min(e.atNs() / 1e9, end - half));
            int line = 0;
            while (line < TEXT_LINES && free[line] > x - half) {
                line++;
            }
            if (line < TEXT_LINES) {
                free[line] = x + half;
                chart.addAnnotation(new AnnotationText(e.what(), x, top * (1.05 + TEXT_LINE * (TEXT_LINES - line)), false));
            }
        }
    }

    /** NaN where the series did not exist. Rates are smoothed over a few samples: single ones say more of the sampling than of the flow. */
    private static double[] values(Series s, double divisor) {
        double[] values = new double[s.values().length];
        int around = s.kind().unit().equals("bit/s") ? SMOOTHING : 0;
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            int n = 0;
            for (int j = Math.max(0, i - around); j <= Math.min(values.length - 1, i + around); j++) {
                if (s.values()[j] != Series.NONE) {
                    sum += s.values()[j];
                    n++;
                }
            }
            values[i] = s.values()[i] == Series.NONE ? Double.NaN : sum / n / divisor;
        }
        return values;
    }

    /** Of all paths, which give the colours; plain TCP's are those of the flows. */
    private static List<String> names(SimReport report) {
        List<String> names = new ArrayList<>();
        report.of(Kind.CWND).forEach(s -> names.add(s.name()));
        return names;
    }

    private static void style(XYStyler s) {
        s.setLocale(Locale.ROOT).setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
        s.setPlotBorderVisible(false).setChartTitleBoxVisible(false).setChartTitlePadding(8);
        s.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18)).setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        s.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal).setLegendBorderColor(Color.WHITE);
        s.setLegendSeriesLineLength(24).setYAxisLeftWidthHint(LABEL_WIDTH).setChartPadding(10);
        s.setAnnotationLineColor(EVENT).setAnnotationLineStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 5}, 0));
        s.setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11)).setAnnotationTextFontColor(TOTAL);
        s.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13)).setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        s.setPlotGridLinesColor(FAINT).setPlotGridLinesStroke(new BasicStroke(1f)).setPlotGridVerticalLinesVisible(false);
        s.setAxisTickMarksColor(EVENT).setYAxisMin(0.0).setXAxisMin(0.0).setPlotMargin(0);
    }
}
