package io.tributary.tcp.receive;

import io.tributary.Rfc;
import io.tributary.buffer.RangeSet;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;

/**
 * Chooses the SACK blocks of an ACK: first, once, what arrived a second time; then the range that grew last, then those reported
 * before it.
 */
@Rfc(value = 2018, section = "4")
@Rfc(value = 2883, section = "4")
public final class SackGenerator {
    private static final int REMEMBERED = 4;

    private final long[] recent = new long[REMEMBERED];
    private int count;
    private long duplicateFrom;
    private long duplicateTo;

    /** A segment was stored out of order at {@code position}. */
    public void onOutOfOrder(long position) {
        int at = 0;
        while (at < count && recent[at] != position) {
            at++;
        }
        if (at == count) {
            count = Math.min(count + 1, REMEMBERED);
            at = count - 1;
        }
        System.arraycopy(recent, 0, recent, 1, at);
        recent[0] = position;
    }

    /** [from, to) arrived, and had arrived before: the next ACK says so, and only that one. */
    public void onDuplicate(long from, long to) {
        duplicateFrom = from;
        duplicateTo = to;
    }

    public boolean hasDuplicate() {
        return duplicateTo > duplicateFrom;
    }

    /** Adds as many blocks as fit into {@code plan}. A duplicate out of order needs the range it lies in behind it to be understood. */
    public void plan(OptionPlan plan, RangeSet ranges, int irs, long ack) {
        boolean duplicate = hasDuplicate();
        if (ranges.size() == 0) {
            count = 0;
        }
        int room = (plan.remaining() - 2 - padding(plan)) / 8;
        duplicate &= duplicateTo <= ack || room > 1;
        long from = duplicateFrom;
        long to = duplicateTo;
        duplicateTo = duplicateFrom;
        if (room < 1 || ranges.size() == 0 && !duplicate) {
            return;
        }
        plan.nops(padding(plan));
        int blocks = 0;
        long chosenLow = 0;
        int at = TcpOptionWriter.beginSack(plan);
        if (duplicate) {
            TcpOptionWriter.addSackBlock(plan, at, irs + (int) from, irs + (int) to);
            blocks++;
        }
        for (int i = 0; i < count && blocks < Math.min(room, REMEMBERED); i++) {
            long position = recent[i];
            if (!ranges.contains(position) || alreadyListed(ranges, i)) {
                continue;
            }
            int r = indexOf(ranges, position);
            TcpOptionWriter.addSackBlock(plan, at, irs + (int) ranges.from(r), irs + (int) ranges.to(r));
            chosenLow |= 1L << Math.min(r, 63);
            blocks++;
        }
        for (int r = 0; r < Math.min(ranges.size(), 63) && blocks < Math.min(room, REMEMBERED); r++) {
            if ((chosenLow >>> r & 1) == 0) {
                TcpOptionWriter.addSackBlock(plan, at, irs + (int) ranges.from(r), irs + (int) ranges.to(r));
                blocks++;
            }
        }
    }

    /** SACK starts with two NOPs where that keeps its blocks aligned. */
    private static int padding(OptionPlan plan) {
        return plan.length() % 4 == 0 ? 2 : 2 - plan.length() % 4 & 3;
    }

    private boolean alreadyListed(RangeSet ranges, int upTo) {
        for (int i = 0; i < upTo; i++) {
            if (ranges.contains(recent[i]) && indexOf(ranges, recent[i]) == indexOf(ranges, recent[upTo])) {
                return true;
            }
        }
        return false;
    }

    private static int indexOf(RangeSet ranges, long position) {
        int lo = 0;
        int hi = ranges.size() - 1;
        while (lo < hi) {
            int mid = lo + hi >>> 1;
            if (ranges.to(mid) <= position) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        return lo;
    }
}
