package io.tributary.mptcp;

import io.tributary.ip.FlowKey;
import io.tributary.mptcp.path.AddressIds;
import io.tributary.mptcp.path.Endpoints;
import io.tributary.mptcp.path.JoinSpec;
import io.tributary.mptcp.path.PathActions;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;

/** What may be asked for a connection's paths. */
final class PathCalls implements PathActions {
    private final MptcpConnection connection;
    private Object attachment;

    PathCalls(MptcpConnection connection) {
        this.connection = connection;
    }

    @Override
    public boolean isInitiator() {
        return connection.isInitiator();
    }

    @Override
    public int token() {
        return connection.keys().localToken();
    }

    @Override
    public FlowKey first() {
        return connection.flow();
    }

    @Override
    public boolean isFirstForbidden() {
        return connection.keys().peerForbidsJoin();
    }

    @Override
    public Endpoints endpoints() {
        return connection.engine().endpoints();
    }

    @Override
    public AddressIds local() {
        return connection.addresses().local();
    }

    @Override
    public AddressIds remote() {
        return connection.addresses().remote();
    }

    /** Both keys are known and nothing has ended. */
    private boolean isOpen() {
        return connection.isMultipath() && !connection.isClosed() && connection.addresses() != null && connection.keys().isRemoteKnown();
    }

    @Override
    public int join(JoinSpec spec, long nowNs) {
        return isOpen() ? connection.joins().join(spec, nowNs) : -1;
    }

    @Override
    public boolean announce(int addressId, IpAddress address, int port, long nowNs) {
        connection.wake();
        return isOpen() && connection.addresses().announce(addressId, address, port, nowNs);
    }

    @Override
    public boolean remove(int addressId) {
        connection.wake();
        return isOpen() && connection.addresses().withdraw(addressId);
    }

    @Override
    public boolean destroy(int slot, int reason, boolean isTransient) {
        Subflow f = isOpen() ? connection.subflows().bySlot(slot) : null;
        if (f == null || !f.isLive()) {
            return false;
        }
        f.reset().because(reason, isTransient);
        f.tcb().abort(CloseReason.ABORTED);
        return true;
    }

    @Override
    public boolean finish(int slot) {
        Subflow f = usable(slot);
        if (f != null) {
            f.finish();
            connection.wake();
        }
        return f != null;
    }

    @Override
    public boolean prioritize(int slot, boolean backup) {
        Subflow f = usable(slot);
        if (f != null && f.backupByUs() != backup) {
            f.backupByUs(backup);
            f.signals().priority(backup);
            f.requestSignal();
            connection.wake();
        }
        return f != null;
    }

    private Subflow usable(int slot) {
        Subflow f = isOpen() ? connection.subflows().bySlot(slot) : null;
        return f != null && f.isUsable() ? f : null;
    }

    @Override
    public long subflowsFrom(int localId) {
        long slots = 0;
        for (int i = 0; i < connection.subflows().count(); i++) {
            Subflow f = connection.subflows().get(i);
            slots |= f.isLive() && f.localAddressId() == localId ? 1L << f.slot() : 0;
        }
        return slots;
    }

    @Override
    public boolean reaches(JoinSpec spec) {
        for (int i = 0; i < connection.subflows().count(); i++) {
            Subflow f = connection.subflows().get(i);
            boolean there = f.isOpenedByUs() ? goesTo(f, spec) : f.remoteAddressId() == spec.remoteId();
            if (f.isLive() && !f.isClosing() && there) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isConnected(JoinSpec spec) {
        for (int i = 0; i < connection.subflows().count(); i++) {
            Subflow f = connection.subflows().get(i);
            FlowKey k = f.tcb().key();
            if (f.isLive() && !f.isClosing() && k.localHi() == spec.local().hi() && k.localLo() == spec.local().lo() && goesTo(f, spec)) {
                return true;
            }
        }
        return false;
    }

    private static boolean goesTo(Subflow f, JoinSpec spec) {
        FlowKey k = f.tcb().key();
        return k.remoteHi() == spec.remote().hi() && k.remoteLo() == spec.remote().lo() && k.remotePort() == spec.remotePort();
    }

    @Override
    public int usable() {
        return connection.subflows().usable();
    }

    @Override
    public Object attachment() {
        return attachment;
    }

    @Override
    public void attach(Object state) {
        attachment = state;
    }

    @Override
    public void wakeAt(long ns) {
        connection.addresses().events().wakeAt(ns);
    }

    @Override
    public long random() {
        return (long) connection.engine().drawNonce() << 32 | connection.engine().drawNonce() & 0xffff_ffffL;
    }
}
