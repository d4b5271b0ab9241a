package io.tributary.convert.wire;

import java.util.HexFormat;

/** Octets as the tests write them: hex with spaces. */
public final class Octets {
    private Octets() {
    }

    public static byte[] of(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    public static String hex(byte[] b) {
        return HexFormat.of().formatHex(b);
    }
}
