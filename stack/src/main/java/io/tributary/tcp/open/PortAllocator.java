package io.tributary.tcp.open;

import io.tributary.Rfc;
import io.tributary.random.RandomStream;
import java.util.function.IntPredicate;

/** Ephemeral ports nobody can guess, over the widest range. */
@Rfc(value = 6056, section = {"3.2", "3.3.2"})
public final class PortAllocator {
    private static final int FIRST = 1024;
    private static final int COUNT = 65_536 - FIRST;
    private static final int TRIES = 512;

    private final RandomStream random;

    public PortAllocator(RandomStream random) {
        this.random = random;
    }

    /** @return a port that {@code isFree} accepts; 0 if none was found in a bounded number of tries */
    public int allocate(IntPredicate isFree) {
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + (int) Math.floorMod(random.nextLong(), (long) COUNT);
            if (isFree.test(port)) {
                return port;
            }
        }
        return 0;
    }
}
