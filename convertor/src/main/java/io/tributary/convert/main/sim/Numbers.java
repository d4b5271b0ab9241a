package io.tributary.convert.main.sim;

import io.tributary.sim.scenario.Scenario;
import java.util.Locale;

/** Numbers with units for people: three digits that matter, the same in every locale. */
final class Numbers {
    private static final String[] RATES = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
    private static final String[] SIZES = {"B", "KB", "MB", "GB", "TB"};

    private Numbers() {
    }

    static String rate(double bitsPerSecond) {
        return scaled(bitsPerSecond, RATES);
    }

    static String size(long bytes) {
        return bytes >= Scenario.Transfer.ENDLESS ? "endless" : scaled(bytes, SIZES);
    }

    static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.3f s", ns / 1e9);
    }

    /** A short time. */
    static String time(long ns) {
        return ns < 1000 ? ns + " ns" : ns < 1_000_000 ? digits(ns / 1e3) + " us" : ns < 1_000_000_000 ? digits(ns / 1e6) + " ms" : digits(ns / 1e9) + " s";
    }

    /** Thousands apart. */
    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String scaled(double value, String... units) {
        int i = 0;
        double v = value;
        while (v >= 999.5 && i < units.length - 1) {
            v /= 1000;
            i++;
        }
        return (i == 0 ? String.valueOf(Math.round(v)) : digits(v)) + " " + units[i];
    }

    /** Three digits, no zeros behind the point that say nothing. */
    static String digits(double v) {
        String s = String.format(Locale.ROOT, v >= 99.95 ? "%.0f" : v >= 9.995 ? "%.1f" : "%.2f", v);
        return s.indexOf('.') < 0 ? s : s.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
