package io.tributary.bench.relay;

import io.tributary.convert.main.demo.lab.LabProcess;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.kernel.KernelSocket.Protocol;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.wire.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What one would use instead: a TCP relay of the distribution whose sockets {@code mptcpize} turns into the kernel's MPTCP. */
final class ProxyArrangement implements Arrangement {
    private static final int PORT = 7002;
    private static final long START_NS = 5_000_000_000L;
    private static final long PROBE_NS = 50_000_000L;
    private static final String HAPROXY_CONFIG = """
        global
          nbthread 1
        defaults
          mode tcp
          timeout connect 5s
          timeout client 300s
          timeout server 300s
        listen relay
          bind 0.0.0.0:%d
          server s %s:%d
        """;

    private final World world;
    private final String name;
    private final IpAddress entry;
    private final LabProcess process;

    private ProxyArrangement(World world, String name, LabProcess process) {
        this.world = world;
        this.name = name;
        this.process = process;
        this.entry = IpAddress.parse(world.lab().paths().get(0).boxAddress(4));
    }

    /** Why there is no relay to compare with, or null if there is one. */
    static String missing() {
        boolean wrapper = Tools.isInstalled("mptcpize");
        if (wrapper && (Tools.isInstalled("haproxy") || Tools.isInstalled("socat"))) {
            return null;
        }
        return "no relay to compare with: " + (wrapper ? "neither haproxy nor socat" : "mptcpize") + " is not installed"
            + " (Debian and Ubuntu: sudo apt-get install haproxy mptcpize)";
    }

    /** Starts HAProxy, or socat where there is none. */
    static ProxyArrangement start(World world) {
        boolean haproxy = Tools.isInstalled("haproxy");
        LabProcess process = world.lab().start("proxy", world.lab().box(), haproxy ? haproxy(world) : socat());
        ProxyArrangement proxy = new ProxyArrangement(world, haproxy ? "haproxy" : "socat", process);
        proxy.awaitReady();
        return proxy;
    }

    private static List<String> haproxy(World world) {
        try {
            String file = Files.writeString(world.lab().directory().resolve("haproxy.cfg"),
                HAPROXY_CONFIG.formatted(PORT, World.SERVER, World.SERVER_PORT)).toString();
            return List.of("mptcpize", "run", "haproxy", "-db", "-f", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> socat() {
        return List.of("mptcpize", "run", "socat", "TCP-LISTEN:" + PORT + ",fork,reuseaddr,nodelay",
            "TCP:" + World.SERVER + ":" + World.SERVER_PORT + ",nodelay");
    }

    private void awaitReady() {
        long endNs = System.nanoTime() + START_NS;
        while (true) {
            try {
                connect().close();
                return;
            } catch (NativeException e) {
                if (!process.isAlive() || System.nanoTime() > endNs) {
                    throw new RelayFailure("does not start: " + String.join(" / ", process.errors()));
                }
                LockSupport.parkNanos(PROBE_NS);
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public KernelSocket connect() {
        return world.connect(Protocol.MPTCP, entry, PORT);
    }

    @Override
    public void check(KernelSocket connection) {
        World.checkBothPaths(connection);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}
