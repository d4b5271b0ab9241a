package io.tributary.convert.kernel;

import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.nativeio.NetNamespace;
import io.tributary.driver.setup.RouteSocket;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimNode;
import io.tributary.sim.Simulation;
import io.tributary.wire.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The kernel's own TCP in a namespace of its own, joined to a simulated network by TUNs: wire-size packets, no offload. */
final class KernelHost implements SimNode, AutoCloseable {
    private static final String IPV6 = "-6 ";

    private final NetNamespace namespace = NetNamespace.anonymous();
    private final Simulation simulation;
    private final String name;
    private final List<KernelInterface> interfaces = new ArrayList<>();

    /** Without interfaces. */
    KernelHost(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
        namespace.run(() -> {
            set("net/ipv6/conf/all/disable_ipv6", "0");
            set("net/ipv6/conf/default/disable_ipv6", "0");
            set("net/ipv6/conf/default/accept_dad", "0");
            set("net/ipv4/conf/all/rp_filter", "0");
            set("net/ipv4/conf/default/rp_filter", "0");
            set("net/ipv4/tcp_no_metrics_save", "1");
        });
        try (RouteSocket routes = namespace.call(RouteSocket::new)) {
            routes.setUp(1, true);
        }
    }

    /** @param prefixes its addresses, each with a prefix length; what they cover is reached this way */
    KernelInterface addInterface(String interfaceName, int mtu, String... prefixes) {
        KernelInterface added = namespace.call(() -> new KernelInterface(simulation, this, name, interfaceName, mtu));
        interfaces.add(added);
        try (RouteSocket routes = namespace.call(RouteSocket::new)) {
            int index = routes.existingLink(interfaceName).index();
            routes.setMtu(index, mtu);
            routes.setUp(index, true);
            for (String prefix : prefixes) {
                String[] halves = prefix.split("/");
                routes.addAddress(index, IpAddress.parse(halves[0]), Integer.parseInt(halves[1]));
            }
        }
        return added;
    }

    /** The end of its first interface that is to be linked. */
    SimDevice device() {
        return device(1);
    }

    /** The end of its {@code n}th interface, from 1. */
    SimDevice device(int n) {
        return interfaces.get(n - 1).device();
    }

    <T> T call(Callable<T> task) {
        return namespace.call(task);
    }

    void sysctl(String key, String value) {
        namespace.run(() -> set(key, value));
    }

    private static void set(String key, String value) {
        try {
            Files.writeString(Path.of("/proc/sys/" + key), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A kernel socket of this host, not connected. */
    KernelSocket socket(boolean ipv6) {
        return socket(KernelSocket.Protocol.TCP, ipv6);
    }

    KernelSocket socket(KernelSocket.Protocol protocol, boolean ipv6) {
        return call(() -> KernelSocket.open(protocol, ipv6));
    }

    /** Counters of /proc/net/netstat, snmp and snmp6, by their kernel names. */
    Map<String, Long> counters() {
        return call(() -> {
            Map<String, Long> all = new HashMap<>();
            for (String file : new String[] {"netstat", "snmp"}) {
                String[] lines = Files.readString(Path.of("/proc/thread-self/net/" + file)).split("\n");
                for (int i = 0; i + 1 < lines.length; i += 2) {
                    String[] names = lines[i].split("\\s+");
                    String[] values = lines[i + 1].split("\\s+");
                    String group = names[0].replace(":", "");
                    for (int k = 1; k < names.length; k++) {
                        all.put(group + names[k], Long.parseLong(values[k]));
                    }
                }
            }
            for (String line : Files.readAllLines(Path.of("/proc/thread-self/net/snmp6"))) {
                String[] words = line.split("\\s+");
                all.put(words[0], Long.parseLong(words[1]));
            }
            return all;
        });
    }

    /**
     * Runs commands of the program {@code ip} in this namespace, each without the word "ip" itself; those with -6 after the others.
     *
     * @throws IllegalStateException with what it said, if one fails
     */
    void ip(List<String> commands) {
        ipBatch(commands.stream().filter(c -> !c.startsWith(IPV6)).toList());
        ipBatch(commands.stream().filter(c -> c.startsWith(IPV6)).map(c -> c.substring(IPV6.length())).toList(), "-6");
    }

    private void ipBatch(List<String> commands, String... options) {
        if (commands.isEmpty()) {
            return;
        }
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(options));
        line.addAll(List.of("-batch", "-"));
        run(line, String.join("\n", commands) + "\n");
    }

    /** Limits the rate of what leaves by that interface, with the kernel's token bucket; lower-layer headers count. */
    void limitRate(String interfaceName, int kilobitsPerSecond, int queueMs) {
        run(List.of("tc", "qdisc", "replace", "dev", interfaceName, "root", "tbf", "rate", kilobitsPerSecond + "kbit", "burst", "6000", "latency",
            queueMs + "ms"), "");
    }

    private void run(List<String> line, String input) {
        call(() -> {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            try (Writer in = process.outputWriter()) {
                in.append(input);
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(line + " " + input + ": " + said);
            }
            return said;
        });
    }

    /** Its namespace, as programs like it named. */
    String namespaceFile() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + namespace.fd();
    }

    /** Packets that the kernel has sent enter the network. */
    void read(int limit) {
        interfaces.forEach(i -> i.read(limit));
    }

    @Override
    public void onPackets(long nowNs) {
        interfaces.forEach(KernelInterface::deliver);
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void onTimers(long nowNs) {
        // the kernel has its own
    }

    @Override
    public void transmit(long nowNs) {
        interfaces.forEach(KernelInterface::flush);
    }

    @Override
    public void close() {
        interfaces.forEach(KernelInterface::close);
        namespace.close();
    }
}
