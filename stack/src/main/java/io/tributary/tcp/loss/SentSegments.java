package io.tributary.tcp.loss;

import java.util.Arrays;

/**
 * What is in flight, oldest first: contiguous ranges of positions with the time and fate of each. Struct of arrays used as a
 * deque; a range is split when an ACK, a SACK block or a retransmission touches a part of it.
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

    private long[] end = new long[16];
    private long[] sentNs = new long[16];
    private byte[] flags = new byte[16];
    private int head;
    private int size;
    private long firstStart;
    private long sackedBytes;
    private long lostBytes;
    private long repairedBytes;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public long start(int i) {
        return i == 0 ? firstStart : end[slot(i - 1)];
    }

    public long end(int i) {
        return end[slot(i)];
    }

    public long sentNs(int i) {
        return sentNs[slot(i)];
    }

    public boolean is(int i, int flag) {
        return (flags[slot(i)] & flag) != 0;
    }

    /** Position behind everything sent. */
    public long end() {
        return size == 0 ? firstStart : end(size - 1);
    }

    public long sackedBytes() {
        return sackedBytes;
    }

    /** Marked lost and neither acknowledged nor sent again yet. */
    public long lostBytes() {
        return lostBytes - repairedBytes;
    }

    /** Bytes believed to be in the network. */
    public long pipe() {
        return end() - (size == 0 ? firstStart : start(0)) - sackedBytes - lostBytes();
    }

    /** New data, directly behind the last. */
    public void append(long from, long to, long nowNs) {
        if (size == 0) {
            firstStart = from;
        }
        if (size == end.length) {
            grow();
        }
        int s = slot(size);
        end[s] = to;
        sentNs[s] = nowNs;
        flags[s] = 0;
        size++;
    }

    /** Forgets what lies below {@code position}. */
    public void acknowledge(long position) {
        while (size > 0 && end[head] <= position) {
            count(0, -1);
            firstStart = end[head];
            head = head + 1 & end.length - 1;
            size--;
        }
        if (size > 0 && position > firstStart) {
            count(0, -1);
            firstStart = position;
            count(0, 1);
        }
        if (size == 0) {
            firstStart = Math.max(firstStart, position);
        }
    }

    /** Index of the range that contains {@code position}; {@link #size()} if none does. */
    public int indexOf(long position) {
        if (size == 0 || position < firstStart) {
            return position < firstStart ? 0 : size;
        }
        int lo = 0;
        int hi = size;
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
        if (i >= size || start(i) >= position) {
            return i;
        }
        if (size == end.length) {
            grow();
        }
        for (int k = size; k > i; k--) {
            int to = slot(k);
            int from = slot(k - 1);
            end[to] = end[from];
            sentNs[to] = sentNs[from];
            flags[to] = flags[from];
        }
        size++;
        end[slot(i)] = position;
        return i + 1;
    }

    /** Marks [from, to) as selectively acknowledged. @return bytes that were not so before */
    public long sack(long from, long to) {
        long low = Math.max(from, firstStart);
        long high = Math.min(to, end());
        if (size == 0 || low >= high) {
            return 0;
        }
        long before = sackedBytes;
        int i = borderAt(low);
        borderAt(high);
        for (; i < size && end(i) <= high; i++) {
            if (!is(i, SACKED)) {
                count(i, -1);
                flags[slot(i)] = (byte) (flags[slot(i)] & ~(LOST | RETRANSMITTED) | SACKED);
                count(i, 1);
            }
        }
        return sackedBytes - before;
    }

    /** The peer took back what it said: nothing counts as selectively acknowledged any more. */
    public void forgetSacks() {
        for (int i = 0; i < size; i++) {
            count(i, -1);
            flags[slot(i)] &= ~SACKED;
            count(i, 1);
        }
    }

    private int borderAt(long position) {
        if (size < MOST_SPLIT) {
            return splitAt(position);
        }
        int i = indexOf(position);
        return i < size && start(i) < position ? i + 1 : i;
    }

    /** Marks one range lost; a copy sent earlier counts as lost too. */
    public void markLost(int i) {
        int s = slot(i);
        if ((flags[s] & SACKED) == 0) {
            count(i, -1);
            flags[s] = (byte) (flags[s] & ~RETRANSMITTED | LOST);
            count(i, 1);
        }
    }

    public void markRetransmitted(int i, long nowNs) {
        int s = slot(i);
        count(i, -1);
        flags[s] |= (byte) (RETRANSMITTED | EVER_RETRANSMITTED);
        sentNs[s] = nowNs;
        count(i, 1);
    }

    private void count(int i, int sign) {
        long length = sign * (end(i) - start(i));
        int f = flags[slot(i)];
        if ((f & SACKED) != 0) {
            sackedBytes += length;
        } else if ((f & LOST) != 0) {
            lostBytes += length;
            if ((f & RETRANSMITTED) != 0) {
                repairedBytes += length;
            }
        }
    }

    private int slot(int i) {
        return head + i & end.length - 1;
    }

    private void grow() {
        int n = end.length;
        long[] e = new long[n * 2];
        long[] t = new long[n * 2];
        byte[] f = new byte[n * 2];
        for (int i = 0; i < size; i++) {
            e[i] = end[slot(i)];
            t[i] = sentNs[slot(i)];
            f[i] = flags[slot(i)];
        }
        end = e;
        sentNs = t;
        flags = f;
        head = 0;
    }

    @Override
    public String toString() {
        return "SentSegments[" + firstStart + ".." + end() + ", sacked " + sackedBytes + ", lost " + lostBytes + "/" + repairedBytes
            + ", " + size + " ranges " + Arrays.toString(Arrays.copyOf(flags, Math.min(size, 8))) + "]";
    }
}
