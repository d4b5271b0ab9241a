package io.tributary.tcp.loss;

import java.util.Arrays;

/**
 * What is in flight: contiguous ranges of positions with the time and fate of each. A range is split when an ACK, a SACK block
 * or a retransmission touches a part of it, and joined with its neighbour once both are SACKed.
 *
 * <p>The ranges stand in two orders: by position, for ACKs to find them by binary search; and, as far as they are believed to
 * be in the network, by the time they were sent last, so that loss detection looks at the oldest only. What waits for repair is
 * found from a lower bound that moves with marks and repairs. An ACK thus costs what it changes, not what is in flight.
 */
public final class SentSegments {
    public static final int SACKED = 1;
    public static final int LOST = 2;
    /** Sent again, and that copy is in flight. */
    public static final int RETRANSMITTED = 4;
    /** Sent again at some time: no round-trip sample may come from it (Karn). */
    public static final int EVER_RETRANSMITTED = 8;
    /** So many ranges the peer's SACK blocks may cut what is in flight into; beyond that they count in whole ranges. */
    static final int MOST_SPLIT = 4096;
    static final int NONE = -1;

    private final SlotOrder order = new SlotOrder();
    private final SendingOrder times = new SendingOrder();
    private final FlightTally tally = new FlightTally();
    private long[] from = new long[16];
    private long[] to = new long[16];
    private long[] sentNs = new long[16];
    private int[] segments = new int[16];
    private byte[] flags = new byte[16];
    private int[] free = new int[16];
    private LossListener losses = (from, to, sentNs, nowNs) -> { };
    private int freeCount;
    private int used;
    private long una;
    private long repairFrom = Long.MAX_VALUE;

    /** Hears of every range that is found to be lost. */
    interface LossListener {
        void onLost(long from, long to, long sentNs, long nowNs);
    }

    void losses(LossListener l) {
        losses = l;
    }

    public int size() {
        return order.size();
    }

    public boolean isEmpty() {
        return order.size() == 0;
    }

    public long start(int i) {
        return from[order.get(i)];
    }

    public long end(int i) {
        return to[order.get(i)];
    }

    public long sentNs(int i) {
        return sentNs[order.get(i)];
    }

    public boolean is(int i, int flag) {
        return (flags[order.get(i)] & flag) != 0;
    }

    /** Everything below is acknowledged. */
    public long una() {
        return una;
    }

    /** Position behind everything sent. */
    public long end() {
        return isEmpty() ? una : end(size() - 1);
    }

    /** Bytes and segments by fate. */
    public FlightTally tally() {
        return tally;
    }

    public long sackedBytes() {
        return tally.sackedBytes;
    }

    /** Marked lost and neither acknowledged nor sent again yet. */
    public long lostBytes() {
        return tally.lostBytes - tally.repairedBytes;
    }

    /** Bytes believed to be in the network. */
    public long pipe() {
        return end() - una - tally.sackedBytes - lostBytes();
    }

    /** New data, directly behind the last; {@code mss} bytes go into one segment. */
    public void append(long start, long end, int mss, long nowNs) {
        if (isEmpty()) {
            una = start;
        }
        int s = slot(start, end, nowNs, (int) ((end - start + mss - 1) / mss), 0);
        order.addLast(s);
        times.addNewest(s);
        count(s, 1);
    }

    /** Forgets what lies below {@code position}, and tells {@code news} what of it is news. */
    public void acknowledge(long position, AckNews news) {
        if (!isEmpty() && position > una) {
            splitAt(position);
        }
        while (!isEmpty() && start(0) < position) {
            int s = order.removeFirst();
            deliver(s, news, true);
            leaveNetwork(s);
            count(s, -1);
            free[freeCount++] = s;
        }
        una = Math.max(una, position);
    }

    /** Marks [low, high) as selectively acknowledged, and tells {@code news} what of it was not so before. */
    public void sack(long low, long high, AckNews news) {
        long first = Math.max(low, una);
        long last = Math.min(high, end());
        if (isEmpty() || first >= last) {
            return;
        }
        int i = borderAt(first);
        borderAt(last);
        while (i < size() && end(i) <= last) {
            int s = order.get(i);
            if ((flags[s] & SACKED) == 0) {
                deliver(s, news, false);
                leaveNetwork(s);
                count(s, -1);
                flags[s] = (byte) (flags[s] & ~(LOST | RETRANSMITTED) | SACKED);
                count(s, 1);
                i = join(i);
            }
            i++;
        }
        join(i);
    }

    /** Joins range {@code i} with the one before it if both are SACKed. @return where it is now */
    private int join(int i) {
        if (i == 0 || i >= size() || !is(i, SACKED) || !is(i - 1, SACKED)) {
            return i;
        }
        int s = order.get(i);
        int before = order.get(i - 1);
        to[before] = to[s];
        segments[before] += segments[s];
        flags[before] |= flags[s];
        order.remove(i);
        free[freeCount++] = s;
        return i - 1;
    }

    private void deliver(int s, AckNews news, boolean cumulative) {
        if ((flags[s] & SACKED) == 0) {
            news.onDelivered(from[s], to[s], segments[s], sentNs[s], flags[s], cumulative);
        }
    }

    private void leaveNetwork(int s) {
        if (times.contains(s)) {
            times.remove(s);
        }
    }

