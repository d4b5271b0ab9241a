package io.tributary.tcp.open;

import io.tributary.Rfc;
import io.tributary.ip.FlowKey;

/**
 * Initial sequence numbers: a clock of 4 µs plus a keyed hash of the flow, so that they grow for one 4-tuple and say nothing
 * about another. The same hash with another tweak gives timestamp offsets.
 */
@Rfc(value = 6528, section = "3")
@Rfc(value = 9293, section = "3.4.1")
public final class IsnGenerator implements InitialNumbers {
    private final SipHash hash;

    /** The two halves of a secret nobody outside can know. */
    public IsnGenerator(long secret0, long secret1) {
        this.hash = new SipHash(secret0, secret1);
    }

    @Override
    public int isn(FlowKey k, long nowNs) {
        return (int) (nowNs / 4000) + (int) flowHash(k, 0);
    }

    /** Random per flow: nobody learns our uptime, and every subflow has its own (RFC 7323 §7.1). */
    @Override
    @Rfc(value = 7323, section = "7.1")
    public int timestampOffset(FlowKey k) {
        return (int) flowHash(k, 1);
    }

    private long flowHash(FlowKey k, long tweak) {
        return hash.of(k.localHi(), k.localLo(), k.remoteHi(), k.remoteLo(),
            (long) k.localPort() << 32 | (long) k.remotePort() << 16 | k.zone(), tweak);
    }
}
