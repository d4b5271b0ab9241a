package io.tributary.replay;

import java.util.List;

/** Reports for people: a paragraph per connection, then each difference with both packets. */
final class ReplayText {
    private static final int COLUMN = 76;

    private ReplayText() {
    }

    static String of(List<ReplayReport> reports) {
        StringBuilder t = new StringBuilder();
        for (int i = 0; i < reports.size(); i++) {
            t.append(i > 0 ? "\n" : "");
            connection(t, reports.get(i), i + 1);
        }
        return t.toString();
    }

    private static void connection(StringBuilder t, ReplayReport r, int number) {
        t.append("Connection ").append(number).append(": ").append(r.client()).append(" > ").append(r.server()).append('\n');
        if (r.failure() != null) {
            t.append("  not replayed: ").append(r.failure()).append('\n');
            return;
        }
        t.append("  replayed as the ").append(r.side().word()).append(", captured ").append(r.side() == r.captured()
            ? "there" : "at the other side: losses between are inferred").append('\n');
        long differing = r.packets() - r.equal() - r.equivalent();
        t.append(String.format("  %d packets recorded: %d equal, %d equivalent, %d different; %d more of ours, %d bytes received%n",
            r.packets(), r.equal(), r.equivalent(), differing, r.extra(), r.received()).replace("\r", ""));
        if (r.slipNs() > 0) {
            t.append("  our stack fell behind the recording by ").append(r.slipNs() / 1_000_000).append(" ms\n");
        }
        if (r.ackSteps() > 0) {
            t.append("  acknowledgments of more than our stack had sent were delivered in parts: ").append(r.ackSteps()).append('\n');
        }
        for (Difference d : r.different()) {
            difference(t, d);
        }
    }

    private static void difference(StringBuilder t, Difference d) {
        t.append("\n  packet ").append(d.packet()).append(", ").append(d.field()).append(": recorded ").append(or(d.expected(), "nothing"))
            .append(", ours ").append(or(d.actual(), "nothing")).append('\n');
        List<String> left = lines("recorded: " + or(d.expectedPacket(), "-"));
        List<String> right = lines("ours: " + or(d.actualPacket(), "-"));
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String l = i < left.size() ? left.get(i) : "";
            String r = i < right.size() ? right.get(i) : "";
            t.append(("    " + l + " ".repeat(COLUMN - l.length()) + " | " + r).stripTrailing()).append('\n');
        }
    }

    private static String or(String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }

    /** Broken at blanks, no line wider than a column. */
    private static List<String> lines(String text) {
        List<String> lines = new java.util.ArrayList<>();
        String rest = text;
        while (rest.length() > COLUMN) {
            int at = rest.lastIndexOf(' ', COLUMN);
            at = at <= 0 ? COLUMN : at;
            lines.add(rest.substring(0, at));
            rest = "  " + rest.substring(at).strip();
        }
        lines.add(rest);
        return lines;
    }
}
