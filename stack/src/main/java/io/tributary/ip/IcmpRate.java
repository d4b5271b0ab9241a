package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.random.RandomStream;
import io.tributary.time.TokenBucket;

/**
 * How many ICMP messages go out: errors so many a second in all and fewer to each peer, echo replies by a limit of their own.
 * The limit in all is blurred at random, as a fixed one tells whoever forges sources what others have been sent.
 *
 * <p>Peers share {@value #SLOTS} slots by a keyed hash: two that meet in one share its rate.
 */
@Rfc(value = 4443, section = "2.4")
@Rfc(value = 1812, section = "4.3.2.8")
final class IcmpRate {
    static final int ERRORS_PER_SECOND = 1000;
    static final int ERROR_BURST = 50;
    static final int PEER_BURST = 6;
    static final long PEER_INTERVAL_NS = 1_000_000_000L;
    static final int ECHOES_PER_SECOND = 1000;
    static final int ECHO_BURST = 200;

    private static final int SLOTS = 512;
    /** A permitted error costs 1 to so many units more of the common budget. */
    private static final int BLUR = 3;

    private final RandomStream random;
    private final long key;
    private final long[] busyUntilNs = new long[SLOTS];
    private final boolean[] used = new boolean[SLOTS];
    private TokenBucket errors;
    private TokenBucket echoes;

    IcmpRate(RandomStream random) {
        this.random = random;
        key = random.nextLong();
    }

    /** One error in all may go out now. */
    boolean errorInAll(long nowNs) {
        if (errors == null) {
            errors = new TokenBucket((long) ERRORS_PER_SECOND * (1 + BLUR / 2), (long) ERROR_BURST * (1 + BLUR / 2), nowNs);
        }
        return errors.tryTake(1 + random.nextInt(BLUR), nowNs);
    }

    /** One error to this peer may go out now. */
    boolean errorTo(long hi, long lo, long nowNs) {
        long h = (hi ^ Long.rotateLeft(lo ^ key, 23)) * 0x9e3779b97f4a7c15L;
        int slot = (int) ((h ^ h >>> 29) * 0xbf58476d1ce4e5b9L >>> 55);
        long busy = used[slot] ? Math.max(busyUntilNs[slot], nowNs) : nowNs;
        if (busy - nowNs > (PEER_BURST - 1) * PEER_INTERVAL_NS) {
            return false;
        }
        used[slot] = true;
        busyUntilNs[slot] = busy + PEER_INTERVAL_NS;
        return true;
    }

    boolean echo(long nowNs) {
        if (echoes == null) {
            echoes = new TokenBucket(ECHOES_PER_SECOND, ECHO_BURST, nowNs);
        }
        return echoes.tryTake(1, nowNs);
    }
}
