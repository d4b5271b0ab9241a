package io.tributary.convert.main.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.connection.ConnectionInfo;
import io.tributary.mptcp.path.Endpoints;
import io.tributary.mptcp.path.PathSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("control socket")
@Timeout(30)
class ControlTest {
    private static final ConnectionInfo UP = new ConnectionInfo(1, "mptcp", "ESTABLISHED", "10.1.0.10:5124", "10.1.0.2:40000",
        "0a0b0c0d", "min-rtt", "newreno", List.of(new ConnectionInfo.SubflowInfo(1, "10.1.0.10:5124", "10.1.0.2:40000", "ESTABLISHED",
            false, 20_500, 14_600, 1460, 100, 200, 3, null)));
    private static final ConnectionInfo DOWN = new ConnectionInfo(2, "tcp", "ESTABLISHED", "10.8.0.10:30000", "192.0.2.9:443", null,
        null, "newreno", List.of());

    @TempDir
    Path folder;
    private Path path;
    private final Semaphore wakes = new Semaphore(0);
    private final CommandQueue queue = new CommandQueue(wakes::release);
    private volatile boolean looping = true;
    private Thread loop;
    private volatile Thread askedOn;
    private final List<String> done = new CopyOnWriteArrayList<>();

    private final Instance instance = new Instance() {
        @Override
        public List<SessionInfo> connections() {
            askedOn = Thread.currentThread();
            return List.of(new SessionInfo(7, "p1", "open", new SessionInfo.Leg("explicit", UP), new SessionInfo.Leg("direct", DOWN), 10, 20, 1500));
        }

        @Override
        public String scheduler(long id, String name) {
            known(id);
            return "upstream " + name + ", downstream tcp";
        }

        @Override
        public void closeConnection(long id) {
            known(id);
            done.add("close");
        }

        @Override
        public void abortConnection(long id) {
            known(id);
            done.add("abort");
        }

        private void known(long id) {
            askedOn = Thread.currentThread();
            if (id != 7) {
                throw new Refusal("there is no connection " + id, "conn show lists them");
            }
        }

        @Override
        public Map<String, Long> counters() {
            Map<String, Long> c = new LinkedHashMap<>();
            c.put("TcpInSegs", 5L);
            c.put("MPTcpExtMPJoinSynRx", 3L);
            c.put("MPTcpExtMPJoinSynTx", 0L);
            return c;
        }

        @Override
        public PathControl paths() {
            return new PathControl(new Endpoints(PathSettings.DEFAULT, c -> { }), List.of(), a -> 0, new PathMonitor(() -> { }));
        }
    };

    @BeforeEach
    void startLoop() {
        path = folder.resolve("run/control.sock");
        loop = new Thread(() -> {
            while (looping) {
                wakes.acquireUninterruptibly();
                queue.drain();
            }
        });
        loop.start();
    }

    @AfterEach
    void stopLoop() throws InterruptedException {
        looping = false;
        wakes.release();
        loop.join();
    }

    private String ask(String request) throws Exception {
        StringWriter out = new StringWriter();
        ControlClient.ask(path, request, new PrintWriter(out));
        return out.toString();
    }

    private ControlServer serve() throws Exception {
        return ControlServer.start(ControlSocket.open(path), new Control(queue, instance));
    }

    @Test
    @DisplayName("stat and conn show are answered by the loop's thread, as text and as JSON")
    void answers() throws Exception {
        try (ControlServer server = serve()) {
            assertThat(server).isNotNull();
            assertThat(ask("{\"command\":\"stat\"}")).isEqualTo(String.format("TcpInSegs 5%nMPTcpExtMPJoinSynRx 3%n"));
            assertThat(ask("{\"command\":\"stat\",\"json\":true}")).isEqualTo("{\"TcpInSegs\":5,\"MPTcpExtMPJoinSynRx\":3,\"MPTcpExtMPJoinSynTx\":0}\n");
            assertThat(ask("{\"command\":\"conn show\"}").lines().toList()).hasSize(2).last().asString()
                .startsWith("7 ").contains("p1", "mptcp 10.1.0.10:5124 10.1.0.2:40000", "tcp 10.8.0.10:30000 192.0.2.9:443", "1500ms");
            assertThat(ask("{\"command\":\"conn show\",\"info\":true}")).contains("token:0a0b0c0d", "rtt:20.500ms", "retrans:3");
            assertThat(ask("{\"command\":\"conn show\",\"json\":true}")).isEqualTo("[{\"id\":7,\"convertor\":\"p1\",\"state\":\"open\","
                + "\"upstream\":{\"protocol\":\"mptcp\",\"mode\":\"explicit\",\"local\":\"10.1.0.10:5124\",\"remote\":\"10.1.0.2:40000\","
                + "\"token\":\"0a0b0c0d\",\"scheduler\":\"min-rtt\",\"congestion\":\"newreno\",\"subflows\":[{\"id\":1,"
                + "\"local\":\"10.1.0.10:5124\",\"remote\":\"10.1.0.2:40000\",\"state\":\"ESTABLISHED\",\"backup\":false,\"srttUs\":20500,"
                + "\"cwndBytes\":14600,\"inFlightBytes\":1460,\"bytesSent\":100,\"bytesReceived\":200,\"retransmits\":3,"
                + "\"idleReason\":null}]},\"downstream\":{\"protocol\":\"tcp\",\"mode\":\"direct\",\"local\":\"10.8.0.10:30000\","
                + "\"remote\":\"192.0.2.9:443\",\"token\":null,\"scheduler\":null,\"congestion\":\"newreno\",\"subflows\":[]},"
                + "\"bytesUp\":10,\"bytesDown\":20,\"ageMs\":1500}]\n");
            assertThat(askedOn).isSameAs(loop);
        }
    }

