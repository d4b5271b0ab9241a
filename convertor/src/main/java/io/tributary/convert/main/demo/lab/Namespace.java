package io.tributary.convert.main.demo.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One network namespace with the commands that shape it. Nothing here touches an interface outside of it. */
public final class Namespace {
    /** Before every routing table. */
    private static final String BLACKHOLE = "10";

    private final String name;

    Namespace(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    void create() {
        Command.Result result = Command.attempt("ip", "netns", "add", name);
        if (!result.succeeded()) {
            throw new LabException(77, "cannot create a network namespace: " + result.errors().strip(),
                    "run as root, with CAP_SYS_ADMIN and CAP_NET_ADMIN");
        }
        ip("link", "set", "lo", "up");
        sysctl("net.ipv6.conf.all.disable_ipv6", "0");
        sysctl("net.ipv6.conf.all.accept_dad", "0");
        sysctl("net.ipv6.conf.default.accept_dad", "0");
        sysctl("net.ipv4.conf.all.rp_filter", "0");
        sysctl("net.ipv4.conf.default.rp_filter", "0");
    }

    /** Ends what still runs inside, then removes the namespace; harmless if it is gone. */
    void delete() {
        Command.Result pids = Command.attempt("ip", "netns", "pids", name);
        if (pids.succeeded()) {
            pids.output().lines().map(String::strip).filter(l -> l.matches("\\d+"))
                    .forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
        }
        Command.attempt("ip", "netns", "del", name);
    }

    /** The words to put in front of a command that shall run inside. */
    public List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Runs {@code words} inside and returns what it printed. */
    public String exec(String... words) {
        return Command.run(join(prefix(), words));
    }

    Command.Result attempt(String... words) {
        return Command.attempt(join(prefix(), words));
    }

    /** {@code ip} inside, without the cost of a second process. */
    public String ip(String... words) {
        return Command.run(join(List.of("ip", "-n", name), words));
    }

    public String tc(String... words) {
        return Command.run(join(List.of("tc", "-n", name), words));
    }

    public void sysctl(String key, String value) {
        exec("sh", "-c", "printf %s \"$2\" >\"$1\"", "sh", pathOf(key), value);
    }

    /** For keys that not every kernel has. @return whether the value was taken */
    public boolean trySysctl(String key, String value) {
        return attempt("sh", "-c", "printf %s \"$2\" >\"$1\"", "sh", pathOf(key), value).succeeded();
    }

    /** Whether the kernel has {@code key} and it is set to {@code value}. */
    public boolean hasSysctl(String key, String value) {
        Command.Result result = attempt("cat", pathOf(key));
        return result.succeeded() && result.output().strip().equals(value);
    }

    /** The keys of {@code net} are those of the process that opens the file: hence a shell inside. */
    private static String pathOf(String key) {
        return "/proc/sys/" + key.replace('.', '/');
    }

    /** A virtual cable from {@code device} here to {@code peerDevice} in {@code peer}; both ends stay down. */
    public void cable(String device, Namespace peer, String peerDevice) {
        ip("link", "add", device, "type", "veth", "peer", "name", peerDevice, "netns", peer.name);
    }

    /** @param prefix address with prefix length, IPv4 or IPv6 */
    public void address(String device, String prefix) {
        if (prefix.contains(":")) {
            ip("-6", "addr", "add", prefix, "dev", device, "nodad"); // without it the address is unusable for a moment
        } else {
            ip("addr", "add", prefix, "dev", device);
        }
    }

    public void up(String device) {
        ip("link", "set", device, "up");
    }

    public void down(String device) {
        ip("link", "set", device, "down");
    }

    /** Packets from {@code source} look into {@code table}, whatever the main table says. */
    public void sourceRule(int table, String source) {
        ip(family(source), "rule", "add", "from", source, "table", Integer.toString(table));
    }

    /** @param metric the lowest one wins; 0 leaves it to the kernel */
    public void defaultRoute(String table, String gateway, String device, int metric) {
        ip(family(gateway), "route", "replace", "default", "via", gateway, "dev", device, "table", table,
                "metric", Integer.toString(metric));
    }

    /** Every packet to {@code prefix} that would be forwarded here is answered with ICMP.
     *  @param kind unreachable (host unreachable) or prohibit (administratively prohibited) */
    public void reject(String kind, String prefix) {
        ip(family(prefix), "route", "replace", kind, prefix);
    }

    /**
     * Lets packets that match and would be forwarded vanish without an answer, or no longer. Saying it twice is the same as once.
     *
     * @param family   4 or 6
     * @param selector from, to or iif
     */
    void blackhole(boolean on, int family, String selector, String value) {
        Command.attempt("ip", "-n", name, "-" + family, "rule", "del", "pref", BLACKHOLE, selector, value, "blackhole");
        if (on) {
            ip("-" + family, "rule", "add", "pref", BLACKHOLE, selector, value, "blackhole");
        }
    }

    private static String family(String address) {
        return address.contains(":") ? "-6" : "-4";
    }

    public void forward() {
        sysctl("net.ipv4.ip_forward", "1");
        sysctl("net.ipv6.conf.all.forwarding", "1");
    }

    /** Limits what leaves through {@code device}. @param kilobitsPerSecond rate on the wire, Ethernet headers included */
    public void limitRate(String device, int kilobitsPerSecond) {
        int burstBytes = Math.max(6_000, kilobitsPerSecond / 2);
        tc("qdisc", "replace", "dev", device, "root", "tbf", "rate", kilobitsPerSecond + "kbit",
                "burst", Integer.toString(burstBytes), "latency", "60ms");
    }

    /** Every counter of {@code nstat} that is not zero, by its kernel name. */
    public Map<String, Long> counters() {
        Map<String, Long> counters = new HashMap<>();
        exec("nstat", "-a", "-s").lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] cells = line.strip().split("\\s+");
            if (cells.length >= 2) {
                counters.put(cells[0], Long.parseLong(cells[1]));
            }
        });
        return counters;
    }

    public long counter(String kernelName) {
        return counters().getOrDefault(kernelName, 0L);
    }

    /** Received and sent bytes of every interface, Ethernet headers included. */
    public Map<String, Traffic> traffic() {
        Map<String, Traffic> traffic = new HashMap<>();
        exec("cat", "/proc/net/dev").lines().skip(2).forEach(line -> {
            String[] halves = line.split(":", 2);
            String[] cells = halves[1].strip().split("\\s+");
            traffic.put(halves[0].strip(), new Traffic(Long.parseLong(cells[0]), Long.parseLong(cells[8])));
        });
        return traffic;
    }

    private static String[] join(List<String> head, String... tail) {
        List<String> all = new ArrayList<>(head);
        all.addAll(List.of(tail));
        return all.toArray(String[]::new);
    }
}
