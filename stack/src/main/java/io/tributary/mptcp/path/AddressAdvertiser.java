package io.tributary.mptcp.path;

import io.tributary.Rfc;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.open.CapableHandshake;
import io.tributary.mptcp.open.Hmac;

/** Our own announcements: each is repeated, ever more slowly, until the peer echoes it. */
@Rfc(value = 8684, section = "3.4.1")
public final class AddressAdvertiser {
    private static final long NONE = Long.MAX_VALUE;
    private static final int MAX_TRIES = 4;

    private final CapableHandshake keys;
    private final Hmac hmac;
    private final long timeoutNs;
    private final Endpoint[] pending = new Endpoint[AddressIds.MAX];
    private final long[] startedNs = new long[AddressIds.MAX];
    private final long[] dueNs = new long[AddressIds.MAX];
    private final int[] tries = new int[AddressIds.MAX];
    private int count;

    /** @param timeoutNs nothing is repeated later than this after the first time */
    public AddressAdvertiser(CapableHandshake keys, Hmac hmac, long timeoutNs) {
        this.keys = keys;
        this.hmac = hmac;
        this.timeoutNs = timeoutNs;
    }

    /** @return false if too many await their echo */
    public boolean announce(Endpoint e, long nowNs) {
        if (count == pending.length) {
            return false;
        }
        pending[count] = e;
        startedNs[count] = nowNs;
        dueNs[count] = nowNs;
        tries[count++] = 0;
        return true;
    }

    /** The peer has it. */
    public void onEcho(int addressId, long hi, long lo, int port) {
        for (int i = 0; i < count; i++) {
            Endpoint e = pending[i];
            if (e.id() == addressId && e.port() == port && e.address().hi() == hi && e.address().lo() == lo) {
                drop(i);
                return;
            }
        }
    }

    /** Nothing more is said about an address that is gone. */
    void forget(int addressId) {
        for (int i = count - 1; i >= 0; i--) {
            if (pending[i].id() == addressId) {
                drop(i);
            }
        }
    }

    /** Puts what is due on its way on {@code f}; nothing happens while that is null. */
    public void run(Subflow f, long nowNs) {
        for (int i = count - 1; i >= 0 && f != null; i--) {
            if (dueNs[i] > nowNs) {
                continue;
            }
            if (tries[i] == MAX_TRIES || nowNs - startedNs[i] > timeoutNs) {
                drop(i);
                continue;
            }
            Endpoint e = pending[i];
            long hi = e.address().hi();
            long lo = e.address().lo();
            f.signals().announce(e.id(), hi, lo, e.port(), hmac.address(keys.localKey(), keys.remoteKey(), e.id(), hi, lo, e.port()));
            f.requestSignal();
            dueNs[i] = nowNs + (f.tcb().rtoNs() << tries[i]);
            tries[i]++;
        }
    }

    private void drop(int i) {
        count--;
        pending[i] = pending[count];
        startedNs[i] = startedNs[count];
        dueNs[i] = dueNs[count];
        tries[i] = tries[count];
        pending[count] = null;
    }

    public long deadlineNs() {
        long earliest = NONE;
        for (int i = 0; i < count; i++) {
            earliest = Math.min(earliest, dueNs[i]);
        }
        return earliest;
    }
}
