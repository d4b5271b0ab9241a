package io.tributary.convert.kernel;

import static io.tributary.sim.Simulation.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.abi.Tcp;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.sim.Ecn;
import io.tributary.sim.LossModel;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimLink;
import io.tributary.sim.SimPacket;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.EcnMode;
import io.tributary.tcp.open.FastOpenSettings;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.wire.TcpFlags;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Our TCP against the kernel's, over a link in user space: every byte is checked where it arrives. With
 * {@code -Dtributary.soak=true} bulk means 256 MiB each way, which takes a quarter of an hour.
 */
@DisplayName("TCP between our stack and the kernel")
class KernelTcpTest {
    private static final int MIB = 1 << 20;
    private static final long BULK = Boolean.getBoolean("tributary.soak") ? 256L * MIB : 2 * MIB;
    private static final int MTU = 1500;
    /** 50 ms there and back, 1 % of packets lost, 5 % overtaken. */
    private static final Consumer<SimLink> ROUGH = l -> l.bitsPerSecond(100_000_000).queuePackets(500).delayNs(millis(25))
        .loss(LossModel.random(0.01)).reorder(0.05, millis(5));
    private static final Consumer<SimLink> CLEAN = l -> l.bitsPerSecond(100_000_000).queuePackets(500).delayNs(millis(5));

    @BeforeAll
    static void lab() {
        Needs.namespaces();
    }

    private static Wire wire(boolean ipv6, Consumer<SimLink> properties) {
        return wire(ipv6, TcpConfig.DEFAULT, properties);
    }

    private static Wire wire(boolean ipv6, TcpConfig config, Consumer<SimLink> properties) {
        return new Wire(1, ipv6, MTU, config, properties).kernelOptions(s -> s.congestion("reno"));
    }

    private static void bothWays(Wire.Pair pair, long bytes) {
        Transfer up = Transfer.start(pair.stack(), pair.kernel(), bytes, 1);
        Transfer down = Transfer.start(pair.kernel(), pair.stack(), bytes, 2);
        up.expectIntact();
        down.expectIntact();
        assertThat(pair.stack().awaitClosed(10_000)).as("how our end closed").isEqualTo(CloseReason.NORMAL);
    }

