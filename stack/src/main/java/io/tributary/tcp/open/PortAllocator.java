package io.tributary.tcp.open;

import io.tributary.Rfc;
import io.tributary.random.RandomSource;
import io.tributary.random.RandomStream;
import io.tributary.wire.IpAddress;
import java.util.function.IntPredicate;

/**
 * Ephemeral ports nobody can guess, over the widest range: each destination has its own place to begin, by a keyed hash, from
 * which its ports go on in small random steps. So ports are not reused soon, and what one destination sees says nothing about
 * the ports towards another.
 */
@Rfc(value = 6056, section = {"3.2", "3.3.4", "3.3.5"})
public final class PortAllocator {
    public static final int FIRST = 1024;
    public static final int COUNT = 65_536 - FIRST;
    /** Looked at in one call. The next call goes on behind them, so that every port has its turn. */
    private static final int TRIES = 8192;
    private static final int COUNTERS = 256;
    private static final int STEP = 8;

    private final RandomStream random;
    private final SipHash place;
    private final SipHash counter;
    private final int[] counters = new int[COUNTERS];

    public PortAllocator(RandomSource random) {
        this.random = random.open();
        this.place = new SipHash(random.secret().nextLong(), random.secret().nextLong());
        this.counter = new SipHash(random.secret().nextLong(), random.secret().nextLong());
        for (int i = 0; i < COUNTERS; i++) {
            counters[i] = this.random.nextInt();
        }
    }

    /** @return a port that {@code isFree} accepts; 0 if none was found in a bounded number of tries */
    public int allocate(int zone, IpAddress local, IpAddress remote, int remotePort, IntPredicate isFree) {
        long rest = (long) zone << 32 | remotePort;
        long begin = place.of(local.hi(), local.lo(), remote.hi(), remote.lo(), rest);
        int slot = (int) counter.of(local.hi(), local.lo(), remote.hi(), remote.lo(), rest) & COUNTERS - 1;
        counters[slot] += 1 + random.nextInt(STEP);
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + (int) Long.remainderUnsigned(begin + Integer.toUnsignedLong(counters[slot]), COUNT);
            if (isFree.test(port)) {
                return port;
            }
            counters[slot]++;
        }
        return 0;
    }
}
