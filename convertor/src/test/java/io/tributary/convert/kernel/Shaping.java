package io.tributary.convert.kernel;

import io.tributary.sim.SimDevice;
import java.util.ArrayList;
import java.util.List;

/**
 * Between the simulated links and the kernel, a router of the kernel's own with the kernel's token buckets: their rates are those
 * of both directions. IPv4 only.
 */
final class Shaping {
    private static final int QUEUE_MS = 60;

    private final int[] kilobitsPerSecond;
    private KernelHost router;

    Shaping(int... kilobitsPerSecond) {
        this.kilobitsPerSecond = kilobitsPerSecond;
    }

    /** Builds path {@code n}. @return the end of its link */
    SimDevice path(LiveNetwork network, KernelHost kernel, int n, int mtu) {
        if (router == null) {
            router = network.kernel("router");
            router.sysctl("net/ipv4/ip_forward", "1");
        }
        SimDevice end = network.plug(router, "path" + n, mtu);
        String veth = "veth" + n;
        List<String> commands = new ArrayList<>();
        commands.add("link add " + veth + " type veth peer name path" + n + " netns " + kernel.namespaceFile());
        commands.add("link set " + veth + " up");
        commands.add("addr add 10.77." + n + ".3/32 dev " + veth);
        // what comes in on one side of a path leaves on its other side, whatever its address
        commands.add("rule add iif " + veth + " lookup " + (100 + n));
        commands.add("route add default dev path" + n + " table " + (100 + n));
        commands.add("rule add iif path" + n + " lookup " + (200 + n));
        router.ip(commands);
        kernel.ip(List.of("link set path" + n + " up", "addr add 10.77." + n + ".1/24 dev path" + n));
        router.ip(List.of("route add default dev " + veth + " table " + (200 + n)));
        router.sysctl("net/ipv4/conf/" + veth + "/proxy_arp", "1");
        router.limitRate(veth, kilobitsPerSecond[n - 1], QUEUE_MS);
        kernel.limitRate("path" + n, kilobitsPerSecond[n - 1], QUEUE_MS);
        return end;
    }
}
