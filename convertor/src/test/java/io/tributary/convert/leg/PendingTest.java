package io.tributary.convert.leg;

import static io.tributary.convert.leg.Bench.SECOND;
import static io.tributary.convert.wire.Octets.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tributary.metrics.Counter;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long and how many. */
class PendingTest {
    private static final String RESOURCE_EXCEEDED = "01022263 1e014000";

    private static ConvertorLimits limits(int sessions, int perClient, int replies, int perSecond) {
        return new ConvertorLimits(sessions, perClient, replies, perSecond, 16, 4096, 4096);
    }

    private static Bench bench(ConvertorLimits l) {
        return new Bench(Bench.UPSTREAM, Bench.DOWNSTREAM, l);
    }

    @Test
    @DisplayName("CONV-DD-7 E3 a silent server: nothing to the client, all is gone 15 s after its last SYN")
    void silence() {
        Bench bench = new Bench();
        FakePending c = bench.syn(Bench.CONNECT);
        bench.pass(3 * SECOND);
        bench.synAgain(c);
        bench.pass(7 * SECOND);
        bench.synAgain(c);
        bench.pass(15 * SECOND - 1);
        assertThat(c.isHeld()).isTrue();
        assertThat(bench.server().aborts).isZero();
        bench.pass(1);
        assertThat(c.wasDropped).isTrue();
        assertThat(bench.server().aborts).isEqualTo(1);
        assertThat(bench.convertor.sessions()).isZero();
        assertThat(bench.convertor.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        bench.server().close(CloseReason.ABORTED, bench.now);
        assertThat(bench.count(Counter.CONVERT_ERRORS_TX)).isZero();
    }

    @Test
    @DisplayName("CONV-4.2-7 the client takes its SYN back: the attempt ends at once, nobody is answered")
    void abandoned() {
        Bench bench = new Bench();
        FakePending c = bench.syn(Bench.CONNECT);
        bench.abandon(c);
        assertThat(bench.server().aborts).isEqualTo(1);
        assertThat(bench.convertor.sessions()).isZero();
        assertThat(bench.convertor.limits().clients()).isZero();
        bench.server().close(CloseReason.ABORTED, bench.now);
        assertThat(c.isHeld()).isTrue();
    }

    @Test
    @DisplayName("CONV-DD-7 however long the client tries: 127 s")
    void longest() {
        Bench bench = new Bench();
        FakePending c = bench.syn(Bench.CONNECT);
        for (int s = 0; s < 126; s += 6) {
            bench.synAgain(c);
            bench.pass(6 * SECOND);
        }
        assertThat(c.isHeld()).isTrue();
        bench.synAgain(c);
        bench.pass(SECOND - 1);
        assertThat(c.isHeld()).isTrue();
        bench.pass(1);
        assertThat(c.wasDropped).isTrue();
        assertThat(bench.server().aborts).isEqualTo(1);
    }

    @Test
    @DisplayName("CONV-9.3-1 CONV-DD-7 the 1025th pending session of a client: Error 64; another client is served, and the first one again later")
    void perClient() {
        Bench bench = new Bench();
        List<FakePending> pending = new ArrayList<>();
        for (int i = 0; i < 1024; i++) {
            pending.add(bench.syn(Bench.CONNECT));
        }
        assertThat(pending).allMatch(FakePending::isHeld);
        bench.assertReplied(bench.syn(Bench.CONNECT), RESOURCE_EXCEEDED);
        assertThat(bench.connects).hasSize(1024);
        assertThat(bench.syn(IpAddress.parse("10.1.0.2"), of(Bench.CONNECT)).isHeld()).isTrue();
        bench.connects.get(0).establish(bench.now);
        assertThat(bench.syn(Bench.CONNECT).isHeld()).isTrue();
        bench.assertReplied(bench.syn(Bench.CONNECT), RESOURCE_EXCEEDED);
    }

    @Test
    @DisplayName("CONV-6.2.8-9 E5 the table is full: Error 64, until a relayed session has ended on both sides")
    void tableFull() {
        Bench bench = bench(limits(1, 64, 10, 1000));
        FakePending c = bench.syn(Bench.CONNECT);
        bench.server().establish(bench.now);
        bench.assertReplied(bench.syn(Bench.CONNECT), RESOURCE_EXCEEDED);
        c.accepted.close(CloseReason.NORMAL, bench.now);
        bench.assertReplied(bench.syn(Bench.CONNECT), RESOURCE_EXCEEDED);
        bench.server().close(CloseReason.NORMAL, bench.now);
        assertThat(bench.syn(Bench.CONNECT).isHeld()).isTrue();
    }

    @Test
    @DisplayName("CONV-9.3-4 clients that get an error while their reply is still on its way are limited; beyond that: silence")
    void replies() {
        Bench bench = bench(limits(10, 2, 3, 1000));
        String bad = "01022263 63010000";
        FakePending first = bench.syn(bad);
        assertThat(first.accepted).isNotNull();
        assertThat(bench.syn(bad).accepted).isNotNull();
        assertThat(bench.syn(bad).wasDropped).isTrue();
        IpAddress other = IpAddress.parse("10.1.0.2");
        assertThat(bench.syn(other, of(bad)).accepted).isNotNull();
        assertThat(bench.syn(other, of(bad)).wasDropped).isTrue();
        first.accepted.close(CloseReason.RESET, bench.now);
        assertThat(bench.syn(other, of(bad)).accepted).isNotNull();
        assertThat(bench.convertor.sessions()).isEqualTo(3);
    }

    @Test
    @DisplayName("CONV-6.2.5-9 errors are rate-limited; beyond that: silence, also for a request the server has refused")
    void errorRate() {
        Bench bench = bench(limits(10, 10, 10, 2));
        FakePending failed = bench.syn(Bench.CONNECT);
        bench.syn("01022263 63010000");
        bench.syn("01022263 63010000");
        assertThat(bench.syn("01022263 63010000").wasDropped).isTrue();
        bench.server().close(CloseReason.REFUSED, bench.now);
        assertThat(failed.wasDropped).isTrue();
        bench.pass(SECOND / 2);
        assertThat(bench.syn("01022263 63010000").accepted).isNotNull();
        assertThat(bench.count(Counter.CONVERT_ERRORS_TX)).isEqualTo(3);
        assertThat(bench.convertor.sessions()).isEqualTo(3);
    }

    @Test
    @DisplayName("CONV-DD-7 places of pending sessions come back however these end")
    void placesComeBack() {
        Bench bench = bench(limits(1, 1, 10, 1000));
        for (int round = 0; round < 3; round++) {
            assertThat(bench.syn(Bench.CONNECT).isHeld()).isTrue();
            bench.pass(15 * SECOND);
            bench.syn(Bench.CONNECT);
            bench.server().close(CloseReason.REFUSED, bench.now);
            bench.pass(10 * SECOND);
            FakePending c = bench.syn(Bench.CONNECT);
            bench.server().establish(bench.now);
            c.accepted.close(CloseReason.TIMED_OUT, bench.now);
            assertThat(bench.server().aborts).isEqualTo(1);
            bench.server().close(CloseReason.ABORTED, bench.now);
            assertThat(bench.convertor.sessions()).isZero();
        }
    }

    @Test
    @DisplayName("CONV-4.3-1 the deadlines of thousands of ended sessions do not stay")
    void deadlinesAreSwept() {
        Bench bench = new Bench();
        for (int i = 0; i < 20_000; i++) {
            FakePending c = bench.syn(Bench.CONNECT);
            bench.server().establish(bench.now);
            c.accepted.close(CloseReason.RESET, bench.now);
            bench.server().close(CloseReason.ABORTED, bench.now);
        }
        assertThat(bench.convertor.deadlines().size()).isLessThan(4_000);
        assertThat(bench.convertor.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(bench.convertor.limits().clients()).isZero();
    }

    @Test
    @DisplayName("CONV-DD-7 limits below 1 are refused at configuration")
    void nonsense() {
        assertThatIllegalArgumentException().isThrownBy(() -> limits(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> limits(1, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> limits(1, 1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> limits(1, 1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ConvertorLimits(1, 1, 1, 1, 1, 1, 4095));
    }

    @Test
    @DisplayName("CONV-4.3-1 abort by hand: a relayed session resets both sides, a pending one says nothing to the client")
    void abortByHand() {
        Bench bench = new Bench();
        FakePending relayed = bench.syn(Bench.CONNECT);
        FakeConnection server = bench.server();
        server.establish(bench.now);
        FakePending pending = bench.syn(Bench.CONNECT);
        long id = bench.convertor.rows(bench.now).get(0).id();
        assertThat(bench.convertor.abort(id + 100, bench.now)).isFalse();
        assertThat(bench.convertor.abort(id, bench.now)).isTrue();
        assertThat(relayed.accepted.aborts).isEqualTo(1);
        assertThat(server.aborts).isEqualTo(1);
        relayed.accepted.close(CloseReason.ABORTED, bench.now);
        server.close(CloseReason.ABORTED, bench.now);
        assertThat(bench.convertor.sessions()).isEqualTo(1);
        bench.convertor.abortAll(bench.now);
        assertThat(pending.wasDropped).isTrue();
        assertThat(bench.server().aborts).isEqualTo(1);
        assertThat(bench.convertor.sessions()).isZero();
    }
}
