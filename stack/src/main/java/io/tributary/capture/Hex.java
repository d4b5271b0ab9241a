package io.tributary.capture;

import java.util.HexFormat;

/** Numbers as network people write tokens, sequence numbers and hashes. */
final class Hex {
    private static final HexFormat LOWER = HexFormat.of();

    private Hex() {
    }

    static String of32(int value) {
        return LOWER.toHexDigits(value);
    }

    static String of64(long value) {
        return LOWER.toHexDigits(value);
    }

    static String of(byte[] bytes) {
        return LOWER.formatHex(bytes);
    }
}
