package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.abi.Socket;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpConfig;
import io.tributary.mptcp.open.CapableSettings;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.tcp.TcpConfig;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The kernel's MPTCP and ours with several links between them: path n joins 10.77.n.1 and fd77:n::1 of the kernel with 10.77.n.2
 * and fd77:n::2 of ours. The one that opens decides by its own address which path a subflow takes.
 */
final class Paths implements AutoCloseable {
    static final int PORT = 7000;
    static final int ZONE = 0;
    private static final int MTU = 1500;
    private static final int PATIENCE_MS = 60_000;
    private static final Consumer<SimLink> ORDINARY =
        l -> l.bitsPerSecond(50_000_000).queuePackets(300).delayNs(Simulation.millis(5));

    private final Trial trial;
    private final Cell cell;
    private final LiveNetwork network;
    private final KernelHost kernel;
    private final int count;
    private final List<String> ip = new ArrayList<>();
    private final List<SimDevice> near = new ArrayList<>();
    private final List<SimLink> links = new ArrayList<>();
    private final List<Consumer<SimLink>> changes = new ArrayList<>();
    private final Mib mib;
    private MptcpConfig config = MptcpConfig.DEFAULT.with(CapableSettings.DEFAULT.withBlackhole(0));
    private TcpConfig tcp = TcpConfig.DEFAULT;
    private Consumer<KernelSocket> kernelOptions = s -> { };
    private boolean dualStack;
    private boolean multipath = true;
    private int receiveBuffer = StackPeer.BUFFER;
    private SimHost stack;

    Paths(Trial trial, int count) {
        this(trial, count, null);
    }

    /** @param shaping null: links go straight into the kernel */
    Paths(Trial trial, int count, Shaping shaping) {
        this.trial = trial;
        this.cell = trial.cell();
        this.count = count;
        network = new LiveNetwork(1).record(trial.fileName());
        kernel = network.kernel("kernel");
        sysctl("net/ipv4/tcp_congestion_control", "reno");
        sysctl("net/mptcp/checksum_enabled", cell.checksum() ? "1" : "0");
        sysctl("net/mptcp/blackhole_timeout", "0");
        for (int n = 1; n <= count; n++) {
            if (shaping == null) {
                near.add(network.plug(kernel, "path" + n, MTU, "10.77." + n + ".1/24", "fd77:" + n + "::1/64"));
            } else {
                near.add(shaping.path(network, kernel, n, MTU));
            }
            changes.add(ORDINARY);
            if (!cell.weOpen()) {
                ip.add("rule add from 10.77." + n + ".1 lookup " + (100 + n));
                ip.add("route add default dev path" + n + " table " + (100 + n));
                ip.add("-6 rule add from fd77:" + n + "::1 lookup " + (100 + n));
                ip.add("-6 route add default dev path" + n + " table " + (100 + n));
            }
        }
        mib = new Mib(this);
    }

    // ---- before it starts

    /** Our settings. */
    Paths ours(UnaryOperator<MptcpConfig> change) {
        config = change.apply(config);
        return this;
    }

    Paths ours(Endpoint... endpoints) {
        return ours(c -> c.withEndpoints(endpoints));
    }

    Paths tcp(UnaryOperator<TcpConfig> change) {
        tcp = change.apply(tcp);
        return this;
    }

    /** Commands of {@code ip} in the kernel's namespace. */
    Paths kernel(String... commands) {
        ip.addAll(List.of(commands));
        return this;
    }

    Paths kernelLimits(int subflows, int addAddrAccepted) {
        return kernel("mptcp limits set subflows " + subflows + " add_addr_accepted " + addAddrAccepted);
    }

    /** An endpoint of the kernel on path {@code n}, with that as its ID. */
    Paths kernelEndpoint(int n, String flags) {
        return kernel("mptcp endpoint add " + kernelAddress(n) + " dev path" + n + " id " + n + " " + flags);
    }

