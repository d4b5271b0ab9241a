package io.tributary.convert.kernel;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.SimRouter;
import io.tributary.tcp.TcpConfig;
import io.tributary.wire.IpAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;

/** The kernel at one end of a link, our stack at the other. */
final class Wire implements AutoCloseable {
    /** Who opens the connection. */
    enum Opener { STACK, KERNEL }

    static final int PORT = 7000;
    static final int ZONE = 0;

    private final LiveNetwork network;
    private final KernelHost kernel;
    private final SimHost stack;
    private final SimLink link;
    private final boolean ipv6;
    private int receiveBuffer = StackPeer.BUFFER;
    private Consumer<KernelSocket> kernelOptions = s -> { };

    /** @param mtu of both ends */
    Wire(long seed, boolean ipv6, int mtu, TcpConfig config, Consumer<SimLink> properties) {
        this(seed, ipv6, mtu, config, false, properties);
    }

    /** @param routed a router stands between two links; the properties are those of the link beyond it, on our side */
    Wire(long seed, boolean ipv6, int mtu, TcpConfig config, boolean routed, Consumer<SimLink> properties) {
        this.ipv6 = ipv6;
        network = new LiveNetwork(seed);
        kernel = network.kernel("kernel", mtu, "10.77.0.1/24", "fd77::1/64");
        stack = network.stack("stack", new ShardConfig(config, 1000, 1000));
        SimDevice ours = stack.addInterface("wire", ZONE, DeviceCapabilities.plain(mtu), UnaryOperator.identity(), "10.77.0.2", "fd77::2");
        SimDevice far = kernel.device();
        if (routed) {
            SimRouter router = new SimRouter(network.simulation(), "router");
            SimDevice left = router.addInterface("left", mtu, "10.77.0.3", "fd77::3");
            far = router.addInterface("right", mtu, "10.77.0.4", "fd77::4");
            router.route("10.77.0.1/32", left).route("fd77::1/128", left).route("10.77.0.2/32", far).route("fd77::2/128", far);
            network.link("beyond", kernel.device(), left);
        }
        link = network.link("wire", far, ours);
        properties.accept(link);
        network.start();
    }

    /** Of our end, for connections opened from now on; bytes. */
    Wire receiveBuffer(int bytes) {
        receiveBuffer = bytes;
        return this;
    }

    /** Set on every kernel socket before it connects or listens. */
    Wire kernelOptions(Consumer<KernelSocket> options) {
        kernelOptions = options;
        return this;
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

    SimLink link() {
        return link;
    }

    IpAddress kernelAddress() {
        return IpAddress.parse(ipv6 ? "fd77::1" : "10.77.0.1");
    }

    IpAddress stackAddress() {
        return IpAddress.parse(ipv6 ? "fd77::2" : "10.77.0.2");
    }

    /** Both ends of a new connection. */
    Pair open(Opener opener) {
        return opener == Opener.STACK ? openFromStack() : openFromKernel();
    }

    private Pair openFromStack() {
        try (KernelSocket listener = listen()) {
            CompletableFuture<KernelSocket> accepted = CompletableFuture.supplyAsync(listener::accept, task -> new Thread(task).start());
            StackPeer ours = connect(s -> s).awaitEstablished();
            return new Pair(ours, new KernelPeer(accepted.join()));
        }
    }

    KernelSocket listen() {
        KernelSocket listener = kernel.socket(ipv6);
        kernelOptions.accept(listener);
        listener.bind(kernelAddress(), PORT);
        listener.listen(16);
        listener.receiveTimeoutMs(60_000);
        return listener;
    }

    /** Starts an active open of ours. */
    StackPeer connect(UnaryOperator<ConnectSpec> how) {
        return connect(how, new byte[0]);
    }

    /** @param first what the application has written before it opens: with Fast Open it rides in the SYN */
    StackPeer connect(UnaryOperator<ConnectSpec> how, byte[] first) {
        StackPeer peer = new StackPeer(network, receiveBuffer);
        peer.out.write(new UnsafeBuffer(first), 0, first.length);
        network.run(() -> peer.attach(stack.shard().connect(how.apply(ConnectSpec.to(ZONE, kernelAddress(), PORT).multipath(false)),
            peer.out, peer.in, peer, network.simulation().nowNs())));
        return peer;
    }

    private Pair openFromKernel() {
        Acceptor acceptor = accept(s -> s);
        KernelSocket socket = kernel.socket(ipv6);
        kernelOptions.accept(socket);
        socket.connect(stackAddress(), PORT);
        StackPeer ours = acceptor.next();
        acceptor.close();
        return new Pair(ours, new KernelPeer(socket));
    }

    /** A listener of ours at {@link #PORT}. */
    Acceptor accept(UnaryOperator<ListenSpec> how) {
        return network.call(() -> new Acceptor(network, stack, how.apply(new ListenSpec(ZONE, IpAddress.ANY, PORT, false, false, 64)), receiveBuffer));
    }

    @Override
    public void close() {
        network.close();
    }

    /** The two ends of one connection. */
    record Pair(StackPeer stack, KernelPeer kernel) implements AutoCloseable {
        @Override
        public void close() {
            stack.close();
            kernel.close();
        }
    }
}
