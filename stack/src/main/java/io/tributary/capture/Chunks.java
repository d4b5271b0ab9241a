package io.tributary.capture;

import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** Pieces of a stream that lie apart, by position; they never overlap, the first copy of a byte stays. */
final class Chunks {
    private final BufferBudget budget;
    private final TreeMap<Long, byte[]> pieces = new TreeMap<>();
    private long bytes;

    Chunks(BufferBudget budget) {
        this.budget = budget;
    }

    /** Receives what {@link #extract} finds, in order. */
    @FunctionalInterface
    interface Sink {
        void accept(long position, byte[] source, int at, int length);
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Bytes held. */
    long bytes() {
        return bytes;
    }

    /** Position of the first byte held, {@code Long.MAX_VALUE} if there is none. */
    long first() {
        return pieces.isEmpty() ? Long.MAX_VALUE : pieces.firstKey();
    }

    /** First position from {@code position} on that is held, {@code Long.MAX_VALUE} if none is. */
    long firstFrom(long position) {
        Map.Entry<Long, byte[]> e = pieces.floorEntry(position);
        if (e != null && e.getKey() + e.getValue().length > position) {
            return position;
        }
        Long next = pieces.ceilingKey(position);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** Copies what is not held yet. @return bytes there was no room for */
    int put(long position, DirectBuffer source, int at, int length) {
        int refused = 0;
        long from = position;
        long end = position + length;
        while (from < end) {
            Map.Entry<Long, byte[]> before = pieces.floorEntry(from);
            if (before != null && before.getKey() + before.getValue().length > from) {
                from = before.getKey() + before.getValue().length;
                continue;
            }
            Long next = pieces.ceilingKey(from);
            long to = next == null ? end : Math.min(end, next);
            byte[] piece = new byte[(int) (to - from)];
            if (budget.take(piece.length)) {
                source.getBytes(at + (int) (from - position), piece);
                pieces.put(from, piece);
                bytes += piece.length;
            } else {
                refused += piece.length;
            }
            from = to;
        }
        return refused;
    }

    /** Takes out the piece that starts at {@code position}. @return null if there is none */
    byte[] take(long position) {
        byte[] piece = pieces.remove(position);
        if (piece != null) {
            bytes -= piece.length;
            budget.giveBack(piece.length);
        }
        return piece;
    }

    /** Takes everything in {@code [from, to)} out and hands it over. @return how many bytes that were */
    long extract(long from, long to, Sink sink) {
        long found = 0;
        Map.Entry<Long, byte[]> e = pieces.floorEntry(from);
        if (e == null || e.getKey() + e.getValue().length <= from) {
            e = pieces.ceilingEntry(from);
        }
        while (e != null && e.getKey() < to) {
            long start = e.getKey();
            byte[] piece = e.getValue();
            pieces.remove(start);
            bytes -= piece.length;
            budget.giveBack(piece.length);
            int skip = (int) Math.max(0, from - start);
            int stop = (int) Math.min(piece.length, to - start);
            sink.accept(start + skip, piece, skip, stop - skip);
            found += stop - skip;
            keep(start, piece, 0, skip);
            keep(start + stop, piece, stop, piece.length - stop);
            e = pieces.ceilingEntry(Math.max(from, start + stop));
        }
        return found;
    }

    /** How many bytes of {@code [from, to)} are held. */
    long held(long from, long to) {
        long sum = 0;
        for (long p = firstFrom(from); p < to; p = firstFrom(p)) {
            Map.Entry<Long, byte[]> e = pieces.floorEntry(p);
            long end = Math.min(to, e.getKey() + e.getValue().length);
            sum += end - p;
            p = end;
        }
        return sum;
    }

    void clear() {
        pieces.forEach((position, piece) -> budget.giveBack(piece.length));
        pieces.clear();
        bytes = 0;
    }

    private void keep(long position, byte[] source, int at, int length) {
        if (length > 0 && budget.take(length)) {
            byte[] rest = new byte[length];
            System.arraycopy(source, at, rest, 0, length);
            pieces.put(position, rest);
            bytes += length;
        }
    }
}
