package io.tributary.shard;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;
import io.tributary.device.Offload;
import io.tributary.device.PacketDevice;
import io.tributary.device.PacketHandler;
import io.tributary.ip.FlowKey;
import io.tributary.ip.FlowTable;
import io.tributary.ip.IcmpResponder;
import io.tributary.ip.NetInterface;
import io.tributary.ip.PathMtu;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.path.Endpoints;
import io.tributary.mptcp.path.PathEvent;
import io.tributary.mptcp.path.PathManager;
import io.tributary.mptcp.schedule.Scheduler;
import io.tributary.random.RandomSource;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.SegmentWriter;
import io.tributary.tcp.TcpContext;
import io.tributary.tcp.open.InitialNumbers;
import io.tributary.tcp.open.IsnGenerator;
import io.tributary.tcp.open.PortAllocator;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.MutableDirectBuffer;

/**
 * One world: a function of packets, time and calls. It owns no thread, reads no clock and waits for nothing; whoever drives it
 * feeds packets and time in, lets it transmit, and delivers its events. Time never decreases.
 */
public final class Shard {
    /** Paths whose MTU is known to be smaller than the interface's. */
    private static final int PATHS = 4096;

    private final Guard guard;
    private final ConnectionTable connections;
    private final FlowTable<SegmentTarget> flows;
    private final ListenerTable listeners = new ListenerTable();
    private final LocalAddresses addresses;
    private final TimeWaitTable timeWaits;
    private final Opening opening;
    private final PacketInput input;
    private final Counters counters;
    private final List<NetInterface> interfaces = new ArrayList<>();
    private final List<PacketHandler> inputs = new ArrayList<>();
    private long nowNs;

    public Shard(ShardConfig config, RandomSource random, Counters counters) {
        this(config, random, counters, new IsnGenerator(random.secret().nextLong(), random.secret().nextLong()));
    }

    /** @param numbers where initial sequence numbers and timestamp offsets come from: a replay repeats recorded ones */
    public Shard(ShardConfig config, RandomSource random, Counters counters, InitialNumbers numbers) {
        this.counters = counters;
        this.guard = new Guard(counters);
        this.connections = new ConnectionTable(config.connections(), guard);
        this.flows = new FlowTable<>(config.flows(), random.secret().nextLong());
        this.addresses = new LocalAddresses(new PortAllocator(random), counters);
        SegmentWriter writer = new SegmentWriter(counters, config.tcp());
        TcpContext context = new TcpContext(config.tcp(), counters, writer, numbers, new PathMtu(PATHS, counters));
        this.timeWaits = new TimeWaitTable(flows, writer, counters, config.tcp().open().timeWaitNs(), config.timeWaits());
        this.opening = new Opening(connections, flows, timeWaits, listeners, addresses, context,
            config.mptcp(), random);
        this.input = new PacketInput(flows, opening, timeWaits, addresses, writer, counters, guard,
            new IcmpResponder(counters, random.open()));
    }

    // ---- set-up and calls

    /** Gives the shard a device with the addresses it owns there. */
    public NetInterface addInterface(String name, int zone, IpAddress[] owned, PacketDevice device) {
        NetInterface i = new NetInterface(name, zone, owned, device);
        addresses.add(i);
        interfaces.add(i);
        inputs.add((buffer, at, length, offload) -> onPacket(i, buffer, at, length, offload, nowNs));
        return i;
    }

    /**
     * From now on an exception inside the stack is told to {@code listener} and ends the connection it struck, nothing else.
     * Before, it is thrown to the caller.
     */
    public void onInternalError(Consumer<RuntimeException> listener) {
        guard.listener(listener);
    }

    /** @throws IllegalArgumentException if the port is taken */
    public Listener listen(ListenSpec spec, AcceptHandler handler) {
        return listeners.add(spec, handler);
    }

    /** Never throws for want of resources: the handler then hears {@link io.tributary.tcp.CloseReason#NO_RESOURCES}. */
    public Connection connect(ConnectSpec spec, OutboundStream out, InboundStream in, ConnectionHandler handler, long now) {
        return opening.connect(spec, out, in, handler, now);
    }

