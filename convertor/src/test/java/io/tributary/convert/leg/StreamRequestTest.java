package io.tributary.convert.leg;

import static io.tributary.convert.leg.Bench.SECOND;
import static io.tributary.convert.wire.Octets.hex;
import static io.tributary.convert.wire.Octets.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose request comes after a handshake of its own. */
class StreamRequestTest {
    private final Bench bench = new Bench(Bench.streamRequests(), Bench.DOWNSTREAM, ConvertorLimits.DEFAULT);

    private FakeConnection connected(String synPayload) {
        FakePending p = bench.syn(synPayload);
        assertThat(p.accepted).isNotNull();
        assertThat(bench.connects).isEmpty();
        return p.accepted.establish(bench.now);
    }

    @Test
    @DisplayName("CONV-DD-2 an empty SYN is accepted, the request found in the stream, user data behind it relayed")
    void request() {
        FakeConnection c = connected("");
        c.peerSends(of(Bench.CONNECT + hex("hello".getBytes())), bench.now);
        FakeConnection s = bench.server();
        assertThat(s.spec.drivenSyn()).isFalse();
        assertThat(hex(c.peerReceives())).isEmpty();
        c.peerSends(" world".getBytes(), bench.now);
        s.establish(bench.now);
        s.peerSends("hi".getBytes(), bench.now);
        assertThat(new String(s.peerReceives())).isEqualTo("hello world");
        assertThat(hex(c.peerReceives())).isEqualTo("0102226314010000" + hex("hi".getBytes()));
        assertThat(bench.convertor.rows(bench.now).get(0).bytesUp()).isEqualTo(11);
        assertThat(bench.convertor.rows(bench.now).get(0).bytesDown()).isEqualTo(2);
    }

    @Test
    @DisplayName("CONV-DD-2 a request in segments of any size, its beginning in the SYN or not")
    void segmented() {
        byte[] all = of(Bench.CONNECT + hex("hello".getBytes()));
        for (int inSyn = 0; inSyn < 24; inSyn++) {
            for (int step : new int[] {1, 7, 29}) {
                FakePending p = bench.syn(Bench.CLIENT, Arrays.copyOf(all, inSyn));
                int connectsBefore = bench.connects.size();
                FakeConnection c = p.accepted.establish(bench.now);
                for (int at = inSyn; at < all.length; at += step) {
                    c.peerSends(Arrays.copyOfRange(all, at, Math.min(all.length, at + step)), bench.now);
                }
                assertThat(bench.connects).hasSize(connectsBefore + 1);
                bench.server().establish(bench.now);
                assertThat(new String(bench.server().peerReceives())).isEqualTo("hello");
            }
        }
    }

    @Test
    @DisplayName("CONV-4.2-2 a complete request in the SYN is held as ever")
    void synPayloadStillHeld() {
        FakePending p = bench.syn(Bench.CONNECT);
        assertThat(p.isHeld()).isTrue();
        assertThat(bench.server().spec.drivenSyn()).isTrue();
    }

    @Test
    @DisplayName("CONV-6.2.2-3 CONV-6.2.8-11 the server refuses: Error 96, end, no reset; what the client sends is thrown away")
    void serverRefuses() {
        FakeConnection c = connected("");
        c.peerSends(of(Bench.CONNECT + "aabbcc"), bench.now);
        c.peerSends(new byte[100], bench.now);
        bench.server().close(CloseReason.REFUSED, bench.now);
        assertThat(hex(c.peerReceives())).isEqualTo("010222631e016000");
        assertThat(c.endIsToBeSent()).isTrue();
        assertThat(c.aborts).isZero();
        long window = c.window();
        c.peerSends(new byte[5000], bench.now);
        assertThat(c.window()).isEqualTo(window);
        c.peerEnds(bench.now);
        c.close(CloseReason.NORMAL, bench.now);
        assertThat(bench.convertor.sessions()).isZero();
    }

