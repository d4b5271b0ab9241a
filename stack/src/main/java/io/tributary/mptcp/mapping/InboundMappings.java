package io.tributary.mptcp.mapping;

import io.tributary.Rfc;

import java.util.Arrays;

/**
 * Where the text of a subflow belongs in the data: announced mappings, sorted by text, disjoint. A mapping may be announced
 * before, with or after any part of its text, again and again, and grown at its end; it never moves.
 * With checksums a mapping also collects the sum of its text as it arrives.
 */
@Rfc(value = 8684, section = "3.3.1")
public final class InboundMappings {
    /** What became of an announcement. */
    public enum Outcome { TAKEN, KNOWN, CONTRADICTS, FULL }

    private static final int INITIAL = 8;

    private final int limit;
    private final boolean checksums;
    private long[] text = new long[INITIAL];
    private long[] data = new long[INITIAL];
    private int[] length = new int[INITIAL];
    private int[] dataLevelLength = new int[INITIAL];
    private int[] checksum = new int[INITIAL];
    private long[] sum = new long[INITIAL];
    private int[] arrived = new int[INITIAL];
    /** Data from here on is not to be counted when the mapping is verified: it lost its place, or had none. */
    private long[] spoiltFrom = new long[INITIAL];
    private int head;
    private int tail;
    private int lastFound;

    /**
     * @param limit     most mappings at a time
     * @param checksums whether each mapping is judged as a whole, so that its bounds matter
     */
    public InboundMappings(int limit, boolean checksums) {
        this.limit = limit;
        this.checksums = checksums;
    }

    /**
     * Takes an announcement.
     *
     * @param textFrom text position of its first byte
     * @param dataFrom data position of its first byte
     * @param bytes    text it covers, at least 1, without a DATA_FIN
     * @param dll      Data-Level Length as announced, for the checksum
     */
    public Outcome announce(long textFrom, long dataFrom, int bytes, int dll, int announcedChecksum) {
        return checksums
            ? announceWhole(textFrom, dataFrom, bytes, dll, announcedChecksum)
            : announceParts(textFrom, dataFrom, bytes);
    }

    private Outcome announceWhole(long textFrom, long dataFrom, int bytes, int dll, int announcedChecksum) {
        int i = firstEndingAfter(textFrom);
        if (i < tail && text[i] == textFrom && data[i] == dataFrom) {
            if (dll == dataLevelLength[i] || isComplete(i)) {
                return Outcome.KNOWN;
            }
            boolean fits = i + 1 == tail || text[i + 1] >= textFrom + bytes;
            if (bytes < length[i] || !fits) {
                return Outcome.CONTRADICTS;
            }
            length[i] = bytes;
            dataLevelLength[i] = dll;
            checksum[i] = announcedChecksum;
            return Outcome.TAKEN;
        }
        if (i < tail && text[i] < textFrom + bytes) {
            return Outcome.CONTRADICTS;
        }
        return insert(i, textFrom, dataFrom, bytes, dll, announcedChecksum) ? Outcome.TAKEN : Outcome.FULL;
    }

    /** Adds what is not mapped yet; the rest must agree with what is. */
    private Outcome announceParts(long textFrom, long dataFrom, int bytes) {
        long delta = dataFrom - textFrom;
        long end = textFrom + bytes;
        boolean taken = false;
        int i = firstEndingAfter(textFrom);
        for (long at = textFrom; at < end; i++) {
            if (i < tail && text[i] <= at) {
                if (data[i] - text[i] != delta) {
                    return Outcome.CONTRADICTS;
                }
                at = text[i] + length[i];
                continue;
            }
            long until = i < tail ? Math.min(end, text[i]) : end;
            if (!insert(i, at, at + delta, (int) (until - at), 0, 0)) {
                return Outcome.FULL;
            }
            taken = true;
            i = firstEndingAfter(at);
            at = until;
        }
        return taken ? Outcome.TAKEN : Outcome.KNOWN;
    }

    /** Index of the mapping that {@code textPosition} lies in, -1 if none. Indexes hold until the next announcement or removal. */
    public int find(long textPosition) {
        if (contains(lastFound, textPosition)) {
            return lastFound;
        }
        int i = firstEndingAfter(textPosition);
        if (!contains(i, textPosition)) {
            return -1;
        }
        lastFound = i;
        return i;
    }

    /** Index of a mapping that {@code dataPosition} lies in, -1 if none. */
    public int findData(long dataPosition) {
        for (int i = head; i < tail; i++) {
            if (data[i] <= dataPosition && dataPosition < data[i] + length[i]) {
                return i;
            }
        }
        return -1;
    }

    /** Start of the first mapping behind the unmapped {@code textPosition}; {@code Long.MAX_VALUE} if none. */
    public long nextStart(long textPosition) {
        int i = firstEndingAfter(textPosition);
        return i < tail ? text[i] : Long.MAX_VALUE;
    }

