package io.tributary.convert.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.convert.main.config.InterfaceSettings;
import io.tributary.convert.main.control.CommandQueue;
import io.tributary.convert.main.control.Control;
import io.tributary.convert.main.control.ControlServer;
import io.tributary.convert.main.control.ControlSocket;
import io.tributary.convert.main.control.Instance;
import io.tributary.convert.main.control.PathControl;
import io.tributary.convert.main.control.Refusal;
import io.tributary.convert.main.control.PathMonitor;
import io.tributary.convert.main.control.SessionInfo;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpConfig;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.path.PathEvent;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimHost;
import io.tributary.sim.Simulation;
import io.tributary.testkit.Endpoint;
import io.tributary.wire.IpAddress;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs over a real control socket, against a stack with a connection in a simulated network of two paths. */
@DisplayName("endpoint, limits, monitor")
@Timeout(60)
class PathVerbsTest {
    private static final IpAddress SERVER = IpAddress.parse("10.1.0.2");

    @TempDir
    Path folder;
    private final Simulation sim = new Simulation(3);
    private final SimHost client = new SimHost(sim, "client", ShardConfig.DEFAULT);
    private final SimHost server = new SimHost(sim, "server", ShardConfig.DEFAULT.withMptcp(MptcpConfig.DEFAULT.withLimits(4, 4)));
    private final Endpoint clientApp = new Endpoint();
    private final Endpoint serverApp = new Endpoint();
    private final CommandQueue queue = new CommandQueue(() -> { });
    private final PathMonitor monitor = new PathMonitor(() -> client.shard().counters().increment(Counter.PATH_EVENTS_DROPPED));
    private final List<PathEvent> events = new ArrayList<>();
    private volatile boolean looping = true;
    private Thread loop;
    private ControlServer control;
    private String path;
    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void start() throws Exception {
        sim.link("path1", client.addInterface("a1", 0, 1500, "10.1.0.1"), server.addInterface("b1", 0, 1500, "10.1.0.2"));
        sim.link("path2", client.addInterface("a2", 0, 1500, "10.2.0.1"), server.addInterface("b2", 0, 1500, "10.2.0.2"));
        client.shard().watchPaths(e -> {
            events.add(e);
            monitor.publish(e);
        });
        server.shard().listen(new ListenSpec(0, IpAddress.ANY, 80, true, false, 4), serverApp);
        clientApp.attachTo(client.shard().connect(ConnectSpec.to(0, SERVER, 80), clientApp.out, clientApp.in, clientApp, 0));
        clientApp.write("hello");
        run();
        loop = new Thread(() -> {
            while (looping) {
                queue.drain();
                LockSupport.parkNanos(200_000);
            }
        });
        loop.start();
        path = folder.resolve("control.sock").toString();
        PathControl paths = new PathControl(client.shard().endpoints(), List.of(
            new InterfaceSettings("trib1", "tun", "out", List.of(IpAddress.parse("10.1.0.1")), 1500, false),
            new InterfaceSettings("trib2", "tun", "out", List.of(IpAddress.parse("10.2.0.1")), 1500, false)), a -> 0, monitor);
        control = ControlServer.start(ControlSocket.open(Path.of(path)), new Control(queue, new Instance() {
            @Override
            public List<SessionInfo> connections() {
                return List.of();
            }

            @Override
            public String scheduler(long id, String name) {
                throw new Refusal("there is no connection " + id, "conn show lists them");
            }

            @Override
            public void closeConnection(long id) {
                throw new Refusal("there is no connection " + id, "conn show lists them");
            }

            @Override
            public void abortConnection(long id) {
                throw new Refusal("there is no connection " + id, "conn show lists them");
            }

            @Override
            public Map<String, Long> counters() {
                return Map.of();
            }

            @Override
            public PathControl paths() {
                return paths;
            }
        }));
    }

    @AfterEach
    void stop() throws Exception {
        control.close();
        looping = false;
        loop.join();
    }

    /** Two virtual seconds, after whatever was asked of the stack meanwhile. */
    private void run() {
        client.shard().runOnce(sim.nowNs());
        sim.run(sim.nowNs() + Simulation.seconds(2));
    }

