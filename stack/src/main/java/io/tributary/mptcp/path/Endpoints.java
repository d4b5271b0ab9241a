package io.tributary.mptcp.path;

import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The endpoints and limits of one stack while it runs; as {@code ip mptcp endpoint} and {@code ip mptcp limits}. Changes reach the
 * connections that are open. Refusals are {@link IllegalArgumentException}s whose message is for people.
 */
public final class Endpoints {
    /** Most endpoints, as on Linux. */
    public static final int MAX = 8;
    /** Highest limit, as on Linux. */
    public static final int MAX_LIMIT = 8;

    private final Consumer<EndpointChange> changes;
    private final List<Endpoint> list;
    private final Rejoin rejoin;
    private int subflows;
    private int addAddrAccepted;

    /** @param changes hears of every change, after it was made */
    public Endpoints(PathSettings start, Consumer<EndpointChange> changes) {
        this.changes = changes;
        list = new ArrayList<>(start.endpoints());
        subflows = start.subflows();
        addAddrAccepted = start.addAddrAccepted();
        rejoin = start.rejoin();
    }

    /** How subflows that failed are opened again. */
    public Rejoin rejoin() {
        return rejoin;
    }

    /** Additional subflows of a connection. */
    public int subflows() {
        return subflows;
    }

    /** Announced addresses that a connection follows. */
    public int addAddrAccepted() {
        return addAddrAccepted;
    }

    /** Open connections keep the subflows they have. */
    public void limits(int maxSubflows, int maxAddAddrAccepted) {
        if (maxSubflows < 0 || maxSubflows > MAX_LIMIT || maxAddAddrAccepted < 0 || maxAddAddrAccepted > MAX_LIMIT) {
            throw new IllegalArgumentException("limit greater than maximum (" + MAX_LIMIT + ")");
        }
        subflows = maxSubflows;
        addAddrAccepted = maxAddAddrAccepted;
        changes.accept(EndpointChange.LIMITS);
    }

    public int count() {
        return list.size();
    }

    public Endpoint get(int i) {
        return list.get(i);
    }

    public List<Endpoint> all() {
        return List.copyOf(list);
    }

    /** @return null if nobody has this ID */
    public Endpoint byId(int id) {
        return list.stream().filter(e -> e.id() == id).findFirst().orElse(null);
    }

    /** @return null if it is no endpoint */
    public Endpoint byAddress(int zone, long hi, long lo) {
        for (int i = 0; i < list.size(); i++) {
            Endpoint e = list.get(i);
            if (e.zone() == zone && e.address().hi() == hi && e.address().lo() == lo) {
                return e;
            }
        }
        return null;
    }

    /** The lowest ID that nobody has. */
    public int unusedId() {
        int id = 1;
        while (byId(id) != null) {
            id++;
        }
        return id;
    }

    /** Open connections announce it or join from it, as its flags say. */
    public void add(Endpoint e) {
        if (list.size() == MAX) {
            throw new IllegalArgumentException("too many endpoints: there are " + MAX);
        }
        if (byId(e.id()) != null) {
            throw new IllegalArgumentException("duplicate ID: " + e.id() + " is " + byId(e.id()).address());
        }
        for (Endpoint other : list) {
            if (other.zone() == e.zone() && other.address().equals(e.address()) && (other.port() == e.port() || !e.signal() || !other.signal())) {
                throw new IllegalArgumentException("duplicate address: " + e.address() + " has ID " + other.id());
            }
        }
        list.add(e);
        changes.accept(new EndpointChange(null, e, false));
    }

    /** Open connections tell their peers, and end the subflows from there. */
    public void delete(int id) {
        Endpoint e = required(id);
        list.remove(e);
        changes.accept(new EndpointChange(e, null, false));
    }

    /** Open connections whose first address it is give that up: their ID 0. It need not be an endpoint, and stays one if it is. */
    public void deleteFirst(int zone, IpAddress address) {
        changes.accept(new EndpointChange(new Endpoint(zone, address, 255, 0, false, false, false), null, true));
    }

    /** Deletes them all. */
    public void flush() {
        while (!list.isEmpty()) {
            delete(list.get(0).id());
        }
    }

    /** Subflows of open connections change their priority with it, and go to all of the peer's addresses or only to its first. */
    public void change(int id, boolean backup, boolean fullmesh) {
        Endpoint before = required(id);
        Endpoint after = before.withBackup(backup).withFullmesh(fullmesh);
        list.set(list.indexOf(before), after);
        changes.accept(new EndpointChange(before, after, false));
    }

    private Endpoint required(int id) {
        Endpoint e = byId(id);
        if (e == null) {
            throw new IllegalArgumentException("address not found: no endpoint has ID " + id);
        }
        return e;
    }
}
