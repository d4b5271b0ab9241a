package io.tributary.convert.kernel;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.PacketSink;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.nativeio.NetNamespace;
import io.tributary.driver.setup.RouteSocket;
import io.tributary.driver.tun.TunDevice;
import io.tributary.driver.tun.TunQueue;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimNode;
import io.tributary.sim.SimPacket;
import io.tributary.sim.Simulation;
import io.tributary.wire.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** The kernel's own TCP in a namespace of its own, joined to a simulated network by a TUN: wire-size packets, no offload. */
final class KernelHost implements SimNode, AutoCloseable {
    private final NetNamespace namespace = NetNamespace.anonymous();
    private final TunDevice tun;
    private final TunQueue queue;
    private final SimDevice device;
    private final int index;

    KernelHost(Simulation simulation, String name, int mtu, String... prefixes) {
        namespace.run(() -> {
            set("net/ipv6/conf/all/disable_ipv6", "0");
            set("net/ipv6/conf/default/disable_ipv6", "0");
            set("net/ipv6/conf/default/accept_dad", "0");
            set("net/ipv4/tcp_no_metrics_save", "1");
        });
        tun = namespace.call(() -> TunDevice.open("wire", 1, false, mtu));
        queue = tun.queue(0);
        try (RouteSocket routes = namespace.call(RouteSocket::new)) {
            routes.setUp(1, true);
            index = routes.existingLink("wire").index();
            routes.setMtu(index, mtu);
            routes.setUp(index, true);
            for (String prefix : prefixes) {
                String[] halves = prefix.split("/");
                routes.addAddress(index, IpAddress.parse(halves[0]), Integer.parseInt(halves[1]));
            }
        }
        device = simulation.device(this, name, DeviceCapabilities.plain(mtu));
    }

    SimDevice device() {
        return device;
    }

    int fd() {
        return queue.fd();
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
        return call(() -> KernelSocket.open(KernelSocket.Protocol.TCP, ipv6));
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

    /** Packets that the kernel has sent enter the network. */
    void read(int limit) {
        queue.receive((buffer, at, length, offload) -> device.send(new SimPacket(buffer, at, length, offload)), limit);
        if (queue.failure() != null) {
            throw queue.failure();
        }
    }

    @Override
    public void onPackets(long nowNs) {
        device.receive((buffer, at, length, offload) -> {
            PacketSink sink = queue.sink();
            int to = sink.claim(length);
            if (to >= 0) { // otherwise lost, as behind any queue that is full
                sink.buffer().putBytes(to, buffer, at, length);
                sink.commit(to, length, offload);
            }
        }, Integer.MAX_VALUE);
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
        queue.flush();
    }

    @Override
    public void close() {
        tun.close();
        namespace.close();
    }
}