    /**
     * A new key for the Fast Open cookies that this shard gives; those made with the one before it stay good. Without this call
     * the key is drawn. Servers behind one address need the same.
     */
    public void fastOpenKey(long key0, long key1) {
        opening.fastOpenCookies().rotate(key0, key1);
    }

    /**
     * A Fast Open cookie that an earlier life of this host was given by a server, and that server's MSS.
     *
     * @param flow addresses and zone count, ports do not
     */
    public void fastOpenCookie(FlowKey flow, byte[] cookie, int mss) {
        opening.fastOpenCache().learned(flow, cookie, mss);
    }

    /**
     * MPTCP connections opened or accepted from now on get these.
     *
     * @param paths      given the first flow: who proposes further subflows
     * @param schedulers who chooses among subflows
     */
    public void multipath(Function<FlowKey, PathManager> paths, Supplier<Scheduler> schedulers) {
        opening.mptcp().policies(paths, schedulers);
    }

    /** MPTCP connections opened or accepted from now on are this one's. */
    public void pathManager(PathManager manager) {
        opening.mptcp().pathManager(manager);
    }

    /** Endpoints and limits of MPTCP connections: they change while connections are open, between inputs. */
    public Endpoints endpoints() {
        return opening.mptcp().endpoints();
    }

    /**
     * What happens to the paths of MPTCP connections is told to {@code listener}, in the midst of input: it must not call the stack.
     *
     * @param listener null: to nobody
     */
    public void watchPaths(Consumer<PathEvent> listener) {
        opening.mptcp().watchPaths(listener);
    }

    // ---- in

    /** Takes at most {@code limit} packets from each interface. @return how many */
    public int receive(int limit, long now) {
        nowNs = now;
        int n = 0;
        for (int i = 0; i < interfaces.size(); i++) {
            n += interfaces.get(i).device().receive(inputs.get(i), limit);
        }
        return n;
    }

    public void onPacket(NetInterface from, MutableDirectBuffer buffer, int at, int length, Offload offload, long now) {
        input.onPacket(from, buffer, at, length, offload, now);
    }

    public void onTimers(long now) {
        connections.onTimers(now);
        timeWaits.onTimers(now);
        input.onTimers(now);
    }

    // ---- out

    /** Lets at most {@code limit} connections send what they owe. @return how many did; those whose device is full do not count */
    public int transmit(int limit, long now) {
        int n = connections.transmit(limit, now);
        for (int i = 0; i < interfaces.size(); i++) {
            interfaces.get(i).device().flush();
        }
        return n;
    }

    /** Delivers what connections and listeners have to say. @return how many did */
    public int drainEvents(long now) {
        return opening.tellHandlers(now) + connections.deliverEvents(now);
    }

    /** When to come back without input: 0 at once, {@link Long#MAX_VALUE} only on input. */
    public long nextDeadlineNs() {
        if (connections.hasWork() || opening.hasSomethingToTell()) {
            return 0;
        }
        return Math.min(connections.earliestDeadlineNs(), Math.min(timeWaits.earliestDeadlineNs(), input.earliestDeadlineNs()));
    }

    /** One turn of everything but input: timers, transmission, events, until nothing is left to do now (bounded). */
    public void runOnce(long now) {
        onTimers(now);
        int turns = 0;
        int work;
        do {
            transmit(Integer.MAX_VALUE, now);
            work = drainEvents(now);
        } while (work > 0 && ++turns < 8);
    }

    // ---- to look at

    public Counters counters() {
        return counters;
    }

    /** Connections open, opening or closing; not TIME-WAIT. */
    public int connections() {
        return connections.size();
    }

    /** SYNs that wait for a decision. */
    public int pending() {
        return opening.undecided();
    }

    /** Flows only waiting for late segments. */
    public int timeWaits() {
        return timeWaits.size();
    }

    /** Flows known: subflows of connections, undecided SYNs, TIME-WAIT. */
    public int flows() {
        return flows.size();
    }

    /** MPTCP connections that a join would find. */
    public int tokens() {
        return opening.mptcp().tokens();
    }

    /** No connection, no undecided SYN; TIME-WAIT does not count. */
    public boolean isEmpty() {
        return connections() == 0 && pending() == 0;
    }

    public void forEachConnection(Consumer<? super Connection> consumer) {
        connections.forEach(consumer);
    }
}
