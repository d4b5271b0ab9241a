package io.tributary.mptcp.path;

import io.tributary.Rfc;
import io.tributary.ip.FlowKey;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.open.CapableHandshake;
import io.tributary.mptcp.open.Hmac;
import io.tributary.mptcp.path.PathEvent.Type;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.RemoveAddrOption;

/** Both hosts' addresses in one connection: what the peer announces and withdraws, what we announce, and what follows from it. */
@Rfc(value = 8684, section = {"3.4.1", "3.4.2"})
public final class Addresses {
    private final MptcpConnection connection;
    private final PathEvents events;
    private final Hmac hmac;
    private final AddressAdvertiser advertiser;
    private final AddressIds local;
    private final AddressIds remote;
    /** Our IDs whose withdrawal waits for a subflow to tell it on. */
    private final int[] leaving = new int[AddressIds.MAX + 1];
    private int leavingCount;
    private boolean confirmed;

    /** @param first the flow of the first subflow */
    public Addresses(MptcpConnection connection, PathEvents events, Hmac hmac, FlowKey first, long addAddrTimeoutNs) {
        this.connection = connection;
        this.events = events;
        this.hmac = hmac;
        advertiser = new AddressAdvertiser(connection.keys(), hmac, addAddrTimeoutNs);
        local = new AddressIds(first.localHi(), first.localLo(), first.localPort());
        remote = new AddressIds(first.remoteHi(), first.remoteLo(), first.remotePort());
    }

    public AddressIds local() {
        return local;
    }

    public AddressIds remote() {
        return remote;
    }

    public PathEvents events() {
        return events;
    }

    /** Both sides have both keys and options get through: announcements and further subflows may begin. */
    public void confirm() {
        if (!confirmed) {
            confirmed = true;
            events.post(Type.ESTABLISHED);
        }
    }

    /** Between inputs: proposals that became possible, announcements that are due. */
    public void run(long nowNs) {
        leave();
        events.run(nowNs);
        if (confirmed) {
            advertiser.run(connection.subflows().best(), nowNs);
        }
    }

    /** @param told a subflow is there to announce on */
    public long deadlineNs(boolean told) {
        return Math.min(events.deadlineNs(), confirmed && told ? advertiser.deadlineNs() : Long.MAX_VALUE);
    }

    /** @see PathActions#announce */
    public boolean announce(int addressId, IpAddress address, int port, long nowNs) {
        return !isLeaving(addressId) && local.put(addressId, address.hi(), address.lo(), port) && advertiser.announce(addressId, address, port, nowNs);
    }

    /**
     * An ADD_ADDR, echo or not. A genuine one is always echoed, as its first echo may have been lost.
     *
     * @return true if it proves that the peer has our key
     */
    public boolean onAdded(Subflow f, AddAddrOption o, long nowNs) {
        if (o.isEcho()) {
            connection.counters().increment(Counter.MP_ECHO_ADD);
            advertiser.onEcho(o.addressId(), o.addressHi(), o.addressLo(), o.port());
            return false;
        }
        CapableHandshake keys = connection.keys();
        if (o.hmac() != hmac.address(keys.remoteKey(), keys.localKey(), o.addressId(), o.addressHi(), o.addressLo(), o.port())) {
            connection.counters().increment(Counter.MP_ADD_ADDR_DROP);
            return false;
        }
        connection.counters().increment(Counter.MP_ADD_ADDR);
        if (o.port() != 0) {
            connection.counters().increment(Counter.MP_PORT_ADD);
        }
        f.signals().echo(o.addressId(), o.addressHi(), o.addressLo(), o.port());
        f.requestSignal();
        int port = o.port() == 0 ? f.tcb().key().remotePort() : o.port();
        if (remote.put(o.addressId(), o.addressHi(), o.addressLo(), port)) {
            events.announced(o.addressId(), new IpAddress(o.addressHi(), o.addressLo()), port);
        } else {
            connection.counters().increment(Counter.MP_ADD_ADDR_DROP);
        }
        return true;
    }

    /** @see PathActions#remove */
    @Rfc(value = 8684, section = "3.4.2")
    public boolean withdraw(int addressId) {
        if (!local.remove(addressId)) {
            return false;
        }
        advertiser.forget(addressId);
        for (int i = 0; i < connection.subflows().count(); i++) {
            connection.subflows().get(i).signals().retract(addressId);
        }
        if (!isLeaving(addressId)) {
            leaving[leavingCount++] = addressId;
        }
        leave();
        return true;
    }

    private boolean isLeaving(int addressId) {
        for (int i = 0; i < leavingCount; i++) {
            if (leaving[i] == addressId) {
                return true;
            }
        }
        return false;
    }

    private void leave() {
        for (int i = leavingCount - 1; i >= 0; i--) {
            Subflow teller = connection.subflows().bestWithout(leaving[i]);
            if (teller != null) {
                tell(teller, leaving[i]);
                leaving[i] = leaving[--leavingCount];
            }
        }
    }

    private void tell(Subflow teller, int addressId) {
        teller.signals().remove(addressId);
        teller.requestSignal();
        connection.subflowEvents().finishFrom(addressId);
    }

    /** Addresses that are gone: subflows to them are asked for a sign of life before they are given up. */
    @Rfc(value = 8684, section = "3.4.2")
    public void onRemoved(RemoveAddrOption o, long nowNs) {
        connection.counters().increment(Counter.MP_RM_ADDR);
        for (int i = 0; i < o.count(); i++) {
            int id = o.addressId(i);
            if (remote.remove(id)) {
                events.removed(id);
                connection.subflowEvents().probe(id, nowNs);
            } else {
                connection.counters().increment(Counter.MP_RM_ADDR_DROP);
            }
        }
    }
}
