package io.tributary.replay;

import java.util.HashMap;
import java.util.Map;

/** How often each byte of a flow went out. In pages, as a hostile capture may put its bytes anywhere. */
final class SendCounts {
    private static final int PAGE_BITS = 12;

    private final Map<Long, byte[]> pages = new HashMap<>();

    void add(long from, long to) {
        byte[] page = null;
        for (long p = from; p < to; p++) {
            if (page == null || (p & mask()) == 0) {
                page = pages.computeIfAbsent(p >> PAGE_BITS, k -> new byte[1 << PAGE_BITS]);
            }
            int i = (int) (p & mask());
            page[i] += (byte) (page[i] < Byte.MAX_VALUE ? 1 : 0);
        }
    }

    int of(long position) {
        byte[] page = pages.get(position >> PAGE_BITS);
        return page == null ? 0 : page[(int) (position & mask())];
    }

    private static long mask() {
        return (1L << PAGE_BITS) - 1;
    }
}
