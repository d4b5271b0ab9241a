package io.tributary.driver.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Looks at the kernel's settings without changing any: they are global, and somebody may rely on them. */
public final class KernelSettings {
    /** What packets of an interface have to be able to do. */
    public enum Use {
        /** Programs on this host talk to our addresses. Needs nothing. */
        LOCAL,
        /** Packets of other hosts come to us, or ours go to them, by way of this host's other interfaces. */
        ROUTED,
        /** We write packets whose source is not ours: a client's address is kept, or packets we did not want are passed on. */
        FOREIGN_SOURCES,
        /** As {@link #FOREIGN_SOURCES}, and the clients run on this very host. */
        LOCAL_SOURCES
    }

    private static final Path ROOT = Path.of("/proc/sys/net");

    private KernelSettings() {
    }

    /** Settings that matter for an interface in the network namespace of the calling thread, good ones included. */
    public static List<KernelSetting> explain(String interfaceName, Use use) {
        List<KernelSetting> found = new ArrayList<>();
        if (use == Use.LOCAL) {
            return found;
        }
        found.add(setting("ipv4/ip_forward", "1", "1"::equals,
            "else the kernel passes no IPv4 packets between " + interfaceName + " and other interfaces"));
        found.add(setting("ipv6/conf/all/forwarding", "1", "1"::equals,
            "else the kernel passes no IPv6 packets between " + interfaceName + " and other interfaces"));
        if (use == Use.FOREIGN_SOURCES || use == Use.LOCAL_SOURCES) {
            reversePath(interfaceName, found);
        }
        if (use == Use.LOCAL_SOURCES) {
            found.add(setting("ipv4/conf/" + interfaceName + "/accept_local", "1", "1"::equals,
                "else the kernel drops what comes out of " + interfaceName + " with a source address of this host itself"));
        }
        return found;
    }

    /** The kernel takes the larger one of two values: strict for all is strict for each, and only for all can it be undone. */
    private static void reversePath(String interfaceName, List<KernelSetting> found) {
        String own = "ipv4/conf/" + interfaceName + "/rp_filter";
        String why = "else the kernel drops what comes out of " + interfaceName + " if the way back to its source lies elsewhere";
        int all = number(read("ipv4/conf/all/rp_filter"));
        boolean ok = Math.max(all, number(read(own))) != 1;
        String wanted = all == 1 ? "2 (net.ipv4.conf.all.rp_filter is 1)" : "0 or 2";
        found.add(new KernelSetting(name(own), read(own), wanted, ok, why));
    }

    private static KernelSetting setting(String path, String wanted, Predicate<String> good, String why) {
        String value = read(path);
        return new KernelSetting(name(path), value, wanted, good.test(value), why);
    }

    private static String name(String path) {
        // A dot inside an interface name is a slash to sysctl.
        StringBuilder s = new StringBuilder("net");
        for (String part : path.split("/")) {
            s.append('.').append(part.replace('.', '/'));
        }
        return s.toString();
    }

    private static int number(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path)).trim();
        } catch (IOException e) {
            return "";
        }
    }
}
