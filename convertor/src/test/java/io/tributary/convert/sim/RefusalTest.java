package io.tributary.convert.sim;

import static io.tributary.convert.wire.Octets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.convert.session.ClientOutcome;
import io.tributary.convert.session.ConvertClientSession;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import io.tributary.testkit.Endpoint;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of an explicit converter see on the wire when there is no connection to the server. */
class RefusalTest {
    private static final long RTT = Network.INSIDE_RTT + Network.OUTSIDE_RTT;

    private static void await(Network n, BooleanSupplier until, double seconds) {
        assertThat(n.sim.run(until, Simulation.seconds(seconds))).as(n.sim.toString()).isTrue();
    }

    /** SYN/ACK, the error, FIN from us; RST from the client and none of ours. */
    private static void assertErrorOnTheWire(Network n, String message) {
        List<Tap.Seen> toClient = n.insideTap.backward();
        assertThat(toClient.get(0).isSynAck()).isTrue();
        StringBuilder stream = new StringBuilder();
        toClient.stream().filter(s -> s.payload().length > 0).forEach(s -> stream.append(hex(s.payload())));
        assertThat(stream).hasToString(message.replace(" ", ""));
        assertThat(n.insideTap.count(false, TcpFlags.FIN)).isPositive();
        assertThat(n.insideTap.count(false, TcpFlags.RST)).isZero();
        assertThat(n.insideTap.count(true, TcpFlags.RST)).isPositive();
    }