    @Test
    @DisplayName("conn set, close and abort reach the instance on the loop's thread; its refusals come back with what to do")
    void changes() throws Exception {
        try (ControlServer server = serve()) {
            assertThat(server).isNotNull();
            assertThat(ask("{\"command\":\"conn set\",\"id\":7,\"what\":\"scheduler\",\"value\":\"blest\"}"))
                .isEqualTo(String.format("upstream blest, downstream tcp%n"));
            assertThat(askedOn).isSameAs(loop);
            assertThat(ask("{\"command\":\"conn close\",\"id\":7}")).isEmpty();
            assertThat(ask("{\"command\":\"conn abort\",\"id\":7}")).isEmpty();
            assertThat(done).containsExactly("close", "abort");
            refused("{\"command\":\"conn close\",\"id\":8}", "there is no connection 8", "conn show lists them");
            refused("{\"command\":\"conn abort\"}", "no connection named", "give the number that conn show prints first");
            refused("{\"command\":\"conn set\",\"id\":7,\"what\":\"colour\",\"value\":\"red\"}", "conn set cannot set colour",
                "it can set: scheduler");
            assertThat(loop.isAlive()).isTrue();
        }
    }

    private void refused(String request, String cause, String remedy) {
        assertThatThrownBy(() -> ask(request)).isInstanceOfSatisfying(ControlClient.RefusedException.class, e -> {
            assertThat(e).hasMessage(cause);
            assertThat(e.remedy()).isEqualTo(remedy);
        });
    }

    @Test
    @DisplayName("stat: zeros on demand, names by pattern as nstat takes them")
    void statPatterns() throws Exception {
        try (ControlServer server = serve()) {
            assertThat(server).isNotNull();
            assertThat(stat("", true)).isEqualTo(String.format("TcpInSegs 5%nMPTcpExtMPJoinSynRx 3%nMPTcpExtMPJoinSynTx 0%n"));
            assertThat(stat("mptcpext*", false)).isEqualTo(String.format("MPTcpExtMPJoinSynRx 3%n"));
            assertThat(stat("MPTcpExtMPJoinSyn?x TcpInSegs", true).lines()).hasSize(3);
            assertThat(stat("MPTcpExtMPJoinSyn[!R]x", true)).isEqualTo(String.format("MPTcpExtMPJoinSynTx 0%n"));
            assertThat(stat("*JoinSyn[P-T]x", false)).isEqualTo(String.format("MPTcpExtMPJoinSynRx 3%n"));
            assertThat(stat("MPJoin", true)).as("the whole name").isEmpty();
            assertThat(stat("T.*", true)).as("a point is a point").isEmpty();
        }
    }

    private String stat(String patterns, boolean zeros) throws Exception {
        return ask("{\"command\":\"stat\",\"zeros\":" + zeros + ",\"patterns\":\"" + patterns + "\"}");
    }

    @Test
    @DisplayName("nonsense is refused with a reason, and the server lives on")
    void nonsense() throws Exception {
        try (ControlServer server = serve()) {
            assertThat(server).isNotNull();
            assertThatThrownBy(() -> ask("{\"command\":\"reboot\"}")).isInstanceOf(ControlClient.RefusedException.class)
                .hasMessageContaining("unknown command reboot");
            assertThatThrownBy(() -> ask("hello")).isInstanceOf(ControlClient.RefusedException.class).hasMessageContaining("not a JSON line");
            assertThatThrownBy(() -> ask("{" + " ".repeat(9000))).isInstanceOf(IOException.class);
            assertThat(ask("{\"command\":\"stat\"}")).isNotEmpty();
        }
    }

    @Test
    @DisplayName("only the owner may use the socket, and it goes when the instance ends")
    void mode() throws Exception {
        try (ControlServer server = serve()) {
            assertThat(server).isNotNull();
            assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(path).doesNotExist();
    }

    @Test
    @DisplayName("a second instance on the same socket is refused and disturbs nobody")
    void second() throws Exception {
        try (ControlServer server = serve()) {
            assertThat(server).isNotNull();
            assertThatThrownBy(() -> ControlSocket.open(path)).isInstanceOf(ControlSocket.InUseException.class)
                .hasMessageContaining(path.toString());
            assertThat(ask("{\"command\":\"stat\"}")).isNotEmpty();
        }
    }

    @Test
    @DisplayName("a socket that a dead instance left is replaced")
    void stale() throws Exception {
        Files.createDirectories(path.getParent());
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        try (ControlServer server = serve()) {
            assertThat(server).isNotNull();
            assertThat(ask("{\"command\":\"stat\"}")).isNotEmpty();
        }
    }

    @Test
    @DisplayName("nobody there is an I/O error")
    void nobody() {
        assertThatThrownBy(() -> ask("{\"command\":\"stat\"}")).isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("a command that fails does not end the loop")
    void failingCommand() {
        assertThatThrownBy(() -> queue.call(() -> {
            throw new IllegalArgumentException("no");
        }, 5000)).isInstanceOf(IllegalStateException.class).hasMessageContaining("no");
        assertThat(loop.isAlive()).isTrue();
    }
}
