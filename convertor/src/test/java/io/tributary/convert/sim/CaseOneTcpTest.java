package io.tributary.convert.sim;

import static io.tributary.convert.wire.Octets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.session.ClientOutcome;
import io.tributary.convert.session.ConvertClientSession;
import io.tributary.sim.LossModel;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.TcpFlags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C -- P -- S in explicit mode: case 1 as it is when the first leg has lost MPTCP. Asserted on the packets of both legs. */
class CaseOneTcpTest {
    private static byte[] random(int length, long seed) {
        byte[] b = new byte[length];
        new Random(seed).nextBytes(b);
        return b;
    }

    private static void await(Network n, BooleanSupplier until, double seconds) {
        assertThat(n.sim.run(until, Simulation.seconds(seconds))).as(n.sim.toString()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "true, false", "false, true"})
    @DisplayName("C1-E-4 C1-E-6 C1-E-46 C1-E-64 A1t A3 A4 A7 A8 B1 B3 B4: a short exchange with early data")
    void exchange(boolean clientV4, boolean serverV4) {
        Network n = new Network(1);
        Server s = new Server(random(5_000, 2), true);
        n.serve(s);
        var address = serverV4 ? Network.SERVER : Network.SERVER6;
        ConvertApp c = n.connect(address, clientV4, ConvertClientSession.connect(address, Network.PORT, false, new byte[0]),
            "early ".getBytes(), "late".getBytes(), true);
        await(n, () -> c.closed != null && s.closed != null && n.convertor.sessions() == 0, 10);
        assertThat(c.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(s.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(new String(s.received())).isEqualTo("early late");
        assertThat(c.received()).isEqualTo(random(5_000, 2));
        assertThat(c.outcome).isInstanceOf(ClientOutcome.Accepted.class);
        assertThat(n.isClean()).isTrue();

        Tap.Seen syn = n.insideTap.seen.get(0);
        assertThat(syn.isSyn()).isTrue();
        assertThat(hex(syn.payload())).startsWith("01062263" + "0a05");
        Tap.Seen synToServer = n.outsideTap.seen.get(0);
        assertThat(synToServer.isSyn()).isTrue();
        assertThat(synToServer.payload()).isEmpty();
        assertThat(synToServer.timeNs() - syn.timeNs()).isLessThan(Network.INSIDE_RTT / 2 + Simulation.millis(20));
        Tap.Seen synAck = n.insideTap.backward().get(0);
        assertThat(synAck.isSynAck()).isTrue();
        assertThat(synAck.ack() - syn.seq()).isEqualTo(1 + syn.payload().length);
        assertThat(synAck.timeNs()).isGreaterThanOrEqualTo(
            n.outsideTap.first(x -> !x.forward() && x.isSynAck()).timeNs() + Network.OUTSIDE_RTT / 2);
        Tap.Seen reply = n.insideTap.first(x -> !x.forward() && x.payload().length > 0);
        assertThat(hex(reply.payload())).startsWith("01").contains("2263" + "14");
        assertThat(new String(n.outsideTap.first(x -> x.forward() && x.payload().length > 0).payload())).startsWith("early");
        assertThat(n.outsideTap.seen.stream().map(x -> hex(x.payload()))).noneMatch(x -> x.startsWith("0106" + "2263"));
        assertThat(n.insideTap.count(false, TcpFlags.RST) + n.outsideTap.count(true, TcpFlags.RST)).isZero();
        assertThat(n.outsideTap.forward().stream().filter(Tap.Seen::isSyn)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1460, 65_536, 3_000_000})
    @DisplayName("D1 both directions at once, of every size")
    void sizes(int size) {
        Network n = new Network(3);
        byte[] up = random(size, 4);
        byte[] down = random(size, 5);
        Server s = new Server(down, true);
        n.serve(s);
        ConvertApp c = n.connect(up, true);
        await(n, () -> c.closed != null && s.closed != null && n.convertor.sessions() == 0, 60);
        assertThat(Arrays.equals(s.received(), up)).isTrue();
        assertThat(Arrays.equals(c.received(), down)).isTrue();
        assertThat(c.sawEnd()).isTrue();
        assertThat(n.isClean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @DisplayName("D5 CONV-4.2-9: 1 Mbyte up, 600 kbyte down over loss, reordering, duplication and jitter on both legs")
    void lossy(long seed) {
        Network n = new Network(seed);
        for (var link : List.of(n.inside, n.outside)) {
            link.bitsPerSecond(20_000_000).queuePackets(100).jitterNs(Simulation.millis(2)).loss(LossModel.random(0.01))
                .reorder(0.05, Simulation.millis(3)).duplicate(0.01);
        }
        byte[] up = random(1_000_000, seed);
        byte[] down = random(600_000, seed + 100);
        Server s = new Server(down, true);
        n.serve(s);
        ConvertApp c = n.connect(up, true);
        await(n, () -> c.closed != null && s.closed != null && n.convertor.sessions() == 0, 300);
        assertThat(c.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(s.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(Arrays.equals(s.received(), up)).as("up, seed " + seed).isTrue();
        assertThat(Arrays.equals(c.received(), down)).as("down, seed " + seed).isTrue();
        assertThat(n.isClean()).isTrue();
        assertThat(n.outsideTap.forward().stream().filter(Tap.Seen::isSyn).count())
            .isLessThanOrEqualTo(n.insideTap.forward().stream().filter(Tap.Seen::isSyn).count());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("D2 half-close from either side: 1 MiB flows on in the open direction, FIN only after all data")
    void halfClose(boolean clientFirst) {
        Network n = new Network(6);
        byte[] up = clientFirst ? new byte[1] : random(1 << 20, 7);
        byte[] down = clientFirst ? random(1 << 20, 8) : new byte[1];
        Server s = new Server(down, !clientFirst);
        n.serve(s);
        ConvertApp c = n.connect(up, clientFirst);
        await(n, () -> clientFirst ? s.in.isEnded() : c.sawEnd(), 60);
        await(n, () -> s.received().length == up.length && c.received().length == down.length, 120);
        if (clientFirst) {
            s.end();
        } else {
            c.end();
        }
        await(n, () -> c.closed != null && s.closed != null && n.convertor.sessions() == 0, 130);
        assertThat(Arrays.equals(s.received(), up)).isTrue();
        assertThat(Arrays.equals(c.received(), down)).isTrue();
        assertThat(n.isClean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("D3 CONV-5.1-1 CONV-4.2-7 abort from either side in mid-transfer: RST on the other leg within 1 RTT + 50 ms, nothing is left")
    void abort(boolean byClient) {
        Network n = new Network(9);
        Server s = new Server(random(5_000_000, 1), true);
        n.serve(s);
        ConvertApp c = n.connect(random(5_000_000, 2), true);
        await(n, () -> c.received().length > 500_000, 60);
        long aborted = n.sim.nowNs();
        (byClient ? c.connection : s.connection).abort(aborted);
        await(n, () -> c.closed != null && s.closed != null && n.convertor.sessions() == 0, 60);
        assertThat(byClient ? s.closed : c.closed).isEqualTo(CloseReason.RESET);
        assertThat(n.sim.nowNs() - aborted).isLessThan(Network.INSIDE_RTT + Network.OUTSIDE_RTT + Simulation.millis(50));
        assertThat(n.isClean()).isTrue();
    }

    @Test
    @DisplayName("closed by hand: both sides get all that was relayed and an end; when they end too, nothing is left")
    void closedByHand() {
        Network n = new Network(9);
        byte[] up = random(300_000, 1);
        byte[] down = random(200_000, 2);
        Server s = new Server(down, false);
        n.serve(s);
        ConvertApp c = n.connect(up, false);
        await(n, () -> s.received().length == up.length && c.received().length == down.length, 60);
        long id = n.convertor.rows(n.sim.nowNs()).get(0).id();
        assertThat(n.convertor.close(id + 1, n.sim.nowNs())).isFalse();
        assertThat(n.convertor.close(id, n.sim.nowNs())).isTrue();
        await(n, () -> s.in.isEnded() && c.sawEnd(), n.sim.nowNs() / 1e9 + 1);
        assertThat(c.closed).as("half-closed").isNull();
        c.end();
        s.end();
        await(n, () -> c.closed != null && s.closed != null && n.convertor.sessions() == 0, n.sim.nowNs() / 1e9 + 2);
        assertThat(c.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(s.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(n.insideTap.count(false, TcpFlags.RST) + n.outsideTap.count(true, TcpFlags.RST)).isZero();
        assertThat(n.isClean()).isTrue();
    }

    @Test
    @DisplayName("closed by hand, and neither side takes the hint: both are reset after a minute")
    void closedByHandInVain() {
        Network n = new Network(9);
        Server s = new Server(new byte[10], false);
        n.serve(s);
        ConvertApp c = n.connect(new byte[10], false);
        await(n, () -> s.received().length == 10 && c.received().length == 10, 60);
        double from = n.sim.nowNs() / 1e9;
        n.convertor.close(n.convertor.rows(n.sim.nowNs()).get(0).id(), n.sim.nowNs());
        n.sim.run(Simulation.seconds(from + 59));
        assertThat(c.closed).isNull();
        await(n, () -> c.closed != null && s.closed != null && n.convertor.sessions() == 0, from + 61);
        assertThat(c.closed).isEqualTo(CloseReason.RESET);
        assertThat(s.closed).isEqualTo(CloseReason.RESET);
        assertThat(n.isClean()).isTrue();
    }

    @Test
    @DisplayName("D4 CONV-DD-18 a server that stops reading for 10 s closes the client's window, memory stays bounded, nothing is lost")
    void stall() {
        Network n = new Network(10, false, true, 1 << 16);
        Server s = new Server(new byte[0], false);
        s.stalled = true;
        n.serve(s);
        byte[] up = random(2_000_000, 11);
        ConvertApp c = n.connect(up, true);
        n.sim.run(Simulation.seconds(10));
        assertThat(s.received()).isEmpty();
        assertThat(n.convertor.rows(n.sim.nowNs()).get(0).bytesUp()).isLessThan(s.in.available() + 2 * (1 << 16));
        s.stalled = false;
        s.read();
        await(n, () -> s.received().length == up.length, 60);
        assertThat(Arrays.equals(s.received(), up)).isTrue();
        s.end();
        await(n, () -> c.closed != null && n.convertor.sessions() == 0, 60);
        assertThat(n.isClean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("CONV-DD-2 the request after the handshake, on a lossy path: the reply comes first, both streams are intact")
    void requestInStream(long seed) {
        Network n = new Network(seed, false, false, 1 << 18);
        n.inside.loss(LossModel.random(0.05));
        byte[] up = random(100_000, seed);
        byte[] down = random(50_000, seed + 7);
        Server s = new Server(down, true);
        n.serve(s);
        ConvertApp c = n.connectThenAsk(up, true);
        await(n, () -> c.closed != null && s.closed != null && n.convertor.sessions() == 0, 200);
        assertThat(c.outcome).isInstanceOf(ClientOutcome.Accepted.class);
        assertThat(Arrays.equals(s.received(), up)).isTrue();
        assertThat(Arrays.equals(c.received(), down)).isTrue();
        assertThat(n.isClean()).isTrue();
    }

    @Test
    @DisplayName("CONV-DD-2 CONV-6.2.8-11 the request after the handshake and S refuses: Error 96, FIN, no RST of ours")
    void requestInStreamRefused() {
        Network n = new Network(1, false, false, 1 << 18);
        ConvertApp c = n.connectThenAsk(random(100_000, 1), false);
        await(n, () -> c.closed != null && n.convertor.sessions() == 0, 20);
        assertThat(((ClientOutcome.Refused) c.outcome).error().code()).isEqualTo(96);
        assertThat(n.insideTap.count(false, TcpFlags.RST)).isZero();
        assertThat(n.isClean()).isTrue();
    }

    @Test
    @DisplayName("F4 CONV-6-1 a path that strips the SYN's payload: nothing to S, nothing to C")
    void strippedPayload() {
        Network n = new Network(1);
        n.serve(new Server(new byte[0], true));
        ConvertApp c = n.connectThenAsk(new byte[10], false);
        n.sim.run(Simulation.seconds(5));
        assertThat(n.outsideTap.seen).isEmpty();
        assertThat(n.insideTap.backward()).isEmpty();
        assertThat(c.establishedNs).isNegative();
        assertThat(n.converter.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("CONV-4.3-1 two hundred connections one after the other and side by side leave nothing behind")
    void many() {
        Network n = new Network(12);
        for (int round = 0; round < 4; round++) {
            List<Server> servers = new ArrayList<>();
            if (round == 0) {
                n.serve((open, now) -> {
                    Server s = new Server(new byte[3_000], true);
                    servers.add(s);
                    s.onSyn(open, now);
                });
            }
            List<ConvertApp> apps = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                apps.add(n.connect(new byte[2_000], true));
            }
            await(n, () -> apps.stream().allMatch(a -> a.closed != null) && n.convertor.sessions() == 0, 60.0 * (round + 1));
            assertThat(apps).allSatisfy(a -> assertThat(a.received()).hasSize(3_000));
        }
        assertThat(n.isClean()).isTrue();
    }
}
