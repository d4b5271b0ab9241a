package io.tributary.wire;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Test helpers around bytes: hexadecimal in and out, and buffers that throw on any read outside the given bytes. */
public final class Bytes {
    private Bytes() {
    }

    /** Bytes of hexadecimal digits; blanks are ignored. */
    public static byte[] hex(String digits) {
        String s = digits.replaceAll("\\s", "");
        byte[] b = new byte[s.length() / 2];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) Integer.parseInt(s.substring(2 * i, 2 * i + 2), 16);
        }
        return b;
    }

    public static String hex(DirectBuffer b, int at, int len) {
        StringBuilder s = new StringBuilder();
        for (int i = at; i < at + len; i++) {
            s.append(String.format("%02x", b.getByte(i) & 0xff));
        }
        return s.toString();
    }

    /**
     * A view of exactly these bytes in the middle of a larger array whose other bytes are poison: a read outside the
     * view throws, because Agrona checks bounds unless told not to.
     */
    public static UnsafeBuffer exactly(byte[] bytes, int length) {
        byte[] slab = new byte[length + 128];
        Arrays.fill(slab, (byte) 0xa5);
        System.arraycopy(bytes, 0, slab, 64, length);
        return new UnsafeBuffer(slab, 64, length);
    }

    public static UnsafeBuffer exactly(byte[] bytes) {
        return exactly(bytes, bytes.length);
    }

    /** The same in direct memory. */
    public static UnsafeBuffer exactlyDirect(byte[] bytes) {
        ByteBuffer slab = ByteBuffer.allocateDirect(bytes.length + 128);
        UnsafeBuffer view = new UnsafeBuffer(slab, 64, bytes.length);
        view.putBytes(0, bytes);
        return view;
    }

    public static byte[] random(Random random, int length) {
        byte[] b = new byte[length];
        random.nextBytes(b);
        return b;
    }

    /** Changes one to four bytes to random or extreme values. */
    public static byte[] mutate(Random random, byte[] original) {
        byte[] b = original.clone();
        for (int n = 1 + random.nextInt(4); n > 0 && b.length > 0; n--) {
            int i = random.nextInt(b.length);
            b[i] = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> (byte) 0xff;
                case 2 -> (byte) (b[i] + (random.nextBoolean() ? 1 : -1));
                default -> (byte) random.nextInt();
            };
        }
        return b;
    }
}
