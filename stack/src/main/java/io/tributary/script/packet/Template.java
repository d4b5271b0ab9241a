package io.tributary.script.packet;

import io.tributary.wire.option.TcpOptionKind;
import java.util.Arrays;

/** The bytes of an MPTCP option as they should be, and which of them matter. */
final class Template {
    private final byte[] bytes = new byte[60];
    private final boolean[] open = new boolean[60];
    private int length = 2;

    Template put(int size, long value) {
        for (int i = size - 1; i >= 0 && length < bytes.length; i--) {
            bytes[length++] = (byte) (value >>> 8 * i);
        }
        return this;
    }

    /** A field that need not be compared. */
    Template open(int size, long value) {
        int from = length;
        put(size, value);
        Arrays.fill(open, from, length, true);
        return this;
    }

    /** @param known null: the field is open and 0 */
    Template maybe(int size, Long known) {
        return known == null ? open(size, 0) : put(size, known);
    }

    Template put(byte[] some, int count) {
        for (int i = 0; i < count && length < bytes.length; i++) {
            bytes[length++] = some[i];
        }
        return this;
    }

    int length() {
        return length;
    }

    byte[] finish() {
        bytes[0] = TcpOptionKind.MPTCP;
        bytes[1] = (byte) length;
        return Arrays.copyOf(bytes, length);
    }

    boolean matches(OptionItem item) {
        if (item.length() != length) {
            return false;
        }
        byte[] wanted = finish();
        for (int i = 2; i < length; i++) {
            if (!open[i] && item.u8(i) != (wanted[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