    @Test
    @DisplayName("CONV-6.2.1-3 CONV-6.2.2-4 an invalid request: error, end, no reset")
    void invalid() {
        FakeConnection c = connected("");
        c.peerSends(of("01032263 01010000 01010000"), bench.now);
        assertThat(hex(c.peerReceives())).isEqualTo(hex(of("01052263 1e040100 01032263 01010000 01010000")));
        assertThat(c.endIsToBeSent()).isTrue();
        assertThat(c.aborts).isZero();
        c.peerSends(of(Bench.CONNECT), bench.now);
        assertThat(bench.connects).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"474554202f", "01002263"})
    @DisplayName("CONV-6.1-3 CONV-6.1-4 no Convert message, or Total Length 0: reset")
    void notConvert(String octets) {
        FakeConnection c = connected("");
        c.peerSends(of(octets), bench.now);
        assertThat(c.aborts).isEqualTo(1);
        assertThat(bench.convertor.sessions()).isZero();
        assertThat(bench.count(Counter.CONVERT_NO_REQUEST)).isEqualTo(1);
        c.close(CloseReason.ABORTED, bench.now);
    }

    @Test
    @DisplayName("CONV-DD-22 the client ends within its request: echoed; within the first octets: reset")
    void endsEarly() {
        FakeConnection c = connected("");
        c.peerSends(of("01062263 0a05"), bench.now);
        c.peerEnds(bench.now);
        assertThat(hex(c.peerReceives())).isEqualTo(hex(of("01042263 1e030100 01062263 0a050000")));
        assertThat(c.aborts).isZero();
        FakeConnection d = connected("");
        d.peerEnds(bench.now);
        assertThat(d.aborts).isEqualTo(1);
    }

    @Test
    @DisplayName("CONV-DD-7 a request that does not come: reset after 15 s")
    void noRequest() {
        FakeConnection c = connected("");
        c.peerSends(of("0106"), bench.now);
        assertThat(bench.convertor.rows(bench.now).get(0).state()).isEqualTo("request");
        bench.pass(15 * SECOND - 1);
        assertThat(c.aborts).isZero();
        bench.pass(1);
        assertThat(c.aborts).isEqualTo(1);
        assertThat(bench.convertor.sessions()).isZero();
    }

    @Test
    @DisplayName("CONV-DD-7 CONV-6.2.2-3 a server that does not answer: Error 65 after 127 s at most, with a soft error known Error 97")
    void serverSilent() {
        FakeConnection c = connected("");
        c.peerSends(of(Bench.CONNECT), bench.now);
        FakeConnection d = connected2();
        d.peerSends(of(Bench.CONNECT), bench.now);
        bench.server().softError(0x0301, bench.now);
        bench.pass(127 * SECOND - 1);
        assertThat(hex(c.peerReceives())).isEmpty();
        bench.pass(1);
        assertThat(hex(c.peerReceives())).isEqualTo("010222631e014100");
        assertThat(hex(d.peerReceives())).isEqualTo("010222631e016101");
        assertThat(bench.connects).allMatch(s -> s.aborts == 1);
    }

    private FakeConnection connected2() {
        return bench.syn(IpAddress.parse("10.1.0.2"), new byte[0]).accepted.establish(bench.now);
    }

    @Test
    @DisplayName("CONV-4.2-7 the client resets while the server is asked: the attempt ends")
    void clientResets() {
        FakeConnection c = connected("");
        c.peerSends(of(Bench.CONNECT), bench.now);
        c.close(CloseReason.RESET, bench.now);
        assertThat(bench.server().aborts).isPositive();
        assertThat(bench.convertor.sessions()).isZero();
        bench.server().close(CloseReason.ABORTED, bench.now);
    }

    @Test
    @DisplayName("CONV-4.2-9 the client ends its direction before the server has answered: the end follows the data")
    void halfCloseEarly() {
        FakeConnection c = connected("");
        c.peerSends(of(Bench.CONNECT + hex("bye".getBytes())), bench.now);
        c.peerEnds(bench.now);
        FakeConnection s = bench.server();
        assertThat(s.endIsToBeSent()).isFalse();
        s.establish(bench.now);
        assertThat(new String(s.peerReceives())).isEqualTo("bye");
        assertThat(s.endIsToBeSent()).isTrue();
        assertThat(c.endIsToBeSent()).isFalse();
    }

    @Test
    @DisplayName("CONV-9.2-1 CONV-9.3-1 empty SYNs of strangers and of a client beyond its limit are ignored")
    void strangers() {
        assertThat(bench.syn(IpAddress.parse("10.2.0.1"), new byte[0]).wasDropped).isTrue();
        for (int i = 0; i < 1024; i++) {
            assertThat(bench.syn("").accepted).isNotNull();
        }
        assertThat(bench.syn("").wasDropped).isTrue();
        assertThat(bench.convertor.sessions()).isEqualTo(1024);
    }
}
