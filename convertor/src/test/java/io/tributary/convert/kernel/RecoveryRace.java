package io.tributary.convert.kernel;

import static io.tributary.sim.Simulation.millis;

import io.tributary.convert.main.demo.peer.PatternData;
import io.tributary.device.DeviceCapabilities;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.LossModel;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimHost;
import io.tributary.connection.ConnectSpec;
import io.tributary.tcp.TcpConfig;
import io.tributary.wire.IpAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * How long a transfer takes over a lossy link, sent by the kernel or by us, received by the kernel in both cases. The same seed
 * loses the packets with the same numbers.
 */
record RecoveryRace(double loss, int roundTripMs, String congestion, int bytes) {
    private static final IpAddress RECEIVER = IpAddress.parse("10.77.0.1");
    private static final int PORT = 7000;
    private static final int MTU = 1500;

    /** @param config of our stack, or null if the kernel is to send @return milliseconds from the SYN to the end of the stream */
    double run(long seed, TcpConfig config) {
        try (LiveNetwork network = new LiveNetwork(seed)) {
            KernelHost receiver = network.kernel("receiver", MTU, "10.77.0.1/24");
            KernelHost kernel = config == null ? network.kernel("kernel", MTU, "10.77.0.2/24") : null;
            SimHost stack = config == null ? null : network.stack("stack", new ShardConfig(config, 10, 10));
            SimDevice sender = config == null ? kernel.device()
                : stack.addInterface("wire", 0, DeviceCapabilities.plain(MTU), UnaryOperator.identity(), "10.77.0.2");
            network.link("wire", receiver.device(), sender).bitsPerSecond(50_000_000).queuePackets(400)
                .delayNs(millis(roundTripMs / 2.0)).backward().loss(LossModel.random(loss));
            network.start();
            try (KernelSocket listener = receiver.socket(false)) {
                listener.bind(RECEIVER, PORT);
                listener.listen(1);
                CompletableFuture<Long> end = CompletableFuture.supplyAsync(() -> receive(listener), task -> new Thread(task).start());
                long start = System.nanoTime();
                if (config == null) {
                    sendFromKernel(kernel);
                } else {
                    sendFromStack(network, stack);
                }
                return (end.join() - start) / 1e6;
            }
        }
    }

    private void sendFromKernel(KernelHost kernel) {
        try (KernelSocket socket = kernel.socket(false)) {
            socket.congestion(congestion);
            socket.connect(RECEIVER, PORT);
            socket.sendAll(data());
            socket.shutdownOutput();
            socket.receive(new byte[1], 0, 1);
        }
    }

    private void sendFromStack(LiveNetwork network, SimHost stack) {
        StackPeer peer = new StackPeer(network, 1 << 16);
        network.run(() -> peer.attach(stack.shard().connect(ConnectSpec.to(0, RECEIVER, PORT).multipath(false), peer.out, peer.in, peer,
            network.simulation().nowNs())));
        peer.awaitEstablished();
        byte[] data = data();
        for (int at = 0; at < data.length; ) {
            at += peer.send(data, at, data.length - at);
        }
        peer.shutdownOutput();
        peer.receive(new byte[1], 0, 1);
    }

    private byte[] data() {
        byte[] data = new byte[bytes];
        PatternData.fill(data, 0, bytes, 1, 0);
        return data;
    }

    private static long receive(KernelSocket listener) {
        try (KernelSocket socket = listener.accept()) {
            byte[] buffer = new byte[1 << 16];
            long at = 0;
            for (int n; (n = socket.receive(buffer, 0, buffer.length)) >= 0; at += n) {
                if (PatternData.firstDifference(buffer, 0, n, 1, at) >= 0) {
                    throw new AssertionError("a wrong byte behind " + at);
                }
            }
            return System.nanoTime();
        }
    }
}
