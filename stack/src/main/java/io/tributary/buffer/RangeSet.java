package io.tributary.buffer;

import java.util.Arrays;

/**
 * Sorted, disjoint, non-touching ranges {@code [from, to)} of positions in one {@code long[]}. The number of ranges that
 * {@link #add} may create is limited, since the peer decides how many holes there are.
 */
public final class RangeSet {
    private final int maxRanges;
    private long[] bounds;
    private int size;
    private long total;
    private boolean refused;

    public RangeSet(int maxRanges) {
        if (maxRanges < 1) {
            throw new IllegalArgumentException("at least one range: " + maxRanges);
        }
        this.maxRanges = maxRanges;
        bounds = new long[2 * Math.min(maxRanges, 4)];
    }

    /**
     * Adds {@code [from, to)}; an empty range adds nothing.
     *
     * @return true if any position is new. False if all were there, or if it would take one range too many: then nothing is
     *     added and {@link #refused()} says so
     */
    public boolean add(long from, long to) {
        refused = false;
        if (from >= to) {
            return false;
        }
        int first = firstEndingAtOrAfter(from);
        if (first < size && from(first) <= from && to <= to(first)) {
            return false;
        }
        int end = first;
        long covered = 0;
        while (end < size && from(end) <= to) {
            covered += to(end) - from(end);
            end++;
        }
        if (first == end && size >= maxRanges) {
            refused = true;
            return false;
        }
        long newFrom = from;
        long newTo = to;
        if (first < end) {
            newFrom = Math.min(from, from(first));
            newTo = Math.max(to, to(end - 1));
        }
        replace(first, end, 1);
        bounds[2 * first] = newFrom;
        bounds[2 * first + 1] = newTo;
        total += newTo - newFrom - covered;
        return true;
    }

    /** True if the last {@link #add} was refused for the limit. */
    public boolean refused() {
        return refused;
    }

    /** Takes {@code [from, to)} out. May split a range and so go one above the limit, as the alternative would be to lie. */
    public void remove(long from, long to) {
        if (from >= to) {
            return;
        }
        int first = firstEndingAfter(from);
        int end = first;
        long covered = 0;
        while (end < size && from(end) < to) {
            covered += to(end) - from(end);
            end++;
        }
        if (first == end) {
            return;
        }
        long headFrom = from(first);
        long tailTo = to(end - 1);
        int pieces = (headFrom < from ? 1 : 0) + (to < tailTo ? 1 : 0);
        replace(first, end, pieces);
        int at = 2 * first;
        if (headFrom < from) {
            bounds[at++] = headFrom;
            bounds[at++] = from;
            covered -= from - headFrom;
        }
        if (to < tailTo) {
            bounds[at++] = to;
            bounds[at] = tailTo;
            covered -= tailTo - to;
        }
        total -= covered;
    }

    public void removeBelow(long to) {
        if (size > 0) {
            remove(Math.min(from(0), to), to);
        }
    }

    public boolean contains(long position) {
        int i = firstEndingAfter(position);
        return i < size && from(i) <= position;
    }

    /** True if every position of {@code [from, to)} is there; so is an empty range. */
    public boolean containsAll(long from, long to) {
        return from >= to || contiguousFrom(from) >= to;
    }

    /** True if any position of {@code [from, to)} is there. */
    public boolean containsAny(long from, long to) {
        int i = firstEndingAfter(from);
        return from < to && i < size && from(i) < to;
    }

    /** End of the range that contains {@code position}, else {@code position}: the first one missing from there on. */
    public long contiguousFrom(long position) {
        int i = firstEndingAfter(position);
        return i < size && from(i) <= position ? to(i) : position;
    }

    /** First position at or after {@code position} that is there, {@code Long.MAX_VALUE} if none is. */
    public long nextFrom(long position) {
        int i = firstEndingAfter(position);
        return i == size ? Long.MAX_VALUE : Math.max(position, from(i));
    }

    /** Index of the first range that ends behind {@code position}; {@link #size()} if none does. */
    public int firstEndingAfter(long position) {
        int low = 0;
        int high = size;
        while (low < high) {
            int mid = low + high >>> 1;
            if (to(mid) > position) {
                high = mid;
            } else {
                low = mid + 1;
            }
        }
        return low;
    }

    /** Number of ranges. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public long from(int i) {
        return bounds[2 * i];
    }

    public long to(int i) {
        return bounds[2 * i + 1];
    }

    /** Number of positions in all ranges. */
    public long total() {
        return total;
    }

    public void clear() {
        size = 0;
        total = 0;
        refused = false;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("{");
        for (int i = 0; i < size; i++) {
            s.append(i == 0 ? "" : " ").append(from(i)).append("..").append(to(i));
        }
        return s.append('}').toString();
    }

    private int firstEndingAtOrAfter(long position) {
        return position == Long.MIN_VALUE ? 0 : firstEndingAfter(position - 1);
    }

    /** Makes room for {@code count} ranges in the place of those from {@code first} to {@code end}. */
    private void replace(int first, int end, int count) {
        int newSize = size - (end - first) + count;
        if (2 * newSize > bounds.length) {
            bounds = Arrays.copyOf(bounds, Math.max(2 * newSize, 2 * bounds.length));
        }
        System.arraycopy(bounds, 2 * end, bounds, 2 * (first + count), 2 * (size - end));
        size = newSize;
    }
}