    @TestFactory
    Stream<DynamicTest> transfers() {
        Scenarios all = new Scenarios();
        all.addAll("zero window held for 30 s at the kernel", (opener, v6) -> {
            try (Wire wire = wire(v6, CLEAN).kernelOptions(s -> s.receiveBuffer(32 << 10)); Wire.Pair pair = wire.open(opener)) {
                Transfer.start(pair.stack(), pair.kernel(), MIB, 1, 64 << 10, () -> pause(30_000)).expectIntact();
            }
        });
        all.addAll("zero window held for 30 s by us", (opener, v6) -> {
            try (Wire wire = wire(v6, CLEAN).receiveBuffer(64 << 10); Wire.Pair pair = wire.open(opener)) {
                Transfer.start(pair.kernel(), pair.stack(), MIB, 1, 64 << 10, () -> pause(30_000)).expectIntact();
            }
        });
        all.addAll("bulk both ways, 1 % loss, 5 % reordering, 50 ms", (opener, v6) -> {
            try (Wire wire = wire(v6, ROUGH); Wire.Pair pair = wire.open(opener)) {
                bothWays(pair, BULK);
            }
        });
        all.addAll("the kernel without timestamps", (opener, v6) -> kernelWithout(opener, v6, "net/ipv4/tcp_timestamps"));
        all.addAll("the kernel without SACK", (opener, v6) -> kernelWithout(opener, v6, "net/ipv4/tcp_sack"));
        all.addAll("the kernel without window scaling", (opener, v6) -> kernelWithout(opener, v6, "net/ipv4/tcp_window_scaling"));
        all.addAll("we without timestamps, SACK, window scaling", (opener, v6) -> {
            try (Wire wire = wire(v6, TcpConfig.DEFAULT.withOptions(false, false, false), ROUGH); Wire.Pair pair = wire.open(opener)) {
                bothWays(pair, MIB);
            }
        });
        all.addAll("MSS 536", (opener, v6) -> {
            try (Wire wire = wire(v6, ROUGH).kernelOptions(s -> s.option(Tcp.SOL_TCP, Tcp.TCP_MAXSEG, 536)); Wire.Pair pair = wire.open(opener)) {
                bothWays(pair, MIB);
                assertThat(pair.stack().in.available()).isZero();
            }
        });
        all.addAll("the path narrows to 1300 bytes in mid-transfer", (opener, v6) -> {
            try (Wire wire = new Wire(1, v6, MTU, TcpConfig.DEFAULT, true, CLEAN).kernelOptions(s -> s.congestion("reno")); Wire.Pair pair = wire.open(opener)) {
                Transfer up = Transfer.start(pair.stack(), pair.kernel(), 8 * MIB, 1);
                Transfer down = Transfer.start(pair.kernel(), pair.stack(), 8 * MIB, 2);
                pause(300);
                wire.network().run(() -> wire.link().mtu(1300));
                up.expectIntact();
                down.expectIntact();
                assertThat(wire.network().call(() -> wire.link().backward().counters().tooBig())).as("packets of ours that were too big").isPositive();
            }
        });
        all.addAll("ECN: marked, not lost", (opener, v6) -> {
            TcpConfig ecn = TcpConfig.DEFAULT.with(CongestionSettings.DEFAULT.withEcn(EcnMode.REQUEST));
            try (Wire wire = wire(v6, ecn, CLEAN.andThen(l -> l.middlebox(new Marker())))) {
                wire.kernel().sysctl("net/ipv4/tcp_ecn", "1");
                try (Wire.Pair pair = wire.open(opener)) {
                    bothWays(pair, MIB);
                }
                assertThat(wire.kernel().counters().get(v6 ? "Ip6InCEPkts" : "IpExtInCEPkts")).as("marks that the kernel saw").isPositive();
                assertThat(wire.kernel().counters().get("TcpRetransSegs")).as("what the kernel sent again").isZero();
                wire.network().run(() -> {
                    Counters ours = wire.stack().shard().counters();
                    assertThat(ours.get(Counter.ECN_REDUCTIONS)).as("our reductions").isPositive();
                    assertThat(ours.get(Counter.IP_IN_CE)).as("marks that we saw").isPositive();
                    assertThat(ours.get(Counter.TCP_RETRANS_SEGS)).as("what we sent again").isZero();
                });
            }
        });
        all.addAll("1-byte writes", (opener, v6) -> {
            try (Wire wire = wire(v6, ROUGH); Wire.Pair pair = wire.open(opener)) {
                Transfer up = Transfer.start(pair.stack(), pair.kernel(), 20_000, 1, 1, () -> { });
                Transfer down = Transfer.start(pair.kernel(), pair.stack(), 20_000, 2, 1, () -> { });
                up.expectIntact();
                down.expectIntact();
            }
        });
        return all.stream();
    }

