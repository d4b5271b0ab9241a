package io.tributary.mptcp.mapping;

import io.tributary.Rfc;

import java.util.Arrays;

/**
 * Which data a subflow's text is made of: a queue of mappings, contiguous in text, in any order of data. A mapping never
 * changes once it is added, so that whatever the subflow retransmits says the same as the first time. It stays until the subflow
 * has acknowledged its last byte. Struct of arrays, indexed by a running number; no object per mapping.
 */
@Rfc(value = 8684, section = "3.3.1")
public final class OutboundMappings {
    /** Instead of a checksum: not computed yet. */
    public static final int NO_CHECKSUM = -1;

    private final int limit;
    private long[] text = new long[8];
    private long[] data = new long[8];
    private int[] length = new int[8];
    private int[] checksum = new int[8];
    private boolean[] fin = new boolean[8];
    /** Numbers of mappings in ascending order of data, each lower than all behind it in the queue: the first is the minimum. */
    private long[] minima = new long[8];
    private long first;
    private long end;
    private long firstMinimum;
    private long endMinimum;
    private long acknowledged;
    private long textEnd;
    private long lastFound;

    /** @param limit most mappings that may be unacknowledged at a time */
    public OutboundMappings(int limit) {
        this.limit = limit;
    }

    /**
     * Maps the next {@code bytes} of text to data from {@code dataFrom}.
     *
     * @param dataFin the mapping ends with the DATA_FIN, which is no text
     * @return false if there are too many mappings
     */
    public boolean add(long dataFrom, int bytes, boolean dataFin) {
        if (isFull()) {
            return false;
        }
        if (size() == text.length) {
            grow();
        }
        int slot = slot(end);
        text[slot] = textEnd;
        data[slot] = dataFrom;
        length[slot] = bytes;
        checksum[slot] = NO_CHECKSUM;
        fin[slot] = dataFin;
        while (endMinimum > firstMinimum && data[slot(minima[slot(endMinimum - 1)])] >= dataFrom) {
            endMinimum--;
        }
        minima[slot(endMinimum++)] = end;
        end++;
        textEnd += bytes;
        return true;
    }

    /** {@link #add} would say no. */
    public boolean isFull() {
        return size() >= limit;
    }

    /** Text position behind the last mapping. */
    public long textEnd() {
        return textEnd;
    }

    /** Text below {@code upTo} will not be asked for again. */
    public void acknowledged(long upTo) {
        acknowledged = Math.max(acknowledged, Math.min(upTo, textEnd));
        while (first < end && text[slot(first)] + length[slot(first)] <= acknowledged) {
            if (minima[slot(firstMinimum)] == first) {
                firstMinimum++;
            }
            first++;
        }
    }

    /** Number of the mapping that {@code textPosition} lies in; -1 if it is not mapped or not any more. */
    public long find(long textPosition) {
        if (contains(lastFound, textPosition)) {
            return lastFound;
        }
        if (contains(lastFound + 1, textPosition)) {
            return ++lastFound;
        }
        long low = first;
        long high = end;
        while (low < high) {
            long mid = low + high >>> 1;
            if (text[slot(mid)] + length[slot(mid)] > textPosition) {
                high = mid;
            } else {
                low = mid + 1;
            }
        }
        if (!contains(low, textPosition)) {
            return -1;
        }
        lastFound = low;
        return low;
    }

    private boolean contains(long number, long textPosition) {
        if (number < first || number >= end) {
            return false;
        }
        long offset = textPosition - text[slot(number)];
        return offset >= 0 && offset < length[slot(number)];
    }

    public int size() {
        return (int) (end - first);
    }

    /** Number of the oldest mapping. */
    public long first() {
        return first;
    }

    /** Number that the next mapping will get. */
    public long end() {
        return end;
    }

    public long text(long number) {
        return text[slot(number)];
    }

    public long data(long number) {
        return data[slot(number)];
    }

    /** Bytes of text: the DATA_FIN is not counted. */
    public int length(long number) {
        return length[slot(number)];
    }

    public boolean hasDataFin(long number) {
        return fin[slot(number)];
    }

    public int checksum(long number) {
        return checksum[slot(number)];
    }

    public void setChecksum(long number, int value) {
        checksum[slot(number)] = value;
    }

    /** First data of mapping {@code number} that the subflow has not acknowledged. */
    public long unacknowledgedData(long number) {
        return data(number) + Math.max(0, acknowledged - text(number));
    }

    /** Lowest data position that the subflow may still have to retransmit; {@code Long.MAX_VALUE} if none. */
    @Rfc(value = 8684, section = "3.3.6")
    public long oldestData() {
        if (first == end) {
            return Long.MAX_VALUE;
        }
        long lowest = minima[slot(firstMinimum)];
        long oldest = unacknowledgedData(lowest);
        if (lowest == first && firstMinimum + 1 < endMinimum) {
            oldest = Math.min(oldest, data(minima[slot(firstMinimum + 1)]));
        }
        return oldest;
    }

    /** Whether the subflow still has an unacknowledged copy of this data. */
    public boolean isOutstanding(long dataPosition) {
        for (long i = first; i < end; i++) {
            if (unacknowledgedData(i) <= dataPosition && dataPosition < data(i) + length(i)) {
                return true;
            }
        }
        return false;
    }

    private int slot(long number) {
        return (int) number & text.length - 1;
    }

    private void grow() {
        int old = text.length;
        long[] oldText = text;
        long[] oldData = data;
        int[] oldLength = length;
        int[] oldChecksum = checksum;
        boolean[] oldFin = fin;
        long[] oldMinima = minima;
        text = new long[2 * old];
        data = new long[2 * old];
        length = new int[2 * old];
        checksum = new int[2 * old];
        fin = new boolean[2 * old];
        minima = new long[2 * old];
        Arrays.fill(checksum, NO_CHECKSUM);
        for (long i = first; i < end; i++) {
            int from = (int) i & old - 1;
            text[slot(i)] = oldText[from];
            data[slot(i)] = oldData[from];
            length[slot(i)] = oldLength[from];
            checksum[slot(i)] = oldChecksum[from];
            fin[slot(i)] = oldFin[from];
        }
        for (long i = firstMinimum; i < endMinimum; i++) {
            minima[slot(i)] = oldMinima[(int) i & old - 1];
        }
    }
}
