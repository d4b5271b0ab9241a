package io.tributary.convert.main.sim;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.sim.scenario.SimReport;
import io.tributary.sim.scenario.SimReport.Kind;
import io.tributary.sim.scenario.SimReport.Series;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/** The time series as PNG files: one for each kind, and one with the most important below each other. */
final class Plots {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 420;

    private Plots() {
    }

    /** @throws FailureException if this machine cannot draw text */
    static void check() throws FailureException {
        System.setProperty("java.awt.headless", "true");
        try {
            Graphics2D g = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
            g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            g.drawString("x", 0, 8);
            g.dispose();
        } catch (RuntimeException | LinkageError | InternalError e) {
            // each JDK says it in its own way: no fontconfig, no fonts, no freetype
            throw new FailureException(ExitCode.FAILED, "charts need fonts, and this machine has none",
                "install them: apt-get install fontconfig fonts-dejavu-core (and libfreetype6 for a headless Java)");
        }
    }

    /** @return the files written */
    static List<Path> write(SimReport report, Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> files = new ArrayList<>();
        List<BufferedImage> overview = new ArrayList<>();
        for (Panel p : panels(report)) {
            if (!p.series().isEmpty()) {
                XYChart chart = PlotStyle.chart(report, p.title(), p.unit(), p.divisor(), p.series(), WIDTH, HEIGHT, files.isEmpty());
                BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
                Graphics2D g = image.createGraphics();
                chart.paint(g, WIDTH, HEIGHT);
                g.dispose();
                files.add(save(image, directory.resolve(report.scenario().name() + "-" + p.file() + ".png")));
                if (p.overview()) {
                    overview.add(image);
                }
            }
        }
        files.add(save(stacked(overview), directory.resolve(report.scenario().name() + ".png")));
        return files;
    }

    private record Panel(String file, String title, String unit, double divisor, boolean overview, List<Series> series) {
    }

    private static List<Panel> panels(SimReport r) {
        List<Series> goodput = new ArrayList<>(r.of(Kind.GOODPUT));
        // of plain TCP they are the same once more
        List<Series> subflows = r.streams().stream().anyMatch(s -> s.paths().size() > 1)
            ? r.of(Kind.PATH_GOODPUT).stream().filter(s -> goodput.stream().noneMatch(g -> g.name().equals(s.name()))).toList() : List.of();
        if (goodput.size() == 1) {
            goodput.addAll(subflows);
            subflows = List.of();
        }
        return List.of(
            new Panel("goodput", "Goodput", "Mbit/s", 1e6, true, goodput),
            new Panel("subflows", "Acknowledged on each subflow", "Mbit/s", 1e6, true, subflows),
            new Panel("cwnd", "Congestion window", "KB", 1e3, true, r.of(Kind.CWND)),
            new Panel("in-flight", "In flight", "KB", 1e3, false, r.of(Kind.IN_FLIGHT)),
            new Panel("rtt", "Round trip, smoothed", "ms", 1e6, true, r.of(Kind.SRTT)),
            new Panel("queue", "Queue", "KB", 1e3, true, ReportText.queues(r)),
            new Panel("drops", "Packets lost or dropped", "per second", 1, false, r.of(Kind.DROPS)));
    }

    private static BufferedImage stacked(List<BufferedImage> images) {
        BufferedImage all = new BufferedImage(WIDTH, Math.max(1, HEIGHT * images.size()), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = all.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, all.getWidth(), all.getHeight());
        for (int i = 0; i < images.size(); i++) {
            g.drawImage(images.get(i), 0, i * HEIGHT, null);
        }
        g.dispose();
        return all;
    }

    private static Path save(BufferedImage image, Path file) throws IOException {
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