    private static void kernelWithout(Wire.Opener opener, boolean ipv6, String sysctl) {
        try (Wire wire = wire(ipv6, ROUGH)) {
            wire.kernel().sysctl(sysctl, "0");
            try (Wire.Pair pair = wire.open(opener)) {
                bothWays(pair, MIB);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> openingAndClosing() {
        Scenarios all = new Scenarios();
        for (boolean v6 : new boolean[] {false, true}) {
            all.add("simultaneous open" + (v6 ? ", IPv6" : ", IPv4"), () -> simultaneousOpen(v6));
        }
        for (boolean v6 : new boolean[] {false, true}) {
            for (boolean cookie : new boolean[] {true, false}) {
                String name = "Fast Open " + (cookie ? "with" : "without") + " cookie" + (v6 ? ", IPv6" : ", IPv4");
                all.add(name + ", the kernel opens", () -> kernelOpensFast(v6, cookie));
                all.add(name + ", we open", () -> weOpenFast(v6, cookie));
            }
        }
        all.addAll("simultaneous close", (opener, v6) -> {
            try (Wire wire = wire(v6, l -> l.delayNs(millis(50))); Wire.Pair pair = wire.open(opener)) {
                pair.stack().shutdownOutput();
                pair.kernel().shutdownOutput();
                byte[] b = new byte[10];
                assertThat(pair.stack().receive(b, 0, 10)).isEqualTo(-1);
                assertThat(pair.kernel().receive(b, 0, 10)).isEqualTo(-1);
                assertThat(pair.stack().awaitClosed(5_000)).isEqualTo(CloseReason.NORMAL);
                assertThat(wire.network().call(() -> wire.stack().shard().timeWaits())).as("we closed actively").isEqualTo(1);
            }
        });
        all.addAll("half-closed by the kernel for long", (opener, v6) -> {
            try (Wire wire = wire(v6, ROUGH); Wire.Pair pair = wire.open(opener)) {
                Transfer.start(pair.kernel(), pair.stack(), 100_000, 1).expectIntact();
                pause(3_000);
                Transfer.start(pair.stack(), pair.kernel(), MIB, 2).expectIntact();
                assertThat(pair.stack().awaitClosed(5_000)).isEqualTo(CloseReason.NORMAL);
            }
        });
        all.addAll("half-closed by us for long", (opener, v6) -> {
            try (Wire wire = wire(v6, ROUGH); Wire.Pair pair = wire.open(opener)) {
                Transfer.start(pair.stack(), pair.kernel(), 100_000, 1).expectIntact();
                pause(3_000);
                Transfer.start(pair.kernel(), pair.stack(), MIB, 2).expectIntact();
                assertThat(pair.stack().awaitClosed(5_000)).isEqualTo(CloseReason.NORMAL);
            }
        });
        return all.stream();
    }

    private static void simultaneousOpen(boolean v6) {
        try (Wire wire = wire(v6, l -> l.delayNs(millis(100)))) {
            KernelSocket socket = wire.kernel().socket(v6);
            socket.bind(wire.kernelAddress(), Wire.PORT);
            CompletableFuture<Void> connecting = CompletableFuture.runAsync(() -> socket.connect(wire.stackAddress(), 4000), task -> new Thread(task).start());
            StackPeer ours = wire.connect(c -> c.from(wire.stackAddress(), 4000)).awaitEstablished();
            connecting.join();
            try (Wire.Pair pair = new Wire.Pair(ours, new KernelPeer(socket))) {
                bothWays(pair, 100_000);
            }
            assertThat(wire.kernel().counters().get("TcpActiveOpens")).isEqualTo(1);
            assertThat(wire.kernel().counters().get("TcpPassiveOpens")).isZero();
        }
    }

    // ---- Fast Open

    private static void kernelOpensFast(boolean v6, boolean cookie) throws Exception {
        try (Wire wire = wire(v6, CLEAN)) {
            wire.kernel().sysctl("net/ipv4/tcp_fastopen", cookie ? "1" : "5");
            OpenSettings fast = OpenSettings.DEFAULT.with(ListenSettings.PLAIN)
                .with(FastOpenSettings.DEFAULT.withServer(true).withCookieless(!cookie));
            try (Acceptor acceptor = wire.accept(l -> l.tcp(TcpConfig.DEFAULT.with(fast)))) {
                byte[] hello = "hello, early".getBytes(StandardCharsets.US_ASCII);
                for (int round = 0; round < 2; round++) {
                    KernelSocket socket = wire.kernel().socket(v6);
                    assertThat(socket.connectWithData(wire.stackAddress(), Wire.PORT, hello, 0, hello.length)).isEqualTo(hello.length);
                    try (Wire.Pair pair = new Wire.Pair(acceptor.next(), new KernelPeer(socket))) {
                        expect(pair.stack(), hello);
                        bothWays(pair, 100_000);
                    }
                }
            }
            long taken = wire.network().call(() -> wire.stack().shard().counters().get(Counter.TCP_FAST_OPEN_PASSIVE));
            assertThat(taken).as("SYNs whose text we took").isEqualTo(cookie ? 1 : 2);
        }
    }

    private static void weOpenFast(boolean v6, boolean cookie) throws Exception {
        TcpConfig config = TcpConfig.DEFAULT.with(OpenSettings.DEFAULT.with(FastOpenSettings.DEFAULT.withSendWithoutCookie(!cookie)));
        try (Wire wire = wire(v6, config, CLEAN)) {
            wire.kernel().sysctl("net/ipv4/tcp_fastopen", cookie ? "2" : "514"); // 514: cookies are not required
            wire.kernelOptions(s -> s.option(Tcp.SOL_TCP, Tcp.TCP_FASTOPEN, 16));
            byte[] hello = "hello, early".getBytes(StandardCharsets.US_ASCII);
            try (KernelSocket listener = wire.listen()) {
                for (int round = 0; round < 2; round++) {
                    StackPeer ours = wire.connect(c -> c.fastOpen(true), hello);
                    try (Wire.Pair pair = new Wire.Pair(ours, new KernelPeer(listener.accept()))) {
                        expect(pair.kernel(), hello);
                        bothWays(pair, 100_000);
                    }
                }
            }
            assertThat(wire.kernel().counters().get("TcpExtTCPFastOpenPassive")).as("SYNs whose text the kernel took").isEqualTo(cookie ? 1 : 2);
        }
    }

    private static void expect(PeerSocket socket, byte[] text) {
        byte[] received = new byte[text.length];
        for (int at = 0; at < text.length; ) {
            at += socket.receive(received, at, text.length - at);
        }
        assertThat(received).isEqualTo(text);
    }

    /** Marks every 50th packet that understands marks. */
    private static final class Marker implements Middlebox {
        private int seen;

        @Override
        public void onPacket(SimPacket packet, boolean forward, Hop hop) {
            if (Ecn.of(packet) != Ecn.NOT_ECT && ++seen % 50 == 0) {
                Ecn.mark(packet);
            }
            hop.pass(packet);
        }
    }

    // ---- RST in each state

    @TestFactory
    Stream<DynamicTest> resets() {
        Scenarios all = new Scenarios();
        for (boolean v6 : new boolean[] {false, true}) {
            all.add("refused in SYN-SENT" + (v6 ? ", IPv6" : ", IPv4"), () -> {
                try (Wire wire = wire(v6, CLEAN)) {
                    assertThatThrownBy(() -> wire.connect(s -> s).awaitEstablished()).hasMessageContaining("REFUSED");
                    try (KernelSocket socket = wire.kernel().socket(v6)) {
                        assertThatThrownBy(() -> KernelPeer.translate(() -> {
                            socket.connect(wire.stackAddress(), 1);
                            return 0;
                        })).as("nobody listens at our end").hasMessageContaining("REFUSED");
                    }
                }
            });
            all.add("RST in SYN-RECEIVED" + (v6 ? ", IPv6" : ", IPv4"), () -> {
                try (Wire wire = wire(v6, l -> l.delayNs(millis(100))); Acceptor acceptor = wire.accept(s -> s)) {
                    KernelSocket socket = wire.kernel().socket(v6);
                    socket.sendTimeoutMs(20); // the SYN is out, its answer is not: what comes then meets no socket
                    assertThatThrownBy(() -> socket.connect(wire.stackAddress(), Wire.PORT)).isNotNull();
                    socket.close();
                    assertThat(acceptor.next().closed()).as("never established").isEqualTo(CloseReason.REFUSED);
                    assertThat(wire.network().call(() -> wire.stack().shard().isEmpty())).isTrue();
                }
            });
        }
        for (Reach state : Reach.values()) {
            all.addAll("RST from the kernel in " + state, (opener, v6) -> resetArrives(state, opener, v6));
            if (state != Reach.TIME_WAIT) {
                all.addAll("RST from us in " + state, (opener, v6) -> weReset(state, opener, v6));
            }
        }
        return all.stream();
    }

    /** How to bring our end into a state. */
    private enum Reach {
        ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT;

        void bring(Wire wire, Observer observer, Wire.Pair pair) {
            byte[] b = new byte[10];
            switch (this) {
                case ESTABLISHED -> { }
                case FIN_WAIT_1 -> {
                    wire.network().run(() -> observer.swallow(s -> !s.fromKernel() && s.has(TcpFlags.FIN)));
                    pair.stack().shutdownOutput();
                }
                case FIN_WAIT_2 -> {
                    pair.stack().shutdownOutput();
                    pair.kernel().receive(b, 0, 10);
                }
                case CLOSE_WAIT -> {
                    pair.kernel().shutdownOutput();
                    pair.stack().receive(b, 0, 10);
                }
                case CLOSING -> {
                    wire.network().run(() -> observer.swallow(s -> !s.fromKernel() && s.has(TcpFlags.FIN)));
                    pair.stack().shutdownOutput();
                    pause(50);
                    pair.kernel().shutdownOutput();
                    pair.stack().receive(b, 0, 10);
                }
                case LAST_ACK -> {
                    pair.kernel().shutdownOutput();
                    pair.stack().receive(b, 0, 10);
                    wire.network().run(() -> observer.swallow(s -> !s.fromKernel() && s.has(TcpFlags.FIN)));
                    pair.stack().shutdownOutput();
                }
                case TIME_WAIT -> {
                    pair.stack().shutdownOutput();
                    pair.kernel().receive(b, 0, 10);
                    pair.kernel().shutdownOutput();
                    pair.stack().receive(b, 0, 10);
                }
            }
            pause(100);
            String expected = name().replace('_', '-');
            if (this != TIME_WAIT) {
                assertThat(wire.network().call(() -> pair.stack().connection().info(0).state().replace('_', '-'))).as("our state").isEqualToIgnoringCase(expected);
            }
        }
    }

    private static void resetArrives(Reach state, Wire.Opener opener, boolean v6) {
        Observer observer = new Observer();
        try (Wire wire = wire(v6, l -> CLEAN.andThen(x -> x.middlebox(observer)).accept(l)); Wire.Pair pair = wire.open(opener)) {
            state.bring(wire, observer, pair);
            wire.network().run(() -> wire.kernel().device().send(observer.resetFromKernel()));
            pause(100);
            if (state == Reach.TIME_WAIT) {
                assertThat(pair.stack().closed()).isEqualTo(CloseReason.NORMAL);
                assertThat(wire.network().call(() -> wire.stack().shard().timeWaits())).as("RFC 1337: a RST does not end it").isEqualTo(1);
            } else {
                assertThat(pair.stack().awaitClosed(2_000)).as("what our application hears").isEqualTo(CloseReason.RESET);
                assertThat(wire.network().call(() -> wire.stack().shard().isEmpty())).isTrue();
            }
        }
    }

    private static void weReset(Reach state, Wire.Opener opener, boolean v6) {
        Observer observer = new Observer();
        try (Wire wire = wire(v6, l -> CLEAN.andThen(x -> x.middlebox(observer)).accept(l)); Wire.Pair pair = wire.open(opener)) {
            state.bring(wire, observer, pair);
            wire.network().run(() -> observer.swallow(s -> false));
            long before = wire.kernel().counters().get("TcpEstabResets");
            pair.stack().abort();
            assertThat(pair.stack().awaitClosed(2_000)).isEqualTo(CloseReason.ABORTED);
            if (state == Reach.CLOSE_WAIT || state == Reach.CLOSING || state == Reach.LAST_ACK) {
                // The kernel has sent its FIN: it counts no reset then, but its application hears of it.
                assertThatThrownBy(() -> pair.kernel().receive(new byte[1], 0, 1)).hasMessageContaining("RESET");
            } else {
                pause(100);
                assertThat(wire.kernel().counters().get("TcpEstabResets")).as("connections that the kernel counts as reset").isEqualTo(before + 1);
            }
        }
    }

    private static void pause(long ms) {
        LockSupport.parkNanos(ms * 1_000_000);
    }
}
