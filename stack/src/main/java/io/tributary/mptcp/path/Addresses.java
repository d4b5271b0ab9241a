package io.tributary.mptcp.path;

import io.tributary.Rfc;
import io.tributary.ip.FlowKey;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.open.CapableHandshake;
import io.tributary.mptcp.open.Hmac;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.RemoveAddrOption;

/** Both hosts' addresses in one connection: what the peer announces and withdraws, what we announce, and what follows from it. */
@Rfc(value = 8684, section = {"3.4.1", "3.4.2"})
public final class Addresses {
    private final MptcpConnection connection;
    private final PathManager manager;
    private final PathActions actions;
    private final Hmac hmac;
    private final AddressAdvertiser advertiser;
    private final AddressIds local;
    private final AddressIds remote;
    private final int followLimit;
    private final int[] toFollow = new int[AddressIds.MAX];
    private final long[] toFollowHi = new long[AddressIds.MAX];
    private final long[] toFollowLo = new long[AddressIds.MAX];
    private final int[] toFollowPort = new int[AddressIds.MAX];
    private int waiting;
    private int followed;
    private boolean confirmed;
    private boolean started;

    /** @param first the flow of the first subflow */
    public Addresses(MptcpConnection connection, PathManager manager, PathActions actions, Hmac hmac, FlowKey first, int followLimit,
                     long addAddrTimeoutNs) {
        this.connection = connection;
        this.manager = manager;
        this.actions = actions;
        this.hmac = hmac;
        this.followLimit = followLimit;
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

    /** Both sides have both keys and options get through: announcements and further subflows may begin. */
    public void confirm() {
        confirmed = true;
    }

    /** Between inputs: proposals that became possible, announcements that are due. */
    public void run(long nowNs) {
        if (!confirmed) {
            return;
        }
        if (!started) {
            started = true;
            manager.onConfirmed(actions, nowNs);
        }
        for (int i = 0; i < waiting; i++) {
            manager.onAddress(actions, toFollow[i], toFollowHi[i], toFollowLo[i], toFollowPort[i], nowNs);
        }
        waiting = 0;
        advertiser.run(connection.subflows().best(), nowNs);
    }

    public long deadlineNs() {
        return confirmed ? advertiser.deadlineNs() : Long.MAX_VALUE;
    }

    public void announce(Endpoint e, long nowNs) {
        if (local.put(e.id(), e.address().hi(), e.address().lo(), e.port())) {
            advertiser.announce(e, nowNs);
        }
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
        boolean known = o.addressId() == 0 || remote.contains(o.addressId(), port);
        if (!known && remote.put(o.addressId(), o.addressHi(), o.addressLo(), port) && followed < followLimit
            && waiting < toFollow.length) {
            followed++;
            toFollow[waiting] = o.addressId();
            toFollowHi[waiting] = o.addressHi();
            toFollowLo[waiting] = o.addressLo();
            toFollowPort[waiting++] = port;
        }
        return true;
    }

    /**
     * One of our addresses is gone: the peer is told, and our direction of the subflows that use it ends in order, unless it is
     * the last one.
     *
     * @return false if the address was not known to the peer
     */
    @Rfc(value = 8684, section = "3.4.2")
    public boolean withdraw(int addressId) {
        if (!local.remove(addressId)) {
            return false;
        }
        advertiser.forget(addressId);
        Subflow teller = connection.subflows().bestWithout(addressId);
        if (teller != null) {
            teller.signals().remove(addressId);
            teller.requestSignal();
            connection.subflowEvents().finishFrom(addressId);
        }
        return true;
    }

    /** Addresses that are gone: subflows to them are asked for a sign of life before they are given up. */
    @Rfc(value = 8684, section = "3.4.2")
    public void onRemoved(RemoveAddrOption o, long nowNs) {
        connection.counters().increment(Counter.MP_RM_ADDR);
        for (int i = 0; i < o.count(); i++) {
            int id = o.addressId(i);
            if (remote.remove(id)) {
                followed = Math.max(0, followed - 1);
                forgetWaiting(id);
                connection.subflowEvents().probe(id, nowNs);
            } else {
                connection.counters().increment(Counter.MP_RM_ADDR_DROP);
            }
        }
    }

    private void forgetWaiting(int id) {
        for (int i = 0; i < waiting; i++) {
            if (toFollow[i] == id) {
                waiting--;
                toFollow[i] = toFollow[waiting];
                toFollowHi[i] = toFollowHi[waiting];
                toFollowLo[i] = toFollowLo[waiting];
                toFollowPort[i] = toFollowPort[waiting];
                return;
            }
        }
    }

    /** A join from us did not succeed: the address is tried again only when the peer announces it again. */
    @Rfc(value = 8684, section = "3.9.3")
    public void onJoinFailed(int remoteId) {
        if (remoteId != 0 && remote.remove(remoteId)) {
            followed = Math.max(0, followed - 1);
        }
    }
}
