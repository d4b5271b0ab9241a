package io.tributary.mptcp.mapping;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A little text of one subflow that came before its mapping: a middlebox may have left the option on a later segment. It
 * does not count against the window. Bounded; memory exists only while there is such text.
 */
@Rfc(value = 8684, section = "3.3.1")
public final class UnmappedText {
    /** Takes text whose mapping came to be known. */
    @FunctionalInterface
    public interface Sink {
        void take(int mapping, long text, DirectBuffer src, int at, int length);
    }

    private static final int MAX_PIECES = 64;

    private final int capacity;
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[0]);
    private long[] text;
    private int[] at;
    private int[] length;
    private int pieces;
    private int used;

    /** @param capacity most bytes it keeps */
    public UnmappedText(int capacity) {
        this.capacity = capacity;
    }

    public boolean isEmpty() {
        return pieces == 0;
    }

    /** Whether {@code bytes} more in one piece could be kept. */
    public boolean hasRoom(int bytes) {
        return pieces < MAX_PIECES && bytes <= capacity - used;
    }

    /** Keeps a piece; there must be room. */
    public void add(long position, DirectBuffer src, int from, int count) {
        if (pieces == 0) {
            bytes.wrap(new byte[capacity]);
            text = new long[MAX_PIECES];
            at = new int[MAX_PIECES];
            length = new int[MAX_PIECES];
        }
        bytes.putBytes(used, src, from, count);
        text[pieces] = position;
        at[pieces] = used;
        length[pieces] = count;
        used += count;
        pieces++;
    }

    /** Lowest text position kept; {@code Long.MAX_VALUE} if none. */
    public long lowest() {
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < pieces; i++) {
            lowest = Math.min(lowest, text[i]);
        }
        return lowest;
    }

    /** Hands over what {@code mappings} cover now; of a piece that is covered in its middle only, the head waits on. */
    public void drain(InboundMappings mappings, Sink sink) {
        int kept = 0;
        for (int i = 0; i < pieces; i++) {
            if (!drain(i, mappings, sink)) {
                text[kept] = text[i];
                at[kept] = at[i];
                length[kept] = length[i];
                kept++;
            }
        }
        pieces = kept;
        if (kept == 0) {
            clear();
        }
    }

    /** Hands over everything, mapped or not; the mapping given is -1. */
    public void drainAll(Sink sink) {
        for (int i = 0; i < pieces; i++) {
            sink.take(-1, text[i], bytes, at[i], length[i]);
        }
        clear();
    }

    /** @return true if nothing is left of the piece */
    private boolean drain(int i, InboundMappings mappings, Sink sink) {
        while (length[i] > 0) {
            int m = mappings.find(text[i]);
            if (m < 0) {
                return dropTail(i, mappings, sink);
            }
            int n = (int) Math.min(length[i], mappings.textEnd(m) - text[i]);
            sink.take(m, text[i], bytes, at[i], n);
            text[i] += n;
            at[i] += n;
            length[i] -= n;
        }
        return true;
    }

    /** The piece's start is unmapped: hands over its end if that is mapped. */
    private boolean dropTail(int i, InboundMappings mappings, Sink sink) {
        long end = text[i] + length[i];
        int m = mappings.find(end - 1);
        if (m >= 0) {
            int n = (int) (end - mappings.text(m));
            sink.take(m, mappings.text(m), bytes, at[i] + length[i] - n, n);
            length[i] -= n;
        }
        return false;
    }

    /** Forgets everything. */
    public void clear() {
        pieces = 0;
        used = 0;
        bytes.wrap(new byte[0]);
    }
}
