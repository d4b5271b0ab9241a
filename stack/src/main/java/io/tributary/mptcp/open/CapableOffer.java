package io.tributary.mptcp.open;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;

/** Which SYNs of one active open offer MPTCP, and what the answer to them says about the path. */
@Rfc(value = 8684, section = {"3.1", "3.9.3"})
public final class CapableOffer {
    /** What a first SYN is given for an answer (RFC 6298 §2.1). */
    private static final long PATIENCE_NS = 1_000_000_000L;

    private final int most;
    private final Counters counters;
    private long lastMadeNs;
    private boolean hasty;
    private boolean made;
    private int without;

    /** @param most SYNs with the option in a row; {@link Integer#MAX_VALUE} where the owner of the connection decides about each */
    public CapableOffer(int most, Counters counters, long nowNs) {
        this.most = most;
        this.counters = counters;
        this.lastMadeNs = nowNs;
    }

    /** The owner asks for a repetition. One without the option that follows too soon on one with it shows impatience, not loss. */
    public void onRepeat(boolean withOption, long nowNs) {
        if (withOption) {
            lastMadeNs = nowNs;
        } else {
            hasty |= without == 0 && nowNs - lastMadeNs < PATIENCE_NS;
        }
    }

    /**
     * Whether the SYN about to be written has the option.
     *
     * @param wanted by the owner
     * @param syns   how many there were, this one included
     */
    public boolean offersNow(boolean wanted, int syns) {
        boolean now = wanted && syns <= most;
        if (now) {
            made = true;
        } else if (made && without++ == 0) {
            counters.increment(Counter.MP_CAPABLE_SYN_TX_DROP);
        }
        return now;
    }

    /** Some SYN has carried the option. */
    public boolean wasMade() {
        return made;
    }

    /** An answer without the option, to the first SYN that went without it: the others did not arrive. Later it proves nothing. */
    public boolean provesDrop() {
        return made && without == 1 && !hasty;
    }
}
