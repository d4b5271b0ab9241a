package io.tributary.tcp.open;

import io.tributary.Rfc;
import io.tributary.ip.FlowKey;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * The connections of one listener that took text from a SYN and whose handshake is not complete. One that is reset goes on
 * counting for a while: whoever forges SYNs in the name of hosts that answer by RST gets no more of them than others do.
 */
@Rfc(value = 7413, section = "5.1")
public final class FastOpenQueue {
    private static final long FAILURE_COUNTS_NS = 60_000_000_000L;

    private final Set<FlowKey> pending = new HashSet<>();
    private final ArrayDeque<Long> failedUntilNs = new ArrayDeque<>();

    public boolean hasRoom(int limit, long nowNs) {
        while (!failedUntilNs.isEmpty() && failedUntilNs.peek() <= nowNs) {
            failedUntilNs.poll();
        }
        return pending.size() + failedUntilNs.size() < limit;
    }

    public void begin(FlowKey key) {
        pending.add(key);
    }

    /** @param nowNs when it was reset or given up; {@link Long#MIN_VALUE} if the handshake is complete */
    public void end(FlowKey key, long nowNs) {
        if (pending.remove(key) && nowNs != Long.MIN_VALUE) {
            failedUntilNs.add(nowNs + FAILURE_COUNTS_NS);
        }
    }

    public int size() {
        return pending.size() + failedUntilNs.size();
    }
}