    private boolean contains(int i, long textPosition) {
        return i >= head && i < tail && text[i] <= textPosition && textPosition < text[i] + length[i];
    }

    public int size() {
        return tail - head;
    }

    public long text(int i) {
        return text[i];
    }

    public long textEnd(int i) {
        return text[i] + length[i];
    }

    public long data(int i) {
        return data[i];
    }

    public int length(int i) {
        return length[i];
    }

    /** With checksums: the mapping ends with the DATA_FIN, which is no text. */
    public boolean hasDataFin(int i) {
        return dataLevelLength[i] > length[i];
    }

    /** Adds the checksum partial of text that arrived: {@code bytes} of it, {@code offset} into the mapping. */
    public void arrived(int i, int offset, int bytes, long pieceSum) {
        arrived[i] += bytes;
        sum[i] = DssChecksum.addPiece(sum[i], offset, pieceSum);
    }

    public boolean isComplete(int i) {
        return arrived[i] >= length[i];
    }

    /** Whether the checksum of a complete mapping is right; {@code idsn} is the one of the sender's direction. */
    public boolean verifies(int i, long idsn) {
        return DssChecksum.verifies(DataSequence.dsn(idsn, data[i]), (int) (text[i] + 1), dataLevelLength[i], sum[i], checksum[i]);
    }

    /** The mapping's data from {@code dataFrom} on is not in its place, or not its own any more. */
    public void spoil(int i, long dataFrom) {
        spoiltFrom[i] = Math.min(spoiltFrom[i], dataFrom);
    }

    /** Data below this position of mapping {@code i} may be counted once the mapping is verified. */
    public long countableUpTo(int i) {
        return Math.min(spoiltFrom[i], data[i] + length[i]);
    }

    /**
     * Another copy took over the place of {@code [dataFrom, dataTo)}: mappings that wait for their checksum are not
     * judged by it any more.
     *
     * @param except index of a mapping to leave alone, -1 for none
     */
    public void takenOver(long dataFrom, long dataTo, int except) {
        for (int i = head; i < tail; i++) {
            if (i != except && arrived[i] > 0 && data[i] < dataTo && dataFrom < data[i] + length[i]) {
                spoil(i, Math.max(dataFrom, data[i]));
            }
        }
    }

    /** Forgets every mapping that lies wholly below {@code textPosition}. */
    public void removeBelow(long textPosition) {
        while (head < tail && text[head] + length[head] <= textPosition) {
            head++;
        }
        if (head == tail) {
            head = 0;
            tail = 0;
        }
    }

    private int firstEndingAfter(long position) {
        int low = head;
        int high = tail;
        while (low < high) {
            int mid = low + high >>> 1;
            if (text[mid] + length[mid] > position) {
                high = mid;
            } else {
                low = mid + 1;
            }
        }
        return low;
    }

    private boolean insert(int index, long textFrom, long dataFrom, int bytes, int dll, int announcedChecksum) {
        if (size() >= limit) {
            return false;
        }
        int i = index - head;
        makeRoom();
        i += head;
        shift(text, i);
        shift(data, i);
        shift(sum, i);
        shift(spoiltFrom, i);
        shift(length, i);
        shift(dataLevelLength, i);
        shift(checksum, i);
        shift(arrived, i);
        tail++;
        text[i] = textFrom;
        data[i] = dataFrom;
        length[i] = bytes;
        dataLevelLength[i] = dll;
        checksum[i] = announcedChecksum;
        sum[i] = 0;
        arrived[i] = 0;
        spoiltFrom[i] = Long.MAX_VALUE;
        return true;
    }

    private void shift(long[] a, int i) {
        System.arraycopy(a, i, a, i + 1, tail - i);
    }

    private void shift(int[] a, int i) {
        System.arraycopy(a, i, a, i + 1, tail - i);
    }

    /** A free slot at the tail: by moving everything to the front, or by twice the memory. */
    private void makeRoom() {
        if (tail < text.length) {
            return;
        }
        int capacity = size() > text.length / 2 ? 2 * text.length : text.length;
        text = moved(text, capacity);
        data = moved(data, capacity);
        sum = moved(sum, capacity);
        spoiltFrom = moved(spoiltFrom, capacity);
        length = moved(length, capacity);
        dataLevelLength = moved(dataLevelLength, capacity);
        checksum = moved(checksum, capacity);
        arrived = moved(arrived, capacity);
        tail -= head;
        head = 0;
    }

    private long[] moved(long[] a, int capacity) {
        long[] to = capacity == a.length ? a : new long[capacity];
        System.arraycopy(a, head, to, 0, size());
        return to;
    }

    private int[] moved(int[] a, int capacity) {
        int[] to = capacity == a.length ? a : Arrays.copyOf(a, capacity);
        System.arraycopy(a, head, to, 0, size());
        return to;
    }
}
