package io.tributary.convert.main.demo.peer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bytes that both ends can compute from a seed and a position alone: a receiver notices loss, repetition, reordering and
 * damage at the byte where it happens, without having been told what to expect.
 */
public final class PatternData {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PatternData() {
    }

    /** Fills {@code length} bytes from {@code at} on with the stream's bytes from {@code position} on. */
    public static void fill(byte[] target, int at, int length, long seed, long position) {
        int i = at;
        int end = at + length;
        long pos = position;
        for (; i < end && (pos & 7) != 0; i++, pos++) {
            target[i] = octet(seed, pos);
        }
        for (; i + 8 <= end; i += 8, pos += 8) {
            WORD.set(target, i, word(seed, pos >>> 3));
        }
        for (; i < end; i++, pos++) {
            target[i] = octet(seed, pos);
        }
    }

    /** @return the stream position of the first of {@code length} bytes from {@code at} on that does not belong there, or -1 */
    public static long firstDifference(byte[] received, int at, int length, long seed, long position) {
        int i = at;
        int end = at + length;
        long pos = position;
        while (i < end) {
            if ((pos & 7) == 0 && i + 8 <= end && (long) WORD.get(received, i) == word(seed, pos >>> 3)) {
                i += 8;
                pos += 8;
            } else if (received[i] == octet(seed, pos)) {
                i++;
                pos++;
            } else {
                return pos;
            }
        }
        return -1;
    }

    private static byte octet(long seed, long position) {
        return (byte) (word(seed, position >>> 3) >>> ((position & 7) << 3));
    }

    /** SplitMix64 as a function of its counter. */
    private static long word(long seed, long index) {
        long z = seed + (index + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
