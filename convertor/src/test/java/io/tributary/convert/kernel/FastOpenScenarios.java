package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.abi.Tcp;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.metrics.Counter;
import io.tributary.tcp.open.FastOpenSettings;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;
import java.nio.charset.StandardCharsets;

/** MPTCP with data in the SYN. */
final class FastOpenScenarios {
    private static final byte[] HELLO = "hello, early".getBytes(StandardCharsets.US_ASCII);
    private static final long BYTES = 100_000;

    private FastOpenScenarios() {
    }

    static void addTo(Matrix.Group group) {
        group.add("Fast Open: a cookie is asked for, then used", trial -> {
            if (trial.cell().weOpen()) {
                weOpen(trial);
            } else {
                kernelOpens(trial);
            }
        });
    }

    private static void kernelOpens(Trial trial) {
        OpenSettings fast = OpenSettings.DEFAULT.with(ListenSettings.PLAIN).with(FastOpenSettings.DEFAULT.withServer(true));
        try (Paths paths = new Paths(trial, 1).tcp(t -> t.with(fast)).sysctl("net/ipv4/tcp_fastopen", "1").start(); Acceptor acceptor = paths.accept()) {
            for (int round = 0; round < 2; round++) {
                KernelSocket socket = paths.kernelSocket();
                assertThat(socket.connectWithData(paths.ourAddress(1), Paths.PORT, HELLO, 0, HELLO.length)).isEqualTo(HELLO.length);
                try (Conversation c = paths.conversation(acceptor.next(), socket)) {
                    expect(c.stack());
                    talk(paths, c);
                }
            }
            paths.mib().expectMultipath(2).expectOurs(Counter.TCP_FAST_OPEN_PASSIVE, 1).expectKernel("TcpExtTCPFastOpenActive", 1);
            paths.expectNothingLeft();
        }
    }

    private static void weOpen(Trial trial) {
        try (Paths paths = new Paths(trial, 1).sysctl("net/ipv4/tcp_fastopen", "2")
            .kernelOptions(s -> s.option(Tcp.SOL_TCP, Tcp.TCP_FASTOPEN, 16)).start(); KernelSocket listener = paths.listen()) {
            for (int round = 0; round < 2; round++) {
                StackPeer ours = paths.connect(s -> s.fastOpen(true), HELLO);
                try (Conversation c = paths.conversation(ours, listener.accept())) {
                    expect(c.kernel());
                    talk(paths, c);
                }
            }
            paths.mib().expectMultipath(2).expectOurs(Counter.TCP_FAST_OPEN_ACTIVE, 1).expectKernel("TcpExtTCPFastOpenPassive", 1);
            paths.expectNothingLeft();
        }
    }

    private static void talk(Paths paths, Conversation c) {
        c.bothWays(BYTES);
        paths.mib().expectMultipath(c);
        c.end();
    }

    private static void expect(PeerSocket socket) {
        byte[] received = new byte[HELLO.length];
        for (int at = 0; at < HELLO.length; ) {
            at += socket.receive(received, at, HELLO.length - at);
        }
        assertThat(received).isEqualTo(HELLO);
    }
}