    /** What follows from what was asked has happened. */
    private void settle() throws Exception {
        queue.call(() -> {
            run();
            return 0;
        }, 10_000);
    }

    private int tributary(String words) throws Exception {
        out = new StringWriter();
        err = new StringWriter();
        String[] args = (words + " --control " + path).split(" ");
        int code = Tributary.execute(args, new PrintWriter(out), new PrintWriter(err));
        settle();
        return code;
    }

    private MptcpConnection connection() {
        return (MptcpConnection) clientApp.connection;
    }

    private List<String> told() {
        return events.stream().map(e -> e.type() + (e.localId() >= 0 ? " " + e.localId() : "")).toList();
    }

    @Test
    @DisplayName("MPTCP-3.4.2-1 an endpoint added while a connection is open is joined from, changed by MP_PRIO, and left when it is deleted")
    void endpoint() throws Exception {
        assertThat(tributary("endpoint add 10.2.0.1 id 5 subflow dev trib2")).as(err::toString).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(tributary("endpoint show")).isZero();
        assertThat(out.toString()).isEqualTo("10.2.0.1 id 5 subflow dev trib2 \n");
        assertThat(connection().subflows().usable()).isEqualTo(2);
        assertThat(server.shard().counters().get(Counter.MP_JOIN_ACK_RX)).isEqualTo(1);

        assertThat(tributary("endpoint change id 5 backup")).isZero();
        assertThat(tributary("endpoint --json")).isZero();
        assertThat(out.toString()).isEqualTo("[{\"address\":\"10.2.0.1\",\"id\":5,\"subflow\":true,\"backup\":true,\"dev\":\"trib2\"}]\n");
        assertThat(server.shard().counters().get(Counter.MP_PRIO_RX)).isEqualTo(1);

        assertThat(tributary("endpoint delete id 5")).isZero();
        assertThat(tributary("endpoint show")).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(connection().subflows().count()).isEqualTo(1);
        assertThat(server.shard().counters().get(Counter.MP_RM_ADDR)).isGreaterThanOrEqualTo(1);
        assertThat(told()).containsExactly("CREATED 0", "ESTABLISHED 0", "SF_ESTABLISHED 5", "SF_CLOSED 5");
    }

