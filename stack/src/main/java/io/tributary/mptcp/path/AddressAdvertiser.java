package io.tributary.mptcp.path;

import io.tributary.Rfc;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.open.CapableHandshake;
import io.tributary.mptcp.open.Hmac;
import io.tributary.wire.IpAddress;

/**
 * Our own announcements: each is repeated, ever more slowly, until the peer echoes it. The next one waits for that echo, or for the
 * time that it may take: Linux has one place for what is announced to it, and drops what comes while that is taken.
 */
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
    private long freeNs;

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
        for (int i = earliest(); i >= 0 && f != null && Math.max(dueNs[i], freeNs) <= nowNs; i = earliest()) {
            if (tries[i] == MAX_TRIES || nowNs - startedNs[i] > timeoutNs) {
                drop(i);
            } else {
                say(i, f, nowNs);
            }
        }
    }

    private void say(int i, Subflow f, long nowNs) {
        long hi = addresses[i].hi();
        long lo = addresses[i].lo();
        f.signals().announce(ids[i], hi, lo, ports[i], hmac.address(keys.localKey(), keys.remoteKey(), ids[i], hi, lo, ports[i]));
        f.requestSignal();
        freeNs = nowNs + f.tcb().rtoNs();
        dueNs[i] = nowNs + (f.tcb().rtoNs() << tries[i]);
        tries[i]++;
    }

    /** Of those due at the same time, the one announced first; -1 if there is none. */
    private int earliest() {
        int earliest = -1;
        for (int i = 0; i < count; i++) {
            earliest = earliest < 0 || dueNs[i] < dueNs[earliest] ? i : earliest;
        }
        return earliest;
    }

    private void drop(int i) {
        count--;
        for (int k = i; k < count; k++) {
            ids[k] = ids[k + 1];
            addresses[k] = addresses[k + 1];
            ports[k] = ports[k + 1];
            startedNs[k] = startedNs[k + 1];
            dueNs[k] = dueNs[k + 1];
            tries[k] = tries[k + 1];
        }
        addresses[count] = null;
        freeNs = 0;
    }

    public long deadlineNs() {
        int i = earliest();
        return i < 0 ? NONE : Math.max(dueNs[i], freeNs);
    }
}
