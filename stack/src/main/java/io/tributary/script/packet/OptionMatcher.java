package io.tributary.script.packet;

import io.tributary.script.syntax.MptcpLine;
import io.tributary.script.syntax.OptionLine;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.TcpLine;
import io.tributary.wire.option.TcpOptionKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares the options that the script expects with those of a packet. */
public final class OptionMatcher {
    private final boolean strict;
    private final long tickUs;
    private final MptcpOptions mptcp;

    /**
     * @param strict exactly these options in this order; else the same ones, wherever they and paddings stand
     * @param tickUs microseconds that one unit of a timestamp means in the script; 0: timestamps of ours are not checked
     */
    public OptionMatcher(boolean strict, long tickUs, MptcpOptions mptcp) {
        this.strict = strict;
        this.tickUs = tickUs;
        this.mptcp = mptcp;
    }

    /**
     * @param from   bytes of the expected segment before those that the packet carries
     * @param length how many it carries
     * @return what differs, or null
     */
    String difference(TcpLine t, Captured packet, Flow f, int from, int length) throws ScriptException {
        if (t.anyOptions()) {
            return null;
        }
        List<OptionItem> actual = new ArrayList<>(OptionItem.of(packet.tcp()));
        List<OptionLine> expected = t.options();
        if (!strict) {
            actual.removeIf(OptionItem::isPadding);
            expected = expected.stream().filter(o -> !isPadding(o)).toList();
        }
        if (actual.size() != expected.size()) {
            return "options: expected " + expected.size() + ", got " + actual.size();
        }
        for (int i = 0; i < expected.size(); i++) {
            OptionItem item = strict ? actual.get(i) : take(actual, expected.get(i));
            String d = item == null ? "is missing" : difference(expected.get(i), item, t, f, from, length);
            if (d != null) {
                return "option " + expected.get(i).text() + ": " + d;
            }
        }
        return null;
    }

    private static boolean isPadding(OptionLine o) {
        return o instanceof OptionLine.Plain p && (p.kind() == TcpOptionKind.END || p.kind() == TcpOptionKind.NOP);
    }

    private static OptionItem take(List<OptionItem> items, OptionLine wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).kind() == kind(wanted) && MptcpOptions.mayBe(wanted, items.get(i))) {
                return items.remove(i);
            }
        }
        return null;
    }

    private static int kind(OptionLine o) {
        if (o instanceof OptionLine.Plain p) {
            return p.kind();
        }
        if (o instanceof OptionLine.Bytes b) {
            return b.kind();
        }
        return o instanceof OptionLine.Sack ? TcpOptionKind.SACK : o instanceof OptionLine.Timestamps ? TcpOptionKind.TIMESTAMPS
            : TcpOptionKind.MPTCP;
    }

    private String difference(OptionLine o, OptionItem item, TcpLine t, Flow f, int from, int length) throws ScriptException {
        if (item.kind() != kind(o)) {
            return "got " + OptionText.of(item, f);
        }
        if (o instanceof OptionLine.Plain p) {
            return plain(p, item, f);
        }
        if (o instanceof OptionLine.Sack s) {
            return sack(s, item, f);
        }
        if (o instanceof OptionLine.Timestamps ts) {
            return timestamps(ts, item, f);
        }
        if (o instanceof OptionLine.Bytes b) {
            return Arrays.equals(b.body(), item.body()) ? null : "got " + OptionText.of(item, f);
        }
        MptcpLine m = (MptcpLine) o;
        return mptcp.difference(length == t.length() ? m : MptcpOptions.fitted(m, item, t, from, length), item, t, f);
    }

    private static String plain(OptionLine.Plain p, OptionItem item, Flow f) {
        boolean same = switch (p.kind()) {
            case TcpOptionKind.MSS -> item.length() == 4 && item.u16(2) == p.value();
            case TcpOptionKind.WINDOW_SCALE -> item.length() == 3 && item.u8(2) == p.value();
            default -> true;
        };
        return same ? null : "got " + OptionText.of(item, f);
    }

    private static String sack(OptionLine.Sack s, OptionItem item, Flow f) {
        boolean same = item.length() == 2 + 8 * s.blocks().size();
        for (int i = 0; same && i < s.blocks().size(); i++) {
            same = item.i32(2 + 8 * i) == f.peerSeq(s.blocks().get(i).left())
                && item.i32(6 + 8 * i) == f.peerSeq(s.blocks().get(i).right());
        }
        return same ? null : "got " + OptionText.of(item, f);
    }

    /** What the stack echoes was the script's own; what it says of its clock is a name until ticks are asked for. */
    private String timestamps(OptionLine.Timestamps ts, OptionItem item, Flow f) {
        int value = item.i32(2);
        if (item.i32(6) != (int) ts.echo()) {
            return "got ecr " + (item.i32(6) & 0xffff_ffffL);
        }
        long drift = tickUs > 0 ? f.timestampDriftUs(ts.value(), value, tickUs) : 0;
        if (Math.abs(drift) > Math.max(1000, tickUs)) {
            return "its value is " + Math.abs(drift) / 1000.0 + " ms " + (drift > 0 ? "later" : "earlier") + " than the script says";
        }
        f.onTimestamp(ts.value(), value);
        return null;
    }
}
