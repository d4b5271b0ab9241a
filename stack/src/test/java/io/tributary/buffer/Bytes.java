package io.tributary.buffer;

import org.agrona.concurrent.UnsafeBuffer;

/** A stream of bytes that can be recomputed at any position, so that a test knows what must be there. */
public final class Bytes {
    private Bytes() {
    }

    public static byte at(long position) {
        long x = (position + 1) * 0x9e37_79b9_7f4a_7c15L;
        return (byte) (x >>> 56);
    }

    /** The bytes from {@code position} on. */
    public static UnsafeBuffer from(long position, int length) {
        byte[] b = new byte[length];
        for (int i = 0; i < length; i++) {
            b[i] = at(position + i);
        }
        return new UnsafeBuffer(b);
    }

    public static UnsafeBuffer empty(int length) {
        return new UnsafeBuffer(new byte[length]);
    }

    /** What lies in {@code buffer}, as an array. */
    public static byte[] array(UnsafeBuffer buffer, int at, int length) {
        byte[] b = new byte[length];
        buffer.getBytes(at, b);
        return b;
    }

    /** The bytes from {@code position} on, as an array. */
    public static byte[] expected(long position, int length) {
        return array(from(position, length), 0, length);
    }

    /** The bytes an outbound stream yields. */
    public static byte[] copy(OutboundStream stream, long position, int length) {
        UnsafeBuffer b = empty(length + 2);
        stream.copy(position, length, b, 1);
        return array(b, 1, length);
    }

    public static boolean store(InboundStream stream, long position, int length) {
        return stream.store(position, from(position, length), 0, length);
    }
}
