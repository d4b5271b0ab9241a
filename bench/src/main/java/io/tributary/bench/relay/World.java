package io.tributary.bench.relay;

import io.tributary.convert.main.demo.lab.ConvertorLab;
import io.tributary.convert.main.demo.lab.Namespace;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.kernel.KernelSocket.Protocol;
import io.tributary.driver.nativeio.NetNamespace;
import io.tributary.wire.IpAddress;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A client with two paths to a box, a server behind it, all cables as fast as the machine. Every measurement of one run happens
 * here, so that they differ in the relay alone.
 */
final class World implements AutoCloseable {
    private static final long JOIN_PATIENCE_NS = 2_000_000_000L;

    static final IpAddress SERVER = IpAddress.parse(ConvertorLab.serverAddress(4));
    static final int SERVER_PORT = 7001;

    private final ConvertorLab lab = new ConvertorLab(2, 0);
    private final NetNamespace client;
    private final NetNamespace behind;
    private final LoadServer server;

    World() {
        try {
            for (Namespace n : List.of(lab.client(), lab.box(), lab.server())) {
                // bbr, the default of many kernels, takes a path that only the processor limits for congested
                n.sysctl("net.ipv4.tcp_congestion_control", "reno");
            }
            lab.box().ip("mptcp", "limits", "set", "subflows", "8", "add_addr_accepted", "8");
            lab.useAllPaths(true);
            client = NetNamespace.open(lab.client().name());
            behind = NetNamespace.open(lab.server().name());
            server = new LoadServer(behind.call(() -> KernelSocket.listen(Protocol.TCP, SERVER, SERVER_PORT)));
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    ConvertorLab lab() {
        return lab;
    }

    /** A socket of the client. */
    KernelSocket open(Protocol protocol) {
        KernelSocket socket = client.call(() -> KernelSocket.open(protocol, false));
        socket.sendTimeoutMs(Load.PATIENCE_MS);
        socket.receiveTimeoutMs(Load.PATIENCE_MS);
        return socket;
    }

    KernelSocket connect(Protocol protocol, IpAddress address, int port) {
        KernelSocket socket = open(protocol);
        try {
            socket.connect(address, port);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Waits a little for the second path: on a busy machine it takes longer than the first bytes. @throws RelayFailure if the client's end is not an MPTCP connection over two paths */
    static void checkBothPaths(KernelSocket connection) {
        if (!connection.isMultipath()) {
            throw new RelayFailure("the connection fell back to TCP");
        }
        long patience = System.nanoTime() + JOIN_PATIENCE_NS;
        while (connection.extraSubflows() == 0 && System.nanoTime() < patience) {
            LockSupport.parkNanos(1_000_000);
        }
        if (connection.extraSubflows() == 0) {
            throw new RelayFailure("the connection used one path only");
        }
    }

    /** Bytes that the client has sent and received on its second path. */
    long secondPathBytes() {
        return lab.paths().get(1).traffic().totalBytes();
    }

    /** Bytes that the client has sent and received on both paths. */
    long allPathBytes() {
        return lab.paths().stream().mapToLong(p -> p.traffic().totalBytes()).sum();
    }

    @Override
    public void close() {
        server.close();
        client.close();
        behind.close();
        lab.close();
    }
}