    private static int code(ConvertApp c) {
        return ((ClientOutcome.Refused) c.outcome).error().code();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("E1 CONV-6.2.8-11 CONV-6.2.2-4 CONV-6.2.8-1 S answers RST: SYN/ACK, Error 96, FIN; C resets; within 1 RTT + 1 C–P RTT + 50 ms")
    void refused(boolean v4) {
        Network n = new Network(1);
        IpAddress to = v4 ? Network.SERVER : Network.SERVER6;
        ConvertApp c = n.connect(to, v4, ConvertClientSession.connect(to, Network.PORT, false, new byte[0]), new byte[0],
            new byte[100], false);
        await(n, () -> c.closed != null && n.convertor.sessions() == 0, 10);
        assertThat(code(c)).isEqualTo(96);
        assertThat(c.outcomeNs).isLessThan(RTT + Network.INSIDE_RTT + Simulation.millis(50));
        assertErrorOnTheWire(n, "01022263 1e016000");
        assertThat(n.isClean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("E2 CONV-4.2-8 CONV-6.2.8-12 port unreachable from S's network: Error 97 with its code")
    void portUnreachable(boolean v4) {
        Network n = new Network(2);
        IpAddress to = v4 ? Network.SERVER : Network.SERVER6;
        n.outsideTap.unreachable(IpAddress.parse(v4 ? "203.0.113.1" : "2001:db8:7::1"), v4 ? 3 : 4);
        ConvertApp c = n.connect(to, v4, ConvertClientSession.connect(to, Network.PORT, false, new byte[0]), new byte[0],
            new byte[0], false);
        await(n, () -> c.closed != null && n.convertor.sessions() == 0, 10);
        assertThat(code(c)).isEqualTo(97);
        assertErrorOnTheWire(n, v4 ? "01022263 1e016103" : "01022263 1e016104");
        assertThat(n.isClean()).isTrue();
    }

    @Test
    @DisplayName("E2 CONV-DD-13 host unreachable: nothing until C's third SYN, then Error 97")
    void hostUnreachable() {
        Network n = new Network(3);
        n.outsideTap.unreachable(IpAddress.parse("203.0.113.1"), 1);
        ConvertApp c = n.connect(new byte[0], false);
        await(n, () -> c.closed != null && n.convertor.sessions() == 0, 30);
        List<Tap.Seen> syns = n.insideTap.forward().stream().filter(Tap.Seen::isSyn).toList();
        assertThat(syns).hasSize(3);
        assertThat(n.insideTap.backward().get(0).timeNs()).isGreaterThan(syns.get(2).timeNs());
        assertErrorOnTheWire(n, "01022263 1e016101");
        assertThat(n.outsideTap.forward()).hasSize(2);
    }

    @Test
    @DisplayName("E3 CONV-DD-7 CONV-9.3-3 B4 S black-holed: C hears nothing, one SYN to S for each of C's, P's state gone 15 s after the last")
    void blackHole() {
        Network n = new Network(4);
        n.outside.down();
        n.connect(new byte[0], false);
        n.sim.run(Simulation.seconds(4));
        n.inside.down();
        n.sim.run(Simulation.seconds(200));
        List<Tap.Seen> syns = n.insideTap.forward().stream().filter(s -> s.isSyn() && s.timeNs() < Simulation.seconds(4)).toList();
        assertThat(syns.size()).isGreaterThan(1);
        assertThat(n.outsideTap.forward()).hasSameSizeAs(syns).allMatch(Tap.Seen::isSyn);
        assertThat(n.insideTap.backward()).isEmpty();
        assertThat(n.converter.isEmpty()).isTrue();
        assertThat(n.convertor.sessions()).isZero();
    }

    @Test
    @DisplayName("E3 CONV-DD-7 the state is there until 15 s after C's last SYN and not longer")
    void pendingLifetime() {
        Network n = new Network(5);
        n.outside.down();
        ConvertApp c = n.connect(new byte[0], false);
        n.sim.run(Simulation.millis(500));
        c.connection.abort(n.sim.nowNs());
        n.sim.run(Simulation.seconds(15));
        assertThat(n.convertor.sessions()).isEqualTo(1);
        n.sim.run(Simulation.seconds(15) + Network.INSIDE_RTT);
        assertThat(n.convertor.sessions()).isZero();
        assertThat(n.converter.isEmpty()).isTrue();
        assertThat(n.insideTap.backward()).isEmpty();
    }

    @Test
    @DisplayName("F10 CONV-DD-8 S answers after 5 s: C's repeated SYNs keep the attempt alive, the connection comes to be")
    void lateServer() {
        Network n = new Network(6);
        Server s = new Server("hello".getBytes(), true);
        n.serve(s);
        n.outsideTap.lose(x -> x.timeNs() < Simulation.seconds(5));
        ConvertApp c = n.connect("hi".getBytes(), true);
        await(n, () -> c.closed != null && n.convertor.sessions() == 0, 60);
        assertThat(new String(c.received())).isEqualTo("hello");
        assertThat(new String(s.received())).isEqualTo("hi");
        assertThat(n.isClean()).isTrue();
    }

    @Test
    @DisplayName("E4 CONV-6.2.7-3 CONV-6.2.7-4 no cookie: Error 3 with it and nothing to S; C returns with it and is served; a wrong one: Error 32")
    void cookie() {
        Network n = new Network(7, true, true, 1 << 18);
        Server s = new Server("hello".getBytes(), true);
        n.serve(s);
        ConvertApp first = n.connect(new byte[0], false);
        await(n, () -> first.closed != null && n.convertor.sessions() == 0, 5);
        assertThat(code(first)).isEqualTo(3);
        assertThat(n.outsideTap.seen).isEmpty();
        byte[] cookie = ((ClientOutcome.Refused) first.outcome).error().body();

        ConvertApp second = n.connect(Network.SERVER, true,
            ConvertClientSession.connect(Network.SERVER, Network.PORT, false, cookie), new byte[0], new byte[0], true);
        await(n, () -> second.closed != null && n.convertor.sessions() == 0, 10);
        assertThat(new String(second.received())).isEqualTo("hello");

        cookie[0] ^= 1;
        ConvertApp third = n.connect(Network.SERVER, true,
            ConvertClientSession.connect(Network.SERVER, Network.PORT, false, cookie), new byte[0], new byte[0], true);
        await(n, () -> third.closed != null && n.convertor.sessions() == 0, 20);
        assertThat(code(third)).isEqualTo(32);
        assertThat(n.isClean()).isTrue();
    }

    @Test
    @DisplayName("CONV-DD-12 a client that neither resets nor ends after an error is gone after 10 s")
    void lingers() {
        Network n = new Network(8);
        Endpoint silent = new Endpoint();
        silent.attachTo(n.client.connect(ConnectSpec.to(0, IpAddress.parse("10.1.0.10"), 5124).multipath(false)
            .synPayload(ConvertClientSession.connect(IpAddress.parse("127.0.0.1"), 1, false, new byte[0]).request()),
            silent.out, silent.in, silent, 0));
        n.sim.run(Simulation.seconds(9.9));
        assertThat(silent.established).isEqualTo(1);
        assertThat(silent.in.endSeen()).isTrue();
        assertThat(n.insideTap.count(false, TcpFlags.RST)).isZero();
        assertThat(n.convertor.sessions()).isEqualTo(1);
        n.sim.run(Simulation.seconds(11));
        assertThat(n.convertor.sessions()).isZero();
        assertThat(n.converter.connections()).isZero();
    }

    @Test
    @DisplayName("CONV-6.2.2-2 Info: the kinds, FIN, nothing to S")
    void info() {
        Network n = new Network(9);
        ConvertApp c = n.connect(Network.SERVER, true, ConvertClientSession.info(new byte[0]), new byte[0], new byte[0], true);
        await(n, () -> c.closed != null && n.convertor.sessions() == 0, 10);
        assertThat(((ClientOutcome.Accepted) c.outcome).supportedKinds()).containsExactly(30, 4, 8);
        assertThat(c.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(n.outsideTap.seen).isEmpty();
        assertThat(n.isClean()).isTrue();
    }

    @Test
    @DisplayName("CONV-4.2-7 C takes its SYN back by a reset: the attempt ends at once")
    void takenBack() {
        Network n = new Network(10);
        Server s = new Server(new byte[0], false);
        n.serve(s);
        n.outsideTap.lose(x -> !x.forward());
        ConvertApp c = n.connect(new byte[0], false);
        n.sim.run(Simulation.millis(100));
        Tap.Seen syn = n.insideTap.seen.get(0);
        n.sendReset(n.insideTap.seen.get(0));
        n.sim.run(Simulation.millis(150));
        assertThat(syn.isSyn()).isTrue();
        assertThat(n.convertor.sessions()).isZero();
        assertThat(n.converter.isEmpty()).isTrue();
        c.connection.abort(n.sim.nowNs());
    }
}
