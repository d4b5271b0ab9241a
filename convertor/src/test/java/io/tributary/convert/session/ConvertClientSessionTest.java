package io.tributary.convert.session;

import static io.tributary.convert.wire.Octets.hex;
import static io.tributary.convert.wire.Octets.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertClientSessionTest {
    private static final IpAddress SERVER = IpAddress.parse("198.51.100.9");
    private static final byte[] NO_COOKIE = new byte[0];
    private static final String ACCEPTED = "01072263 14060000 020405b4 0402080a 0000000000000000 01030307";

    private final ConvertClientSession session = ConvertClientSession.connect(SERVER, 443, false, NO_COOKIE);

    private ClientOutcome receive(String octets) {
        byte[] b = of(octets);
        return session.receive(b, 0, b.length);
    }

    @Test
    @DisplayName("CONV-4.2-1 CONV-6.1-1 CONV-7.5-2 requests as the specification's vectors write them")
    void requests() {
        assertThat(hex(session.request())).isEqualTo(hex(of("01062263 0a0501bb 00000000 00000000 0000ffff c6336409")));
        assertThat(hex(ConvertClientSession.connect(SERVER, 443, true, NO_COOKIE).request()))
            .isEqualTo(hex(of("01072263 0a0601bb 00000000 00000000 0000ffff c6336409 1e020000")));
        assertThat(hex(ConvertClientSession.connect(SERVER, 443, false, of("00112233445566778899aabbccddeeff")).request()))
            .isEqualTo(hex(of("010b2263 16050000 00112233445566778899aabbccddeeff 0a0501bb 00000000 00000000 0000ffff c6336409")));
        assertThat(hex(ConvertClientSession.info(NO_COOKIE).request())).isEqualTo(hex(of("01022263 01010000")));
    }

    @Test
    @DisplayName("CONV-DD-6 a request of 256 octets is built, a longer one is not")
    void requestLimit() {
        assertThat(ConvertClientSession.connect(SERVER, 443, false, new byte[228]).request()).hasSize(256);
        assertThatIllegalArgumentException().isThrownBy(() -> ConvertClientSession.connect(SERVER, 443, false, new byte[229]));
        assertThatIllegalArgumentException().isThrownBy(() -> ConvertClientSession.connect(SERVER, 443, false, new byte[5000]));
    }

    @Test
    @DisplayName("CONV-6.2.6-2 CONV-5.1-4 success: where user data starts, and whether the server speaks MPTCP")
    void accepted() {
        byte[] b = of("ffff" + ACCEPTED + "aabb");
        ClientOutcome.Accepted a = (ClientOutcome.Accepted) session.receive(b, 2, b.length - 2);
        assertThat(a.userDataAt()).isEqualTo(2 + 28);
        assertThat(hex(a.serverOptions())).isEqualTo(hex(of("020405b4 0402080a 0000000000000000 01030307")));
        assertThat(a.serverMultipath()).isFalse();
        ClientOutcome.Accepted m = (ClientOutcome.Accepted) ConvertClientSession.connect(SERVER, 443, true, NO_COOKIE)
            .receive(of("01052263 14040000 1e0c0181f0f1f2f3f4f5f6f7"), 0, 20);
        assertThat(m.serverMultipath()).isTrue();
    }

    @Test
    @DisplayName("CONV-6.2.8-2 the reply in pieces, user data in the last one")
    void pieces() {
        byte[] b = of(ACCEPTED + "aabbccdd");
        for (int cut = 0; cut < 28; cut++) {
            ConvertClientSession s = ConvertClientSession.connect(SERVER, 443, false, NO_COOKIE);
            assertThat(s.receive(b, 0, cut)).isInstanceOf(ClientOutcome.NeedMore.class);
            assertThat(s.receive(b, cut, b.length - cut)).isInstanceOfSatisfying(ClientOutcome.Accepted.class,
                a -> assertThat(a.userDataAt()).isEqualTo(28));
        }
    }

    @ParameterizedTest
    @CsvSource({"1e016000, 96, 'connection reset by the server', 0", "1e016103, 97, 'destination unreachable, ICMP code 3', 0",
        "1e012000, 32, 'not authorized', 0", "1e01403c, 64, 'resource exceeded', 60", "1e014000, 64, 'resource exceeded', 30",
        "1e0141ff, 65, 'network failure', 255", "1e016200, 98, 'server side error 98', 0"})
    @DisplayName("CONV-6.2.8-1 CONV-6.2.8-9 CONV-6.2.8-10 errors: what to tell people, and how long to wait")
    void refused(String tlv, int code, String cause, int delay) {
        assertThat(receive("01022263" + tlv)).isInstanceOfSatisfying(ClientOutcome.Refused.class, r -> {
            assertThat(r.error().code()).isEqualTo(code);
            assertThat(r.cause()).isEqualTo(cause);
            assertThat(r.retryAfterSeconds()).isEqualTo(delay);
        });
    }

    @Test
    @DisplayName("CONV-DD-21 a longer value of Error 64: only its first octet counts")
    void longDelay() {
        assertThat(receive("01032263 1e02400a 01020304")).isInstanceOfSatisfying(ClientOutcome.Refused.class,
            r -> assertThat(r.retryAfterSeconds()).isEqualTo(10));
    }

    @Test
    @DisplayName("CONV-6.2.8-6 Missing Cookie brings the cookie for the next attempt")
    void missingCookie() {
        assertThat(receive("01062263 1e050300 00112233445566778899aabbccddeeff")).isInstanceOfSatisfying(ClientOutcome.Refused.class,
            r -> assertThat(hex(r.error().body())).isEqualTo("00112233445566778899aabbccddeeff"));
    }

    @Test
    @DisplayName("CONV-6.2.8-1 an error beside a success is an error")
    void errorWins() {
        assertThat(receive("01032263 14010000 1e012000")).isInstanceOf(ClientOutcome.Refused.class);
    }

    @Test
    @DisplayName("CONV-DD-15 an unknown TLV is skipped")
    void unknownSkipped() {
        assertThat(receive("01042263 63020000 00000000 14010000")).isInstanceOfSatisfying(ClientOutcome.Accepted.class,
            a -> assertThat(a.userDataAt()).isEqualTo(16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"485454502f312e31", "01002263", "02022263 14010000", "01032263 14010000 14010000", "01022263 00010000",
        "01022263 14020000", "01022263 15010000", "01022263 63010000"})
    @DisplayName("CONV-8-2 CONV-6.1-3 CONV-6.2.1-3 CONV-6.2.2-1 anything else means interference: reset, do without the converter")
    void interference(String octets) {
        assertThat(receive(octets)).isInstanceOf(ClientOutcome.Interference.class);
    }

    @Test
    @DisplayName("CONV-8-2 so does the end of the stream before the reply")
    void ended() {
        receive("0102");
        assertThat(session.ended()).isInstanceOf(ClientOutcome.Interference.class);
    }

    @Test
    @DisplayName("CONV-6.2.2-2 Info brings the kinds, nothing else is expected")
    void info() {
        ConvertClientSession info = ConvertClientSession.info(NO_COOKIE);
        assertThat(info.receive(of("01032263 15020000 1e040800"), 0, 12)).isInstanceOfSatisfying(ClientOutcome.Accepted.class,
            a -> assertThat(a.supportedKinds()).containsExactly(30, 4, 8));
        assertThat(ConvertClientSession.info(NO_COOKIE).receive(of("01022263 14010000"), 0, 8))
            .isInstanceOf(ClientOutcome.Interference.class);
    }
}
