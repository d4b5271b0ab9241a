package io.tributary.script.packet;

/** The bytes that scripts move: each depends on its place in the stream only, so both ends can be checked. */
public final class Pattern {
    private Pattern() {
    }

    public static byte at(long position) {
        return (byte) Math.floorMod(position, 251L);
    }

    public static void fill(byte[] b, int at, int length, long position) {
        for (int i = 0; i < length; i++) {
            b[at + i] = at(position + i);
        }
    }

    /** @return the first index where the bytes differ from the stream's, or -1 */
    public static int mismatch(byte[] b, int length, long position) {
        for (int i = 0; i < length; i++) {
            if (b[i] != at(position + i)) {
                return i;
            }
        }
        return -1;
    }
}
