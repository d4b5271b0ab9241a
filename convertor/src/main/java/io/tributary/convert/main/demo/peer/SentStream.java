package io.tributary.convert.main.demo.peer;

import java.security.MessageDigest;

/** Produces pattern bytes and remembers how far the socket has taken them. */
final class SentStream {
    private final long seed;
    private final long total;
    private final MessageDigest digest = Digests.sha256();
    private volatile long position;

    SentStream(long seed, long totalBytes) {
        this.seed = seed;
        this.total = totalBytes;
    }

    boolean isComplete() {
        return position == total;
    }

    /** Puts the next bytes into {@code target} from 0 on; {@link #sent} says how many of them were taken. @return how many */
    int next(byte[] target) {
        int length = (int) Math.min(target.length, total - position);
        PatternData.fill(target, 0, length, seed, position);
        return length;
    }

    /** The first {@code count} bytes of what {@link #next} put into {@code source} have been sent. */
    void sent(byte[] source, int count) {
        digest.update(source, 0, count);
        position += count;
    }

    long bytes() {
        return position;
    }

    String sha256() {
        return Digests.hex(digest);
    }
}