    /** Whoever opens the connection adds subflows on all paths but the first, up to {@code n} in all. */
    Paths withSubflows(int n) {
        kernelLimits(n - 1, 0);
        ours(c -> c.withLimits(n - 1, 0));
        for (int i = 2; i <= n; i++) {
            if (!cell.weOpen()) {
                kernelEndpoint(i, "subflow");
            }
        }
        return cell.weOpen() ? ours(IntStream.rangeClosed(2, n).mapToObj(this::ourSubflow).toArray(Endpoint[]::new)) : this;
    }

    Paths sysctl(String key, String value) {
        kernel.sysctl(key, value);
        return this;
    }

    /** Set on every kernel socket before it connects or listens. */
    Paths kernelOptions(Consumer<KernelSocket> options) {
        kernelOptions = options;
        return this;
    }

    /** The kernel's socket takes both families. */
    Paths dualStack() {
        dualStack = true;
        return this;
    }

    /** Of our end, bytes. */
    Paths receiveBuffer(int bytes) {
        receiveBuffer = bytes;
        return this;
    }

    /** Makes path {@code n} unlike an ordinary one. The link's forward direction is that from the kernel. */
    Paths path(int n, Consumer<SimLink> properties) {
        changes.set(n - 1, changes.get(n - 1).andThen(properties));
        return this;
    }

    /** A box that sees packets of the one that opens as forward. */
    Middlebox fromOpener(Middlebox box) {
        return cell.weOpen() ? (packet, forward, hop) -> box.onPacket(packet, !forward, hop) : box;
    }

    /** The other way round. */
    Middlebox fromAcceptor(Middlebox box) {
        return cell.weOpen() ? box : (packet, forward, hop) -> box.onPacket(packet, !forward, hop);
    }

    Paths start() {
        kernel.ip(ip);
        stack = network.stack("stack", new ShardConfig(tcp, 4000, 4000).withMptcp(config));
        for (int n = 1; n <= count; n++) {
            SimLink link = network.link("path" + n, near.get(n - 1),
                stack.addInterface("path" + n, ZONE, MTU, "10.77." + n + ".2", "fd77:" + n + "::2"));
            changes.get(n - 1).accept(link);
            links.add(link);
        }
        network.start();
        return this;
    }

    // ---- while it runs

    Cell cell() {
        return cell;
    }

    LiveNetwork network() {
        return network;
    }

    KernelHost kernel() {
        return kernel;
    }

    SimHost stack() {
        return stack;
    }

    Mib mib() {
        return mib;
    }

    /** Changes path {@code n}. */
    void change(int n, Consumer<SimLink> change) {
        network.run(() -> change.accept(links.get(n - 1)));
    }

    /** Bytes that path {@code n} delivered, both directions. */
    long delivered(int n) {
        return network.call(() -> links.get(n - 1).forward().counters().deliveredBytes() + links.get(n - 1).backward().counters().deliveredBytes());
    }

    IpAddress kernelAddress(int n) {
        return kernelAddress(n, cell.ipv6());
    }

    IpAddress kernelAddress(int n, boolean ipv6) {
        return IpAddress.parse(ipv6 ? "fd77:" + n + "::1" : "10.77." + n + ".1");
    }

    IpAddress ourAddress(int n) {
        return ourAddress(n, cell.ipv6());
    }

    IpAddress ourAddress(int n, boolean ipv6) {
        return IpAddress.parse(ipv6 ? "fd77:" + n + "::2" : "10.77." + n + ".2");
    }

    /** An endpoint of ours on path {@code n}, with that as its ID: we open a subflow from it, if we opened the connection. */
    Endpoint ourSubflow(int n) {
        return Endpoint.subflow(ZONE, ourAddress(n), n);
    }

    /** As {@link #ourSubflow}, towards all addresses of the kernel's. */
    Endpoint ourFullMesh(int n) {
        return Endpoint.fullmesh(ZONE, ourAddress(n), n);
    }

