package io.tributary.convert.main.demo;

import io.tributary.convert.main.demo.lab.Traffic;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What the demonstration is doing, on standard error: bars that move on a terminal, a line a second otherwise. */
final class Progress {
    private static final int BAR = 30;
    private static final long LINE_EVERY_NS = 1_000_000_000L;

    private final PrintWriter err;
    private final boolean terminal;
    private final boolean colour;
    private final int rateKbit;
    private List<Traffic> last = List.of();
    private long lastNs;
    private long lastLineNs;
    private int cutPath;
    private int drawn;

    /** @param rateKbit of one path in one direction: a full bar is both directions at that rate */
    Progress(PrintWriter err, boolean terminal, boolean colour, int rateKbit) {
        this.err = err;
        this.terminal = terminal;
        this.colour = colour;
        this.rateKbit = rateKbit;
    }

    void say(String line) {
        err.println(line);
        err.flush();
    }

    void begin(Phase phase, int paths) {
        last = new ArrayList<>(Collections.nCopies(paths, Traffic.NONE));
        lastNs = 0;
        lastLineNs = 0;
        drawn = 0;
        cutPath = 0;
    }

    /** @param sofar what each path has carried in this phase @param elapsedNs since its start */
    void show(List<Traffic> sofar, long elapsedNs) {
        if (!terminal && elapsedNs - lastLineNs < LINE_EVERY_NS) {
            return;
        }
        long spanNs = Math.max(1, elapsedNs - lastNs);
        if (drawn > 0) {
            err.print("\033[" + drawn + "A");
        }
        for (int i = 0; i < sofar.size(); i++) {
            Traffic step = sofar.get(i).since(last.get(i));
            err.println(line(i + 1, step, sofar.get(i), spanNs, elapsedNs) + (terminal ? "\033[K" : ""));
        }
        err.flush();
        drawn = terminal ? sofar.size() : 0;
        last = sofar;
        lastNs = elapsedNs;
        lastLineNs = elapsedNs;
    }

    private String line(int path, Traffic step, Traffic total, long spanNs, long elapsedNs) {
        double downMbit = step.receivedBytes() * 8e3 / spanNs;
        double upMbit = step.sentBytes() * 8e3 / spanNs;
        String numbers = String.format(Locale.ROOT, "%5.1f Mbit/s down %5.1f up, %6.1f MB so far%s", downMbit, upMbit, total.totalBytes() / 1e6,
                path == cutPath ? ", cut" : "");
        if (!terminal) {
            return String.format(Locale.ROOT, "  %4.1f s  path %d  %s", elapsedNs / 1e9, path, numbers);
        }
        int filled = (int) Math.min(BAR, Math.round(BAR * (downMbit + upMbit) * 1e3 / (2 * rateKbit)));
        String bar = paint(path == cutPath ? 31 : 32, "#".repeat(filled)) + ".".repeat(BAR - filled);
        return String.format(Locale.ROOT, "  path %d  [%s]  %s", path, bar, numbers);
    }

    void cut(int path, long atMs) {
        cutPath = path;
        say(paint(31, String.format(Locale.ROOT, "  path %d is cut after %.1f s", path, atMs / 1e3)));
        drawn = 0;
    }

    /** The next phase starts below. */
    void end() {
        drawn = 0;
    }

    private String paint(int code, String text) {
        return colour && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
