package io.tributary.convert.main.demo.peer;

import java.security.MessageDigest;

/** Checks pattern bytes as they arrive. */
final class ReceivedStream {
    private final long seed;
    private final MessageDigest digest = Digests.sha256();
    private final Stall stall = new Stall();
    private long bytes;
    private long firstDifference = -1;

    ReceivedStream(long seed) {
        this.seed = seed;
    }

    void accept(byte[] received, int at, int length, long nowNs) {
        if (length == 0) {
            return;
        }
        stall.progress(nowNs);
        if (firstDifference < 0) {
            firstDifference = PatternData.firstDifference(received, at, length, seed, bytes);
        }
        digest.update(received, at, length);
        bytes += length;
    }

    long bytes() {
        return bytes;
    }

    /** Position of the first wrong byte, or -1. */
    long firstDifference() {
        return firstDifference;
    }

    Stall stall() {
        return stall;
    }

    String sha256() {
        return Digests.hex(digest);
    }
}