    Endpoint ourSignal(int n) {
        return Endpoint.signal(ZONE, ourAddress(n), n);
    }

    /** A connection over the first path, both ends. The listener lasts as long: the kernel takes joins only where it listens. */
    Conversation open() {
        return open(true);
    }

    /** @param multipath false: as TCP, since we do not offer or take more */
    Conversation open(boolean multipath) {
        this.multipath = multipath;
        if (cell.weOpen()) {
            KernelSocket listener = listen();
            return connect(listener).closing(listener::close);
        }
        Acceptor acceptor = accept();
        return connect(acceptor).closing(acceptor::close);
    }

    Conversation connect(KernelSocket listener) {
        CompletableFuture<KernelSocket> accepted = CompletableFuture.supplyAsync(listener::accept, task -> new Thread(task).start());
        StackPeer ours = connect(s -> s, new byte[0]).awaitEstablished();
        return conversation(ours, accepted.join());
    }

    Conversation connect(Acceptor acceptor) {
        KernelSocket socket = kernelSocket();
        socket.connect(ourAddress(1), PORT);
        return conversation(acceptor.next(), socket);
    }

    Conversation conversation(StackPeer ours, KernelSocket socket) {
        socket.receiveTimeoutMs(PATIENCE_MS);
        socket.sendTimeoutMs(PATIENCE_MS);
        return new Conversation(network, ours.patience(PATIENCE_MS), new KernelPeer(socket));
    }

    /** @param first what the application has written before it opens */
    StackPeer connect(UnaryOperator<ConnectSpec> how, byte[] first) {
        StackPeer peer = new StackPeer(network, receiveBuffer).patience(PATIENCE_MS);
        peer.out.write(new UnsafeBuffer(first), 0, first.length);
        ConnectSpec spec = ConnectSpec.to(ZONE, kernelAddress(1), PORT).from(ourAddress(1), 0).checksum(cell.checksum()).multipath(multipath);
        network.run(() -> peer.attach(stack.shard().connect(how.apply(spec), peer.out, peer.in, peer, network.simulation().nowNs())));
        return peer;
    }

    KernelSocket kernelSocket() {
        KernelSocket socket = kernel.socket(KernelSocket.Protocol.MPTCP, dualStack || cell.ipv6());
        socket.receiveTimeoutMs(PATIENCE_MS);
        socket.sendTimeoutMs(PATIENCE_MS);
        kernelOptions.accept(socket);
        return socket;
    }

    KernelSocket listen() {
        KernelSocket listener = kernelSocket();
        listener.option(Socket.SOL_SOCKET, Socket.SO_REUSEADDR, 1);
        listener.bind(IpAddress.ANY, PORT); // all addresses: joins may come to any
        listener.listen(128);
        return listener;
    }

    Acceptor accept() {
        return accept(s -> s);
    }

    Acceptor accept(UnaryOperator<ListenSpec> how) {
        ListenSpec spec = how.apply(new ListenSpec(ZONE, IpAddress.ANY, PORT, multipath, cell.checksum(), 128));
        return network.call(() -> new Acceptor(network, stack, spec, receiveBuffer));
    }

    long ours(Counter counter) {
        return network.call(() -> stack.shard().counters().get(counter));
    }

    /** Waits until the condition holds, a few seconds at most: what the other end does takes a moment to show. */
    static boolean soon(BooleanSupplier condition) {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            pause(20);
        }
        return condition.getAsBoolean();
    }

    static void pause(long ms) {
        java.util.concurrent.locks.LockSupport.parkNanos(ms * 1_000_000);
    }

    /** Nothing is left of any connection of ours. */
    void expectNothingLeft() {
        soon(() -> network.call(() -> stack.shard().isEmpty()));
        assertThat(network.call(() -> stack.shard().connections())).as("connections of ours that are left").isZero();
    }

    @Override
    public void close() {
        trial.note(mib.notable());
        network.close();
    }
}
