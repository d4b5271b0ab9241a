package io.tributary.mptcp.path;

import io.tributary.Rfc;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.open.CapableHandshake;
import io.tributary.mptcp.open.Hmac;
import io.tributary.wire.IpAddress;

/** Our own announcements: each is repeated, ever more slowly, until the peer echoes it. */
@Rfc(value = 8684, section = "3.4.1")
public final class AddressAdvertiser {
    private static final long NONE = Long.MAX_VALUE;
    private static final int MAX_TRIES = 4;
    private static final int PLACES = AddressIds.MAX + 1;

    private final CapableHandshake keys;
    private final Hmac hmac;
    private final long timeoutNs;
    private final int[] ids = new int[PLACES];
    private final IpAddress[] addresses = new IpAddress[PLACES];
    private final int[] ports = new int[PLACES];
    private final long[] startedNs = new long[PLACES];
    private final long[] dueNs = new long[PLACES];
    private final int[] tries = new int[PLACES];
    private int count;

    /** @param timeoutNs nothing is repeated later than this after the first time */
    public AddressAdvertiser(CapableHandshake keys, Hmac hmac, long timeoutNs) {
        this.keys = keys;
        this.hmac = hmac;
        this.timeoutNs = timeoutNs;
    }

    /** @return false if too many await their echo */
    boolean announce(int addressId, IpAddress address, int port, long nowNs) {
        forget(addressId);
        if (count == PLACES) {
            return false;
        }
        ids[count] = addressId;
        addresses[count] = address;
        ports[count] = port;
        startedNs[count] = nowNs;
        dueNs[count] = nowNs;
        tries[count++] = 0;
        return true;
    }

    /** The peer has it. */
    public void onEcho(int addressId, long hi, long lo, int port) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == addressId && ports[i] == port && addresses[i].hi() == hi && addresses[i].lo() == lo) {
                drop(i);
                return;
            }
        }
    }

    /** Nothing more is said about an address that is gone. */
    void forget(int addressId) {
        for (int i = count - 1; i >= 0; i--) {
            if (ids[i] == addressId) {
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
            long hi = addresses[i].hi();
            long lo = addresses[i].lo();
            f.signals().announce(ids[i], hi, lo, ports[i], hmac.address(keys.localKey(), keys.remoteKey(), ids[i], hi, lo, ports[i]));
            f.requestSignal();
            dueNs[i] = nowNs + (f.tcb().rtoNs() << tries[i]);
            tries[i]++;
        }
    }

    private void drop(int i) {
        count--;
        ids[i] = ids[count];
        addresses[i] = addresses[count];
        ports[i] = ports[count];
        startedNs[i] = startedNs[count];
        dueNs[i] = dueNs[count];
        tries[i] = tries[count];
        addresses[count] = null;
    }

    public long deadlineNs() {
        long earliest = NONE;
        for (int i = 0; i < count; i++) {
            earliest = Math.min(earliest, dueNs[i]);
        }
        return earliest;
    }
}
