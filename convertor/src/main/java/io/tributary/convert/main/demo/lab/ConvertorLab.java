package io.tributary.convert.main.demo.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The world of case 1-E: a client with several limited paths, a box that our convertor shall run in, a server behind it.
 * <pre>
 *            path 1 (limited)
 *   client ==================  box  ------------------  server
 *            path 2 (limited)   |                        plain TCP
 *                           TUN | TUN
 *                           convertor
 * </pre>
 * Nothing connects these namespaces with the machine. All prefixes are those of the documentation RFCs.
 */
public final class ConvertorLab implements AutoCloseable {
    public static final int CONVERT_PORT = 5124;

    private final Lab lab = new Lab();
    private final Namespace client;
    private final Namespace box;
    private final Namespace server;
    private final List<ClientPath> paths = new ArrayList<>();

    /** @param kilobitsPerSecond of each path in each direction; 0: as fast as the machine
     *  @param pathCount 1..8 */
    public ConvertorLab(int pathCount, int kilobitsPerSecond) {
        try {
            client = lab.namespace("client");
            box = lab.namespace("box");
            server = lab.namespace("server");
            build(pathCount, kilobitsPerSecond);
        } catch (LabException e) {
            lab.close();
            throw e;
        }
    }

    private void build(int pathCount, int kilobitsPerSecond) {
        box.forward();
        box.cable("server", server, "uplink");
        box.address("server", "203.0.113.1/28");
        box.address("server", "2001:db8:5::1/64");
        server.address("uplink", serverAddress(4) + "/28");
        server.address("uplink", serverAddress(6) + "/64");
        box.up("server");
        server.up("uplink");
        server.defaultRoute("main", "203.0.113.1", "uplink", 0);
        server.defaultRoute("main", "2001:db8:5::1", "uplink", 0);
        for (int number = 1; number <= pathCount; number++) {
            ClientPath path = new ClientPath(number, client, box);
            path.lay(kilobitsPerSecond);
            paths.add(path);
        }
        preparePeer(client);
        preparePeer(box);
        preparePeer(server);
    }

    /** A predictable kernel peer: no memory of earlier failures, requests in the SYN without cookie, loss-based control. */
    private static void preparePeer(Namespace peer) {
        peer.sysctl("net.ipv4.tcp_fastopen", "5");
        peer.trySysctl("net.ipv4.tcp_fastopen_blackhole_timeout_sec", "0");
        peer.trySysctl("net.mptcp.blackhole_timeout", "0");
        peer.trySysctl("net.ipv4.tcp_no_metrics_save", "1");
        if (!peer.trySysctl("net.ipv4.tcp_congestion_control", "cubic")) {
            peer.trySysctl("net.ipv4.tcp_congestion_control", "reno");
        }
    }

    /** Allows the client's kernel to use paths 2 and up in MPTCP connections, or forbids it. */
    public void useAllPaths(boolean allowed) {
        client.ip("mptcp", "limits", "set", "subflows", "8", "add_addr_accepted", "8");
        client.ip("mptcp", "endpoint", "flush");
        if (allowed) {
            for (ClientPath path : paths.subList(1, paths.size())) {
                for (int family : new int[] {4, 6}) {
                    client.ip("mptcp", "endpoint", "add", path.clientAddress(family), "dev", path.clientDevice(), "subflow");
                }
            }
        }
    }

    /** While on, nothing gets from the box to the server, and nobody is told. Saying it twice is the same as once. */
    public void silenceServer(boolean on) {
        for (int family : new int[] {4, 6}) {
            box.blackhole(on, family, "to", serverAddress(family));
        }
    }

    public Namespace client() {
        return client;
    }

    public Namespace box() {
        return box;
    }

    public Namespace server() {
        return server;
    }

    public List<ClientPath> paths() {
        return List.copyOf(paths);
    }

    /** Where the convertor listens. @param family 4 or 6 */
    public static String convertorAddress(int family) {
        return family == 4 ? "198.51.100.10" : "2001:db8:c::10";
    }

    /** From where the convertor talks to servers. */
    public static String outsideAddress(int family) {
        return family == 4 ? "198.51.100.20" : "2001:db8:e::20";
    }

    public static String serverAddress(int family) {
        return family == 4 ? "203.0.113.2" : "2001:db8:5::2";
    }

    /** For files of this laboratory; goes with it. */
    public Path directory() {
        return lab.directory();
    }

    public LabProcess start(String title, Namespace namespace, List<String> words) {
        return lab.start(title, namespace, words);
    }

    public Process startPiped(String title, Namespace namespace, List<String> words) {
        return lab.startPiped(title, namespace, words);
    }

    @Override
    public void close() {
        lab.close();
    }
}
