package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.MpFailOption;
import io.tributary.wire.option.MpPrioOption;
import io.tributary.wire.option.OptionPlan;

/**
 * Options that wait for a segment without payload on one subflow: addresses, priorities, MP_FAIL. One per segment, in
 * order; at most two in a row before the peer has said something, as a box in between may count them as duplicate ACKs.
 */
@Rfc(value = 8684, section = {"3.3.8", "3.4", "4"})
public final class SubflowSignals {
    private static final int CAPACITY = 8;
    private static final int IN_ROW = 2;

    private enum Kind { ANNOUNCE, ECHO, PRIORITY, FAIL }

    private final Counters counters;
    private final Removals removals;
    private final Kind[] kind = new Kind[CAPACITY];
    private final int[] id = new int[CAPACITY];
    private final int[] port = new int[CAPACITY];
    private final long[] hi = new long[CAPACITY];
    private final long[] lo = new long[CAPACITY];
    private final long[] value = new long[CAPACITY];
    private int count;
    private int inRow;

    /** @param removeRepeats how often a REMOVE_ADDR is said again */
    SubflowSignals(Counters counters, int removeRepeats) {
        this.counters = counters;
        this.removals = new Removals(removeRepeats);
    }

    public void announce(int addressId, long addressHi, long addressLo, int announcedPort, long hmac) {
        removals.onlyOnce(addressId);
        put(Kind.ANNOUNCE, addressId, addressHi, addressLo, announcedPort, hmac);
    }

    public void echo(int addressId, long addressHi, long addressLo, int announcedPort) {
        put(Kind.ECHO, addressId, addressHi, addressLo, announcedPort, 0);
    }

    /** An announcement that still waits would come behind the removal of its address, and undo it. */
    public void retract(int addressId) {
        for (int i = count - 1; i >= 0; i--) {
            if (kind[i] == Kind.ANNOUNCE && id[i] == addressId) {
                drop(i);
            }
        }
    }

    public void remove(int addressId) {
        if (!removals.add(addressId)) {
            counters.increment(Counter.MP_RM_ADDR_TX_DROP);
        }
    }

    /** The latest wish counts: one that still waits is taken back. */
    public void priority(boolean backup) {
        for (int i = 0; i < count; i++) {
            if (kind[i] == Kind.PRIORITY) {
                value[i] = backup ? 1 : 0;
                return;
            }
        }
        put(Kind.PRIORITY, 0, 0, 0, 0, backup ? 1 : 0);
    }

    public void fail(long dsn) {
        put(Kind.FAIL, 0, 0, 0, 0, dsn);
    }

    /** What is said already is not queued twice; what does not fit is lost: whoever needs it repeats it. */
    private void put(Kind k, int addressId, long addressHi, long addressLo, int announcedPort, long v) {
        for (int i = 0; i < count; i++) {
            boolean same = hi[i] == addressHi && lo[i] == addressLo && port[i] == announcedPort;
            if (kind[i] == k && id[i] == addressId && same && value[i] == v) {
                return;
            }
        }
        if (count < CAPACITY) {
            kind[count] = k;
            id[count] = addressId;
            hi[count] = addressHi;
            lo[count] = addressLo;
            port[count] = announcedPort;
            value[count] = v;
            count++;
        } else {
            notSent(k);
        }
    }

    private void notSent(Kind k) {
        switch (k) {
            case ANNOUNCE -> counters.increment(Counter.MP_ADD_ADDR_TX_DROP);
            case ECHO -> counters.increment(Counter.MP_ECHO_ADD_TX_DROP);
            default -> { }
        }
    }

    private void sent(Kind k) {
        counters.increment(switch (k) {
            case ANNOUNCE -> Counter.MP_ADD_ADDR_TX;
            case ECHO -> Counter.MP_ECHO_ADD_TX;
            case PRIORITY -> Counter.MP_PRIO_TX;
            case FAIL -> Counter.MP_FAIL_TX;
        });
    }

    /** Everything but MP_FAIL is dropped: the connection leaves MPTCP. */
    void keepFailOnly() {
        removals.clear();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kind[i] == Kind.FAIL) {
                kind[kept] = kind[i];
                value[kept] = value[i];
                id[kept] = 0;
                hi[kept] = 0;
                lo[kept] = 0;
                port[kept] = 0;
                kept++;
            }
        }
        count = kept;
    }

    /** The peer was heard on this subflow. */
    void onHeard() {
        inRow = 0;
    }

    /** Something is to be said and may be said now. */
    boolean isDue() {
        return (count > 0 || !removals.isEmpty()) && inRow < IN_ROW;
    }

    /** It is worth a segment of its own. */
    boolean isPressing() {
        return (count > 0 || removals.isFresh()) && inRow < IN_ROW;
    }

    /** Writes the next one. @return false if there is no room for it: it stays in the queue */
    boolean plan(OptionPlan plan) {
        if (removals.isFresh() || count == 0) {
            boolean told = removals.plan(plan);
            if (told) {
                counters.increment(Counter.MP_RM_ADDR_TX);
                inRow++;
            }
            return told;
        }
        boolean written = switch (kind[0]) {
            case ANNOUNCE -> AddAddrOption.encode(plan, id[0], hi[0], lo[0], port[0], value[0]);
            case ECHO -> AddAddrOption.encodeEcho(plan, id[0], hi[0], lo[0], port[0]);
            case PRIORITY -> MpPrioOption.encode(plan, value[0] != 0);
            case FAIL -> MpFailOption.encode(plan, value[0]);
        };
        if (written) {
            sent(kind[0]);
            inRow++;
            drop(0);
        }
        return written;
    }

    private void drop(int at) {
        count--;
        for (int i = at; i < count; i++) {
            kind[i] = kind[i + 1];
            id[i] = id[i + 1];
            hi[i] = hi[i + 1];
            lo[i] = lo[i + 1];
            port[i] = port[i + 1];
            value[i] = value[i + 1];
        }
    }
}
