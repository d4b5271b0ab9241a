package io.tributary.convert.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.convert.main.demo.lab.Program;
import io.tributary.convert.wire.ConnectTlv;
import io.tributary.convert.wire.ConvertMessage;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.driver.nativeio.NetNamespace;
import io.tributary.driver.setup.RouteSocket;
import io.tributary.wire.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the program in a network namespace")
@Timeout(120)
class ProgramOnWireTest {
    private static final IpAddress CONVERTOR = IpAddress.parse("10.1.0.10");
    private static final IpAddress HOST = IpAddress.parse("10.99.0.1");
    private static final String CONFIG = """
        [stack]
        control = "%s"
        [[interface]]
        name = "trib-in"
        zone = "inside"
        addresses = ["10.1.0.10"]
        [[interface]]
        name = "trib-out"
        zone = "outside"
        addresses = ["10.8.0.10"]
        [[convertor]]
        [convertor.upstream]
        zone = "inside"
        listen = ["10.1.0.10:5124"]
        [convertor.downstream]
        zone = "outside"
        mptcp = "never"
        """;

    @TempDir
    Path folder;
    private NetNamespace namespace;
    private final List<Started> started = new ArrayList<>();
    private Path config;
    private String control;

    /** A process with its standard error in a file. */
    private record Started(Process process, Path errors) {
        String said() {
            try {
                return Files.readString(errors);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Waits until it says so on standard error. */
        Started await(String text) {
            while (!said().contains(text)) {
                assertThat(endsSoon()).as("ended early: %s", said()).isFalse();
            }
            return this;
        }

        boolean endsSoon() {
            try {
                return process.waitFor(10, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        int exit() throws InterruptedException {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("still runs: %s", said()).isTrue();
            return process.exitValue();
        }

        void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
        }
    }

    @BeforeEach
    void namespace() throws IOException {
        try {
            namespace = NetNamespace.anonymous();
        } catch (NativeException e) {
            assertThat(System.getenv("CI")).as("missing where nothing may be: root").isNotEqualTo("true");
            Assumptions.abort("skipped, needs root (CAP_SYS_ADMIN) for network namespaces");
        }
        namespace.run(() -> {
            try (RouteSocket routes = new RouteSocket()) {
                int lo = routes.existingLink("lo").index();
                routes.setUp(lo, true);
                routes.addAddress(lo, HOST, 32);
            }
        });
        setting("ipv4/tcp_fastopen", "5");
        setting("ipv4/ip_forward", "1");
        control = folder.resolve("control.sock").toString();
        config = Files.writeString(folder.resolve("t.toml"), String.format(CONFIG, control));
    }

    private void setting(String name, String value) {
        namespace.run(() -> {
            try {
                Files.writeString(Path.of("/proc/sys/net").resolve(name), value);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @AfterEach
    void end() {
        started.forEach(s -> s.process().destroyForcibly());
        if (namespace != null) {
            namespace.close();
        }
    }

    private Started start(String... words) {
        Path errors = folder.resolve("errors" + started.size());
        // Whoever runs the tests in the background may have told us to ignore SIGINT, and so our children.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(Program.tributary(words));
        ProcessBuilder b = new ProcessBuilder(command).redirectError(errors.toFile());
        b.environment().remove("NOTIFY_SOCKET");
        Started s = new Started(namespace.call(b::start), errors);
        started.add(s);
        return s;
    }

    private Started run() {
        return start("run", "-c", config.toString()).await("tributary: ready");
    }

    /** Runs to the end; what it prints must be little. */
    private String output(int exit, String... words) throws IOException, InterruptedException {
        Started s = start(words);
        String text = new String(s.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(s.exit()).as(s.said()).isEqualTo(exit);
        return text;
    }

    private KernelSocket connect(int serverPort) {
        KernelSocket client = namespace.call(() -> KernelSocket.open(KernelSocket.Protocol.TCP, false));
        client.receiveTimeoutMs(20_000);
        byte[] request = ConvertMessage.encode(ConnectTlv.base(HOST, serverPort));
        client.connectWithData(CONVERTOR, 5124, request, 0, request.length);
        return client;
    }

    private static String readUntil(KernelSocket s, String end) {
        StringBuilder text = new StringBuilder();
        byte[] chunk = new byte[4096];
        while (text.indexOf(end) < 0) {
            int n = s.receive(chunk, 0, chunk.length);
            assertThat(n).as("end of the stream after: %s", text).isNotNegative();
            text.append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    @Test
    @DisplayName("run is ready, answers on its socket, refuses a second instance, and SIGTERM ends it with everything taken back")
    void life() throws Exception {
        Started run = run();
        assertThat(output(0, "stat", "-z", "--control", control)).contains("TribConvertRequests 0");
        assertThat(output(0, "conn", "show", "--json", "--control", control)).isEqualTo("[]\n");
        Started second = start("run", "-c", config.toString());
        assertThat(second.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(second.said()).contains("another instance");
        run.signal("HUP");
        run.await("SIGHUP");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(Path.of(control)).doesNotExist();
        namespace.run(() -> {
            try (RouteSocket routes = new RouteSocket()) {
                assertThat(routes.link("trib-in")).isEmpty();
                assertThat(routes.lookUp(CONVERTOR)).isEmpty();
            }
        });
    }

    @Test
    @DisplayName("SIGINT ends it with 130")
    void interrupted() throws Exception {
        Started run = run();
        run.signal("INT");
        assertThat(run.exit()).isEqualTo(ExitCode.INTERRUPTED);
    }

    @Test
    @DisplayName("SIGTERM lets an open connection finish and takes no new one")
    void drain() throws Exception {
        Started run = start("run", "-c", config.toString(), "-o", "stack.drain-timeout=15s").await("tributary: ready");
        try (KernelSocket listener = namespace.call(() -> KernelSocket.listen(KernelSocket.Protocol.TCP, HOST, 0));
             KernelSocket client = connect(listener.localPort()); KernelSocket server = listener.accept()) {
            server.sendAll("before ".getBytes(StandardCharsets.US_ASCII));
            readUntil(client, "before ");
            assertThat(output(0, "conn", "show", "-i", "--control", control)).contains("relaying", "explicit ESTABLISHED", "direct ESTABLISHED");
            run.signal("TERM");
            KernelSocket late = null;
            while (late == null) {
                assertThat(run.endsSoon()).as(run.said()).isFalse();
                late = refusedOrNull();
            }
            late.close();
            server.sendAll("after".getBytes(StandardCharsets.US_ASCII));
            assertThat(readUntil(client, "after")).endsWith("after");
            assertThat(run.process().isAlive()).isTrue();
            client.shutdownOutput();
            server.shutdownOutput();
        }
        assertThat(run.exit()).isZero();
    }

    /** @return a socket that was refused, null if the convertor still took one */
    private KernelSocket refusedOrNull() {
        KernelSocket s = namespace.call(() -> KernelSocket.open(KernelSocket.Protocol.TCP, false));
        try {
            byte[] request = ConvertMessage.encode(ConnectTlv.base(HOST, 1));
            s.connectWithData(CONVERTOR, 5124, request, 0, request.length);
            s.close();
            return null;
        } catch (NativeException e) {
            assertThat(e.errnoName()).isEqualTo("ECONNREFUSED");
            return s;
        }
    }

    @Test
    @DisplayName("connections that outlive the drain time are reset")
    void drainTimeout() throws Exception {
        Started run = start("run", "-c", config.toString(), "-o", "stack.drain-timeout=300ms").await("tributary: ready");
        try (KernelSocket listener = namespace.call(() -> KernelSocket.listen(KernelSocket.Protocol.TCP, HOST, 0));
             KernelSocket client = connect(listener.localPort()); KernelSocket server = listener.accept()) {
            server.sendAll("x".getBytes(StandardCharsets.US_ASCII));
            readUntil(client, "x");
            run.signal("TERM");
            assertThat(run.exit()).isZero();
            assertReset(client);
            server.receiveTimeoutMs(20_000);
            assertReset(server);
        }
    }

    private static void assertReset(KernelSocket s) {
        assertThatThrownBy(() -> s.receive(new byte[1], 0, 1)).isInstanceOfSatisfying(NativeException.class,
            e -> assertThat(e.errnoName()).isEqualTo("ECONNRESET"));
    }

    @Test
    @DisplayName("a deleted interface ends it with 69 and says so")
    void interfaceLost() throws Exception {
        Started run = run();
        namespace.run(() -> {
            try (RouteSocket routes = new RouteSocket()) {
                routes.deleteLink(routes.existingLink("trib-out").index());
            }
        });
        assertThat(run.exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.said()).contains("interface trib-out is lost");
    }

    @Test
    @DisplayName("an interface name that is taken ends it with 69")
    void interfaceTaken() throws Exception {
        Started run = start("run", "-c", config.toString(), "-o", "interface.trib-in.name=lo");
        assertThat(run.exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.said()).contains("lo").doesNotContain("this is a bug");
    }

    @Test
    @DisplayName("cat reaches a server through the convertor, and another cat directly")
    void cat() throws Exception {
        run();
        byte[] data = new byte[300_000];
        new Random(5).nextBytes(data);
        Started server = start("cat", "-l", "--tun", "trib-s", "--address", "10.6.0.2", "10.6.0.2", "7000");
        server.process().getOutputStream().write("down".getBytes(StandardCharsets.US_ASCII));
        server.process().getOutputStream().close();
        awaitRoute("10.6.0.2", server);
        Started client = start("cat", "--tun", "trib-c", "--address", "10.7.0.2", "--convertor", "10.1.0.10:5124", "10.6.0.2", "7000");
        client.process().getOutputStream().write(data);
        client.process().getOutputStream().close();
        assertThat(server.process().getInputStream().readAllBytes()).isEqualTo(data);
        assertThat(client.process().getInputStream().readAllBytes()).asString().isEqualTo("down");
        assertThat(client.exit()).as(client.said()).isZero();
        assertThat(server.exit()).as(server.said()).isZero();
    }

    private void awaitRoute(String address, Started by) {
        boolean there = false;
        while (!there) {
            assertThat(by.endsSoon()).as(by.said()).isFalse();
            there = namespace.call(() -> {
                try (RouteSocket routes = new RouteSocket()) {
                    return routes.lookUp(IpAddress.parse(address)).isPresent();
                }
            });
        }
    }
}
