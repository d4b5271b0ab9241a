package io.tributary.capture;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One direction's byte stream as the application would get it: hashed as far as it is without a gap, what lies behind a gap
 * is held back. Position 0 is the first byte behind the SYN's payload; that payload comes in front as a prefix.
 */
final class DataStream {
    /** No receiver can announce more (RFC 7323 §2.3): what lies farther ahead is dropped by every receiver. */
    private static final long WIDEST_WINDOW = 1L << 30;

    private final Chunks ahead;
    private MessageDigest digest;
    private final UnsafeBuffer wrapper = new UnsafeBuffer(0, 0);
    private long prefix;
    private boolean startAnywhere;
    private long start;
    private long next;
    private long end;
    private long outside;

    DataStream(BufferBudget budget) {
        ahead = new Chunks(budget);
    }

    /** Many connections of a capture never have data, so the digest waits for some. */
    private MessageDigest digest() {
        if (digest == null) {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
        return digest;
    }

    /** Puts bytes in front of position 0, unless bytes of the stream were counted already. */
    void prefix(byte[] bytes) {
        if (next == 0) {
            digest().update(bytes);
            prefix += bytes.length;
        }
    }

    /** The beginning is not there: the stream starts with the first bytes that are. */
    void startAnywhere() {
        startAnywhere = next == 0;
    }

    /** Stores bytes; those that are there already stay as they were. Negative positions are not part of the stream. */
    void store(long position, DirectBuffer source, int at, int length) {
        if (!startAnywhere && position - next > WIDEST_WINDOW || position > Long.MAX_VALUE - length) {
            outside += length;
            return;
        }
        if (startAnywhere && length > 0) {
            startAnywhere = false;
            start = Math.max(0, position);
            next = start;
        }
        end = Math.max(end, position + length);
        long to = position + length;
        long from = Math.max(position, next);
        while (from < to) {
            int offset = at + (int) (from - position);
            if (from > next) {
                ahead.put(from, source, offset, (int) (to - from));
                return;
            }
            hash(source, offset, (int) (Math.min(to, ahead.first()) - from));
            for (byte[] piece = ahead.take(next); piece != null; piece = ahead.take(next)) {
                digest().update(piece);
                next += piece.length;
            }
            from = next;
        }
    }

    void store(long position, byte[] source, int at, int length) {
        wrapper.wrap(source);
        store(position, wrapper, at, length);
    }

    private void hash(DirectBuffer source, int at, int length) {
        byte[] array = source.byteArray();
        if (array != null) {
            digest().update(array, source.wrapAdjustment() + at, length);
        } else {
            byte[] copy = new byte[length];
            source.getBytes(at, copy);
            digest().update(copy, 0, length);
        }
        next += length;
    }

    /** Bytes up to the first gap, the prefix included. */
    long bytes() {
        return prefix + next - start;
    }

    /** Bytes of the prefix. */
    long prefixBytes() {
        return prefix;
    }

    /** First position that is missing. */
    long next() {
        return next;
    }

    /** Bytes in gaps: behind them others were seen. */
    long missing() {
        return end - next - ahead.bytes();
    }

    /** Bytes seen behind the first gap. */
    long ahead() {
        return ahead.bytes();
    }

    /** Bytes farther ahead than any window. */
    long outside() {
        return outside;
    }

    /** Hash of {@link #bytes()}; ends the stream. */
    byte[] finish() {
        ahead.clear();
        return digest().digest();
    }
}
