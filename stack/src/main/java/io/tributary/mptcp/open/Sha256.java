package io.tributary.mptcp.open;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One SHA-256 instance with its output array, used again and again by one shard without allocation. */
final class Sha256 {
    static final int LENGTH = 32;

    private final MessageDigest digest;
    private final byte[] out = new byte[LENGTH];

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void update(byte[] b, int length) {
        digest.update(b, 0, length);
    }

    /** @return the digest of everything since the last call; overwritten by the next one */
    byte[] finish() {
        try {
            digest.digest(out, 0, LENGTH);
            return out;
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are what it needs", e);
        }
    }

    static void putLong(byte[] b, int at, long v) {
        for (int i = 0; i < 8; i++) {
            b[at + i] = (byte) (v >>> 56 - 8 * i);
        }
    }

    static void putInt(byte[] b, int at, int v) {
        for (int i = 0; i < 4; i++) {
            b[at + i] = (byte) (v >>> 24 - 8 * i);
        }
    }

    static long getLong(byte[] b, int at) {
        long v = 0;
        for (int i = 0; i < 8; i++) {
            v = v << 8 | b[at + i] & 0xff;
        }
        return v;
    }
}