    @Test
    @DisplayName("a signal endpoint with a port is announced with it; flush takes it back")
    void signalAndFlush() throws Exception {
        assertThat(tributary("endpoint add 10.2.0.1 signal port 8443")).as(err::toString).isZero();
        assertThat(server.shard().counters().get(Counter.MP_ADD_ADDR)).isEqualTo(1);
        assertThat(tributary("endpoint show id 1")).isZero();
        assertThat(out.toString()).isEqualTo("10.2.0.1 port 8443 id 1 signal dev trib2 \n");
        assertThat(tributary("endpoint flush")).isZero();
        assertThat(tributary("endpoint")).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(server.shard().counters().get(Counter.MP_RM_ADDR)).isGreaterThanOrEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-4-6 id 0 ADDRESS takes the first address from connections: they go on from another")
    void firstAddress() throws Exception {
        assertThat(tributary("endpoint add 10.2.0.1 subflow")).isZero();
        assertThat(tributary("endpoint delete id 0 10.1.0.1")).as(err::toString).isZero();
        assertThat(connection().subflows().count()).isEqualTo(1);
        assertThat(connection().subflows().get(0).localAddressId()).isEqualTo(1);
        assertThat(connection().localAddress()).as("MPTCP-4-6").isEqualTo(IpAddress.parse("10.1.0.1"));
        clientApp.write(" on the other path");
        settle();
        assertThat(serverApp.read()).isEqualTo("hello on the other path");
    }

    @Test
    @DisplayName("limits hold for open connections: none is joined, then one is")
    void limits() throws Exception {
        assertThat(tributary("limits set subflows 0")).isZero();
        assertThat(tributary("limits show")).isZero();
        assertThat(out.toString()).isEqualTo("add_addr_accepted 2 subflows 0 \n");
        assertThat(tributary("endpoint add 10.2.0.1 subflow")).isZero();
        assertThat(connection().subflows().usable()).isEqualTo(1);
        assertThat(tributary("limits set add_addr_accepted 8 subflows 8")).isZero();
        assertThat(tributary("limits --json")).isZero();
        assertThat(out.toString()).isEqualTo("{\"add_addr_accepted\":8,\"subflows\":8}\n");
        assertThat(connection().subflows().usable()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        endpoint frob                                  | 2 | endpoint has no command frob
        frob                                           | 2 | there is no verb frob
        endpoint add                                   | 2 | an ADDRESS is required
        endpoint add foo                               | 2 | any valid address is expected rather than "foo"
        endpoint add 10.2.0.1 id                       | 2 | id needs a value
        endpoint add 10.2.0.1 id 300                   | 2 | id is a number from 0 to 255, not 300
        endpoint add 10.2.0.1 subflow port 33          | 2 | flags must have signal when using port
        endpoint add 10.2.0.1 signal fullmesh          | 2 | flags mustn't have both signal and fullmesh
        endpoint add 10.2.0.1 sublow                   | 2 | unknown word sublow
        endpoint add 10.7.0.1 subflow                  | 1 | 10.7.0.1 is no address of an interface
        endpoint add 10.2.0.1 dev trib1                | 1 | 10.2.0.1 is not on trib1 but on trib2
        endpoint add 10.1.0.1 id 9                     | 1 | duplicate ID: 9 is 10.2.0.1
        endpoint add 10.2.0.1 subflow                  | 1 | duplicate address: 10.2.0.1 has ID 9
        endpoint delete                                | 2 | an ID is required
        endpoint delete id 0                           | 2 | address is needed for deleting id 0 address
        endpoint delete id 9 10.2.0.1                  | 2 | an ADDRESS goes with id 0 only
        endpoint delete id 77                          | 1 | address not found: no endpoint has ID 77
        endpoint change id 77 backup                   | 1 | address not found: no endpoint has ID 77
        endpoint change 10.2.0.2 backup                | 1 | address not found: no endpoint has the address 10.2.0.2
        endpoint change id 9                           | 2 | nothing to change
        endpoint change backup                         | 2 | id ID or an ADDRESS is required
        endpoint change id 9 fullmesh                  | 1 | flags mustn't have both signal and fullmesh
        endpoint show id 77                            | 1 | address not found: no endpoint has ID 77
        limits set                                     | 2 | nothing to set
        limits set subflows                            | 2 | subflows needs a number
        limits set streams 3                           | 2 | unknown word streams
        limits set subflows 9                          | 1 | limit greater than maximum (8)
        """)
    @DisplayName("what cannot be done is a line of cause, a line of what to do, and the right exit code")
    void refused(String words, int code, String cause) throws Exception {
        assertThat(tributary("endpoint add 10.2.0.1 id 9 signal")).isZero();
        assertThat(tributary(words)).as(err::toString).isEqualTo(code);
        assertThat(err.toString().lines().toList()).hasSize(2).first().asString().startsWith("tributary: ").contains(cause);
        if (cause.startsWith("address not found")) {
            // what to do, and nothing that belongs to adding one
            assertThat(err.toString().lines().toList().get(1)).isEqualTo("  tributary endpoint show lists the endpoints");
        }
        assertThat(err.toString().lines().toList().get(1)).startsWith("  ");
        assertThat(out.toString()).isEmpty();
        assertThat(tributary("endpoint show")).isZero();
        assertThat(out.toString()).isEqualTo("10.2.0.1 id 9 signal dev trib2 \n");
    }

    @Test
    @DisplayName("without an instance the exit code is 69")
    void nobody() throws Exception {
        path = folder.resolve("nobody.sock").toString();
        for (String verb : List.of("endpoint show", "limits show", "monitor")) {
            assertThat(tributary(verb)).isEqualTo(69);
            assertThat(err.toString().lines()).hasSize(2);
        }
    }

    private SocketChannel monitor(boolean json) throws Exception {
        SocketChannel c = SocketChannel.open(UnixDomainSocketAddress.of(path));
        c.write(ByteBuffer.wrap(("{\"command\":\"monitor\",\"json\":" + json + "}\n").getBytes(StandardCharsets.UTF_8)));
        return c;
    }

    private static BufferedReader lines(SocketChannel c) {
        return new BufferedReader(Channels.newReader(c, StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("monitor prints what happens as it happens, in the format of ip mptcp monitor, and as JSON")
    void monitored() throws Exception {
        try (SocketChannel c = monitor(false); SocketChannel j = monitor(true)) {
            BufferedReader text = lines(c);
            BufferedReader json = lines(j);
            assertThat(text.readLine()).isEqualTo("{\"ok\":true}");
            assertThat(json.readLine()).isEqualTo("{\"ok\":true}");
            assertThat(tributary("endpoint add 10.2.0.1 id 5 subflow backup")).isZero();
            String token = String.format("%08x", connection().paths().token());
            int port = connection().flow().localPort();
            assertThat(text.readLine()).isEqualTo("[SF_ESTABLISHED] token=" + token
                + " remid=0 locid=5 saddr4=10.2.0.1 daddr4=10.1.0.2 sport=" + port + " dport=80 backup=1");
            assertThat(json.readLine()).isEqualTo("{\"event\":\"SF_ESTABLISHED\",\"token\":\"" + token
                + "\",\"remid\":0,\"locid\":5,\"saddr4\":\"10.2.0.1\",\"sport\":" + port
                + ",\"daddr4\":\"10.1.0.2\",\"dport\":80,\"backup\":true,\"dev\":\"a2\"}");
            queue.post(() -> clientApp.connection.abort(sim.nowNs()));
            settle();
            assertThat(text.readLine()).isEqualTo("[        CLOSED] token=" + token);
            assertThat(json.readLine()).isEqualTo("{\"event\":\"CLOSED\",\"token\":\"" + token + "\"}");
        }
    }

    @Test
    @DisplayName("the verb monitor prints until the instance ends")
    void monitorVerb() throws Exception {
        LinkedBlockingQueue<Integer> code = new LinkedBlockingQueue<>();
        StringWriter printed = new StringWriter();
        Thread t = new Thread(() -> code.add(Tributary.execute(new String[] {"monitor", "--control", path}, new PrintWriter(printed),
            new PrintWriter(new StringWriter()))));
        t.start();
        while (!printed.toString().contains("SF_ESTABLISHED")) {
            // whether or not it already watches: an event will come that it sees
            assertThat(tributary("endpoint add 10.2.0.1 subflow")).isZero();
            assertThat(tributary("endpoint flush")).isZero();
        }
        control.close();
        assertThat(code.poll(10, TimeUnit.SECONDS)).isEqualTo(0);
        t.join();
    }

    @Test
    @DisplayName("a monitor that reads nothing holds nobody up: what it misses is counted, and it is told how much; only 8 may watch")
    void slowMonitor() throws Exception {
        List<SocketChannel> open = new ArrayList<>();
        for (int i = 0; i < PathMonitor.MOST; i++) {
            open.add(monitor(false));
            assertThat(lines(open.get(i)).readLine()).isEqualTo("{\"ok\":true}");
        }
        assertThat(tributary("monitor")).isEqualTo(1);
        assertThat(err.toString()).contains("there are 8 monitors already");
        int flood = 40_000;
        queue.call(() -> {
            for (int i = 0; i < flood; i++) {
                monitor.publish(events.get(0));
            }
            return 0;
        }, 20_000);
        long dropped = client.shard().counters().get(Counter.PATH_EVENTS_DROPPED);
        assertThat(dropped).isPositive();
        for (int i = 1; i < PathMonitor.MOST; i++) {
            open.get(i).close();
        }
        assertThat(tributary("limits show")).isZero();
        BufferedReader late = lines(open.get(0));
        long got = 0;
        long missed = 0;
        while (got + missed < flood) {
            String line = late.readLine();
            if (line.startsWith("[       DROPPED] events=")) {
                missed += Long.parseLong(line.substring(line.indexOf('=') + 1));
            } else {
                got++;
            }
        }
        assertThat(got + missed).isEqualTo(flood);
        assertThat(missed).isPositive();
        open.get(0).close();
    }
}
