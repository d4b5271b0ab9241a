package io.tributary.convert.leg;

import static io.tributary.convert.leg.Bench.SECOND;
import static io.tributary.convert.wire.Octets.hex;
import static io.tributary.convert.wire.Octets.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplicitEstablishmentTest {
    private static final String S_OPTIONS = "020405b4 0402080a 0000000000000000 01030307";

    private final Bench bench = new Bench();

    @Test
    @DisplayName("CONV-10.1-1 listens where it was told, in the clients' zone")
    void listens() {
        assertThat(bench.listens).extracting(l -> l.local().withPort(l.port())).containsExactly("10.1.0.10:5124", "[fd00:1::10]:5124");
        assertThat(bench.listens).allSatisfy(l -> {
            assertThat(l.zone()).isZero();
            assertThat(l.multipath()).isTrue();
            assertThat(l.checksum()).isFalse();
        });
        bench.convertor.stop();
        assertThat(bench.closedListeners).isEqualTo(2);
    }

    @Test
    @DisplayName("CONV-4.2-2 CONV-4.2-5 CONV-4.2-6 A3 the SYN to the server leaves at once, the client's is held until it is answered")
    void holdsTheSyn() {
        FakePending c = bench.syn(Bench.CONNECT);
        assertThat(c.isHeld()).isTrue();
        FakeConnection s = bench.server();
        assertThat(s.spec.remote().withPort(s.spec.remotePort())).isEqualTo("198.51.100.9:443");
        assertThat(s.spec.local()).hasToString("10.8.0.10");
        assertThat(s.spec.localPort()).isZero();
        assertThat(s.spec.zone()).isEqualTo(1);
        assertThat(s.spec.drivenSyn()).isTrue();
        assertThat(s.spec.synPayload()).isEmpty();
        bench.pass(3 * SECOND);
        assertThat(c.isHeld()).isTrue();

        s.synOptions = of(S_OPTIONS);
        s.establish(bench.now);
        assertThat(c.accepted).isNotNull();
        assertThat(bench.count(Counter.CONVERT_REQUESTS)).isEqualTo(1);
        assertThat(bench.count(Counter.CONVERT_ESTABLISHED)).isEqualTo(1);
        assertThat(bench.count(Counter.CONVERT_ERRORS_TX)).isZero();
    }

    @Test
    @DisplayName("CONV-4.2-3 CONV-6-3 CONV-DD-3 A7 the reply is the first bytes upstream, the server's follow")
    void replyFirst() {
        FakePending c = bench.syn(Bench.CONNECT);
        FakeConnection s = bench.server();
        s.synOptions = of(S_OPTIONS);
        s.establish(bench.now);
        s.peerSends("banner".getBytes(), bench.now);
        assertThat(hex(c.accepted.peerReceives()))
            .isEqualTo(hex(of("01072263 14060000" + S_OPTIONS)) + hex("banner".getBytes()));
        assertThat(c.accepted.endIsToBeSent()).isFalse();
    }

    @Test
    @DisplayName("CONV-DD-3 the reply is first also when the server's bytes came with its SYN/ACK")
    void replyBeforeEagerServer() {
        FakePending c = bench.syn(Bench.CONNECT);
        FakeConnection s = bench.server();
        s.peerSendsUnheard("banner".getBytes());
        s.establish(bench.now);
        assertThat(hex(c.accepted.peerReceives())).isEqualTo("0102226314010000" + hex("banner".getBytes()));
    }

    @Test
    @DisplayName("CONV-4.3-2 CONV-6-4 CONV-DD-4 A8 early data reaches the server first and alone, then the stream; no Convert octet does")
    void earlyData() {
        FakePending c = bench.syn(Bench.CONNECT + hex("GET /".getBytes()));
        FakeConnection s = bench.server();
        s.establish(bench.now);
        c.accepted.establish(bench.now);
        c.accepted.peerSends(" HTTP/1.1".getBytes(), bench.now);
        assertThat(new String(s.peerReceives())).isEqualTo("GET / HTTP/1.1");
        assertThat(bench.convertor.rows(bench.now).get(0).bytesUp()).isEqualTo(14);
    }

    @ParameterizedTest
    @CsvSource({"10.1.0.1, false, fd00:8::10", "fd00:1::1, true, 10.8.0.10", "fd00:1::1, false, fd00:8::10"})
    @DisplayName("CONV-6.2.5-1 C1-E-46 C1-E-64 families of the legs are independent")
    void families(String client, boolean v4Server, String source) {
        bench.syn(IpAddress.parse(client), of(v4Server ? Bench.CONNECT : Bench.CONNECT6));
        assertThat(bench.server().spec.local()).hasToString(source);
        assertThat(bench.server().spec.remote().isV4()).isEqualTo(v4Server);
    }

    @ParameterizedTest
    @CsvSource({"false, false, false", "true, false, true", "false, true, true", "true, true, true"})
    @DisplayName("CONV-6.2.5-5 CONV-6.2.5-7 B1 MP_CAPABLE is offered when policy says so or the client asks")
    void multipath(boolean policy, boolean asked, boolean offered) {
        Bench b = new Bench(Bench.UPSTREAM, Bench.multipath(policy), ConvertorLimits.DEFAULT);
        b.syn(asked ? Bench.CONNECT_MPTCP : Bench.CONNECT);
        assertThat(b.server().spec.multipath()).isEqualTo(offered);
    }

    @Test
    @DisplayName("CONV-9.3-3 CONV-DD-8 B4 each further SYN of the client repeats ours once, the third and later without MP_CAPABLE")
    void repeats() {
        Bench b = new Bench(Bench.UPSTREAM, Bench.multipath(true), ConvertorLimits.DEFAULT);
        FakePending c = b.syn(Bench.CONNECT);
        for (int i = 0; i < 4; i++) {
            b.pass(SECOND);
            b.synAgain(c);
        }
        assertThat(b.server().repeatedSyns).containsExactly(true, false, false, false);
        assertThat(b.connects).hasSize(1);
        assertThat(c.isHeld()).isTrue();
    }

    @Test
    @DisplayName("CONV-DD-8 without MPTCP policy no repetition offers MP_CAPABLE")
    void repeatsPlain() {
        FakePending c = bench.syn(Bench.CONNECT);
        bench.synAgain(c);
        bench.synAgain(c);
        assertThat(bench.server().repeatedSyns).containsExactly(false, false);
    }

    @Test
    @DisplayName("CONV-6-1 SYNs without a Convert message are ignored, with or without payload")
    void ignored() {
        assertThat(bench.syn("").wasDropped).isTrue();
        assertThat(bench.syn(hex("GET / HTTP/1.1".getBytes())).wasDropped).isTrue();
        assertThat(bench.syn("0106").wasDropped).isTrue();
        assertThat(bench.count(Counter.CONVERT_NO_REQUEST)).isEqualTo(3);
        assertThat(bench.connects).isEmpty();
        assertThat(bench.convertor.sessions()).isZero();
    }

    @Test
    @DisplayName("CONV-6.1-3 Total Length 0: RST,ACK")
    void zeroLength() {
        assertThat(bench.syn("01002263").wasReset).isTrue();
        assertThat(bench.convertor.sessions()).isZero();
        assertThat(bench.convertor.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("CONV-4.3-1 the session is listed while it lives")
    void listed() {
        FakePending c = bench.syn(Bench.CONNECT);
        bench.pass(250_000_000);
        SessionRow opening = bench.convertor.rows(bench.now).get(0);
        assertThat(opening).isEqualTo(new SessionRow(opening.id(), "p1", "opening", null, bench.server(), 0, 0, 250));
        bench.server().establish(bench.now);
        bench.server().peerSends(new byte[10], bench.now);
        SessionRow relaying = bench.convertor.rows(bench.now).get(0);
        assertThat(relaying).isEqualTo(new SessionRow(opening.id(), "p1", "relaying", c.accepted, bench.server(), 0, 10, 250));
    }
}
