package io.tributary.convert.leg;

import static io.tributary.convert.leg.Bench.SECOND;
import static io.tributary.convert.wire.Octets.hex;
import static io.tributary.convert.wire.Octets.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.session.ConvertClientSession;
import io.tributary.metrics.Counter;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplicitErrorsTest {
    private final Bench bench = new Bench();

    @Test
    @DisplayName("CONV-6.2.8-11 CONV-6.2.2-3 CONV-6.2.2-4 E1 the server resets: SYN/ACK, Error 96, end, no reset of ours")
    void refusedByServer() {
        FakePending c = bench.syn(Bench.CONNECT);
        bench.server().close(CloseReason.REFUSED, bench.now);
        bench.assertReplied(c, "01022263 1e016000");
        assertThat(bench.server().aborts).isZero();
        assertThat(bench.count(Counter.CONVERT_ERRORS_TX)).isEqualTo(1);
        c.accepted.close(CloseReason.RESET, bench.now);
        assertThat(bench.convertor.sessions()).isZero();
        assertThat(bench.convertor.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"10.1.0.1, 0302, 02", "10.1.0.1, 0303, 03", "10.1.0.1, 030d, 0d", "fd00:1::1, 0101, 01", "fd00:1::1, 0104, 04"})
    @DisplayName("CONV-4.2-8 CONV-6.2.8-12 CONV-DD-13 E2 a hard ICMP error: Error 97 with its code")
    void hardError(String client, String icmp, String code) {
        IpAddress a = IpAddress.parse(client);
        FakePending c = bench.syn(a, of(a.isV4() ? Bench.CONNECT : Bench.CONNECT6));
        bench.server().icmp = Integer.parseInt(icmp, 16);
        bench.server().close(CloseReason.UNREACHABLE, bench.now);
        bench.assertReplied(c, "01022263 1e0161" + code);
    }

    @ParameterizedTest
    @CsvSource({"NO_RESOURCES, 1e014000", "TIMED_OUT, 1e014100", "PROTOCOL_ERROR, 1e014100", "RESET, 1e016000"})
    @DisplayName("CONV-6.2.8-9 CONV-6.2.8-10 what else ends the attempt: Error 64, 65, 96")
    void otherFailures(CloseReason reason, String tlv) {
        FakePending c = bench.syn(Bench.CONNECT);
        bench.server().close(reason, bench.now);
        bench.assertReplied(c, "01022263" + tlv);
    }

    @Test
    @DisplayName("CONV-6.2.8-10 no source address of the server's family: Error 65")
    void noSource() {
        Bench b = new Bench(Bench.UPSTREAM, new DirectSettings(1, false, false, List.of(IpAddress.parse("10.8.0.10"))),
            ConvertorLimits.DEFAULT);
        b.assertReplied(b.syn(Bench.CONNECT6), "01022263 1e014100");
        assertThat(b.connects).isEmpty();
    }

    @Test
    @DisplayName("CONV-DD-13 E2 a soft error: nothing, until the client's third SYN; then Error 97 with the last code")
    void softError() {
        FakePending c = bench.syn(Bench.CONNECT);
        FakeConnection s = bench.server();
        s.softError(0x0300, bench.now);
        s.softError(0x0301, bench.now);
        assertThat(c.isHeld()).isTrue();
        bench.synAgain(c);
        assertThat(c.isHeld()).isTrue();
        assertThat(s.repeatedSyns).hasSize(1);
        bench.synAgain(c);
        bench.assertReplied(c, "01022263 1e016101");
        assertThat(s.aborts).isEqualTo(1);
        assertThat(s.repeatedSyns).hasSize(1);
        s.close(CloseReason.ABORTED, bench.now);
        c.accepted.close(CloseReason.NORMAL, bench.now);
        assertThat(bench.convertor.sessions()).isZero();
    }

    @Test
    @DisplayName("CONV-DD-13 time exceeded says nothing about the destination: no code of its is told")
    void timeExceeded() {
        FakePending c = bench.syn(Bench.CONNECT);
        bench.server().softError(0x0b00, bench.now);
        bench.synAgain(c);
        bench.synAgain(c);
        bench.synAgain(c);
        assertThat(c.isHeld()).isTrue();
        assertThat(bench.server().repeatedSyns).hasSize(3);
    }

    @Test
    @DisplayName("CONV-4.2-8 a soft error followed by an answer is forgotten")
    void softErrorThenAnswer() {
        FakePending c = bench.syn(Bench.CONNECT);
        bench.server().softError(0x0301, bench.now);
        bench.server().establish(bench.now);
        assertThat(hex(c.accepted.peerReceives())).isEqualTo("0102226314010000");
    }

    @ParameterizedTest
    @CsvSource({
        "'01062263 0a050050 00000000 00000000 0000ffff e0000001', '01082263 1e070100 01062263 0a050050 00000000 00000000 0000ffff e0000001'",
        "'01062263 0a050050 00000000 00000000 0000ffff c0000201', '01022263 1e012000'",
        "'01062263 0a051404 00000000 00000000 0000ffff 0a01000a', '01022263 1e012000'",
        "'01022263 63010000', '01042263 1e030200 01022263 63010000'",
        "'02022263 01010000', '01022263 1e010001'",
        "'01062263 0a050050 0000', '01052263 1e040100 01062263 0a050050 00000000'",
        "'01072263 0a0601bb 00000000 00000000 0000ffff c6336409 1d020000', '01022263 1e01211d'",
        "'01022263 01010000', '01032263 15020000 1e040800'"})
    @DisplayName("CONV-6.2.2-4 CONV-6.2.5-2 CONV-6.2.8-3 CONV-6.2.8-4 CONV-6.2.8-7 CONV-6.2.8-8 CONV-DD-22 what is answered without a server")
    void answeredAtOnce(String request, String reply) {
        FakePending c = bench.syn(request);
        assertThat(bench.connects).isEmpty();
        bench.assertReplied(c, reply);
        assertThat(bench.convertor.rows(bench.now).get(0).state()).isEqualTo("replying");
    }

    @Test
    @DisplayName("CONV-6.2.8-7 refusals by policy are counted as such, other errors are not")
    void refusalsCounted() {
        bench.syn(IpAddress.parse("10.2.0.1"), of(Bench.CONNECT));
        bench.syn("01022263 63010000");
        bench.syn("01022263 01010000");
        assertThat(bench.count(Counter.CONVERT_REFUSED)).isEqualTo(1);
        assertThat(bench.count(Counter.CONVERT_ERRORS_TX)).isEqualTo(2);
        assertThat(bench.count(Counter.CONVERT_REQUESTS)).isEqualTo(1);
    }

    @Test
    @DisplayName("CONV-DD-12 after an error the client has 10 s, whatever it sends meanwhile is thrown away")
    void lingers() {
        FakePending c = bench.syn("01022263 63010000");
        bench.assertReplied(c, "01042263 1e030200 01022263 63010000");
        for (int i = 0; i < 100; i++) {
            assertThat(c.accepted.peerSends(new byte[1000], bench.now)).isEqualTo(1000);
        }
        bench.pass(10 * SECOND - 1);
        assertThat(c.accepted.aborts).isZero();
        assertThat(bench.convertor.sessions()).isEqualTo(1);
        bench.pass(1);
        assertThat(c.accepted.aborts).isEqualTo(1);
        assertThat(bench.convertor.sessions()).isZero();
        c.accepted.close(CloseReason.ABORTED, bench.now);
    }

    @Test
    @DisplayName("CONV-6.2.7-3 CONV-6.2.7-4 CONV-6.2.8-5 E4 no cookie: Error 3 and no SYN to the server; with it: the connection")
    void cookie() {
        Bench b = new Bench(Bench.withCookies(), Bench.DOWNSTREAM, ConvertorLimits.DEFAULT);
        FakePending first = b.syn(Bench.CONNECT);
        assertThat(b.connects).isEmpty();
        first.accepted.establish(b.now);
        byte[] reply = first.accepted.peerReceives();
        assertThat(hex(reply)).startsWith("010622631e050300");
        byte[] cookie = Arrays.copyOfRange(reply, 8, 24);

        IpAddress server = IpAddress.parse("198.51.100.9");
        b.syn(Bench.CLIENT, ConvertClientSession.connect(server, 443, false, cookie).request());
        assertThat(b.connects).hasSize(1);
        FakePending other = b.syn(IpAddress.parse("10.1.0.2"), ConvertClientSession.connect(server, 443, false, cookie).request());
        b.assertReplied(other, "01022263 1e012000");
        assertThat(b.connects).hasSize(1);
    }
}