    /** Index of the range that contains {@code position}; {@link #size()} if none does. */
    public int indexOf(long position) {
        int lo = 0;
        int hi = size();
        while (lo < hi) {
            int mid = lo + hi >>> 1;
            if (end(mid) <= position) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        return lo;
    }

    /** Makes {@code position} a border between ranges, if it lies inside one. @return index of the range that starts there */
    public int splitAt(long position) {
        int i = indexOf(position);
        if (i >= size() || start(i) >= position) {
            return i;
        }
        int left = order.get(i);
        int share = (int) Math.max(1, Math.min(segments[left] - 1, segments[left] * (position - from[left]) / (to[left] - from[left])));
        count(left, -1);
        int right = slot(position, to[left], sentNs[left], Math.max(1, segments[left] - share), flags[left]);
        to[left] = position;
        segments[left] = share;
        count(left, 1);
        count(right, 1);
        if (times.contains(left)) {
            times.insertAfter(left, right);
        }
        order.insert(i + 1, right);
        return i + 1;
    }

    private int borderAt(long position) {
        if (size() < MOST_SPLIT) {
            return splitAt(position);
        }
        int i = indexOf(position);
        return i < size() && start(i) < position ? i + 1 : i;
    }

    /** The peer took back what it said: nothing counts as selectively acknowledged any more. */
    public void forgetSacks() {
        for (int i = 0; i < size(); i++) {
            change(order.get(i), SACKED, 0);
        }
    }

    /** What was taken for lost was not: what has not been sent again is in the network, as it always was. */
    public void forgetLosses() {
        int near = NONE;
        for (int i = 0; i < size(); i++) {
            int s = order.get(i);
            if ((flags[s] & (SACKED | LOST)) == LOST) {
                change(s, LOST, 0);
                if (!times.contains(s)) {
                    times.insertByTime(s, sentNs, near);
                    near = s;
                }
            }
        }
        repairFrom = Long.MAX_VALUE;
    }

    /** Marks one range lost; a copy sent earlier counts as lost too. */
    public void markLost(int i) {
        markSlotLost(order.get(i));
    }

    void markSlotLost(int s) {
        if ((flags[s] & SACKED) == 0) {
            leaveNetwork(s);
            change(s, RETRANSMITTED, LOST);
            repairFrom = Math.min(repairFrom, from[s]);
        }
    }

    /** The same, as news of the path: who wants to know is told. */
    void lose(int i, long nowNs) {
        loseSlot(order.get(i), nowNs);
    }

    void loseSlot(int s, long nowNs) {
        if ((flags[s] & SACKED) == 0) {
            losses.onLost(from[s], to[s], sentNs[s], nowNs);
        }
        markSlotLost(s);
    }

    void loseAll(long nowNs) {
        for (int i = 0; i < size(); i++) {
            lose(i, nowNs);
        }
    }

    /** Everything that was sent in ranges of more than {@code bytes}. */
    void markLargerLost(long bytes) {
        for (int i = 0; i < size(); i++) {
            if (end(i) - start(i) > bytes) {
                markLost(i);
            }
        }
    }

    public void markRetransmitted(int i, long nowNs) {
        int s = order.get(i);
        change(s, 0, RETRANSMITTED | EVER_RETRANSMITTED);
        sentNs[s] = nowNs;
        leaveNetwork(s);
        times.addNewest(s);
    }

    private void change(int s, int clear, int set) {
        count(s, -1);
        flags[s] = (byte) (flags[s] & ~clear | set);
        count(s, 1);
    }

    /** Index of the lowest range that waits for repair; {@link #size()} without one. */
    public int firstUnrepaired() {
        int i = indexOf(repairFrom);
        while (i < size() && (flags[order.get(i)] & (LOST | RETRANSMITTED | SACKED)) != LOST) {
            i++;
        }
        repairFrom = i < size() ? start(i) : Long.MAX_VALUE;
        return i;
    }

    // ---- by the time of sending

    /** What is in the network and was sent first; {@link #NONE} without one. A slot, not an index. */
    int oldest() {
        return times.oldest();
    }

    /** What was sent next after {@code slot}. */
    int sentAfter(int slot) {
        return times.next(slot);
    }

    long slotStart(int slot) {
        return from[slot];
    }

    long slotEnd(int slot) {
        return to[slot];
    }

    long slotSentNs(int slot) {
        return sentNs[slot];
    }

    int slotSegments(int slot) {
        return segments[slot];
    }

    boolean slotIs(int slot, int flag) {
        return (flags[slot] & flag) != 0;
    }

    private int slot(long start, long end, long time, int count, int flag) {
        int s = freeCount > 0 ? free[--freeCount] : used++;
        if (s == from.length) {
            grow();
        }
        from[s] = start;
        to[s] = end;
        sentNs[s] = time;
        segments[s] = count;
        flags[s] = (byte) flag;
        return s;
    }

    private void count(int s, int sign) {
        tally.count(flags[s], sign * (to[s] - from[s]), sign * segments[s]);
    }

    private void grow() {
        int n = from.length * 2;
        from = Arrays.copyOf(from, n);
        to = Arrays.copyOf(to, n);
        sentNs = Arrays.copyOf(sentNs, n);
        segments = Arrays.copyOf(segments, n);
        flags = Arrays.copyOf(flags, n);
        free = Arrays.copyOf(free, n);
    }

    @Override
    public String toString() {
        StringBuilder b = new StringBuilder("SentSegments[").append(una).append("..").append(end()).append(", ").append(tally);
        for (int i = 0; i < Math.min(size(), 8); i++) {
            b.append(' ').append(start(i)).append(':').append(flags[order.get(i)]);
        }
        return b.append(']').toString();
    }
}
