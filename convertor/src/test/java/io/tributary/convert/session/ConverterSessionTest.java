package io.tributary.convert.session;

import static io.tributary.convert.wire.Octets.hex;
import static io.tributary.convert.wire.Octets.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.policy.AccessPolicy;
import io.tributary.convert.policy.CookieAuthority;
import io.tributary.convert.policy.Endpoint;
import io.tributary.convert.policy.Prefix;
import io.tributary.convert.wire.ConnectTlv;
import io.tributary.convert.wire.ConvertMessage;
import io.tributary.convert.wire.CookieTlv;
import io.tributary.convert.wire.ErrorTlv;
import io.tributary.convert.wire.TcpOption;
import io.tributary.wire.IpAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConverterSessionTest {
    private static final IpAddress CLIENT = IpAddress.parse("10.1.0.1");
    private static final IpAddress SERVER = IpAddress.parse("198.51.100.9");
    private static final String CONNECT = "01062263 0a0501bb 00000000 00000000 0000ffff c6336409";
    private static final AccessPolicy ACCESS = new AccessPolicy(List.of(Prefix.parse("10.1.0.0/24")),
        List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0")), List.of(Prefix.parse("192.0.2.0/24")), true,
        List.of(Endpoint.parse("10.1.0.10:5124")));
    private static final String NOT_AUTHORIZED = "01022263 1e012000";

    private final CookieAuthority cookies = new CookieAuthority(new byte[32], 60_000_000_000L);
    private ConverterSession session = new ConverterSession(new ConverterRules(ACCESS, null), CLIENT);

    private Verdict receive(String octets) {
        byte[] b = of(octets);
        return session.receive(b, 0, b.length, 0);
    }

    private Verdict receive(byte[] b) {
        return session.receive(b, 0, b.length, 0);
    }

    private static void assertRefused(Verdict v, String message) {
        assertThat(v).isInstanceOf(Verdict.Refuse.class);
        assertThat(hex(ConvertMessage.encode(((Verdict.Refuse) v).error()))).isEqualTo(hex(of(message)));
    }

    private void requireCookie() {
        session = new ConverterSession(new ConverterRules(ACCESS, cookies), CLIENT);
    }

    @Test
    @DisplayName("CONV-4.2-1 CONV-6-4 base Connect: the server's address and port, user data behind it")
    void baseConnect() {
        assertThat(receive(CONNECT + "474554")).isEqualTo(new Verdict.Connect(SERVER, 443, false));
        assertThat(session.requestLength()).isEqualTo(24);
    }

    @Test
    @DisplayName("CONV-6.2.5-8 CONV-7.5-2 extended Connect for MPTCP, with or without content")
    void asksForMultipath() {
        assertThat(receive("01072263 0a0601bb 00000000 00000000 0000ffff c6336409 1e020000"))
            .isEqualTo(new Verdict.Connect(SERVER, 443, true));
        session = new ConverterSession(new ConverterRules(ACCESS, null), CLIENT);
        assertThat(receive("01072263 0a0601bb 00000000 00000000 0000ffff c6336409 1e040181"))
            .isEqualTo(new Verdict.Connect(SERVER, 443, true));
    }

    @Test
    @DisplayName("CONV-7.1-1 CONV-7.2-2 CONV-7.3-1 CONV-7.3-2 CONV-7.4-1 base options are ignored, SACK and timestamps taken")
    void ignoredOptions() {
        byte[] request = ConvertMessage.encode(new ConnectTlv(SERVER, 443, List.of(TcpOption.withoutValue(2),
            new TcpOption(2, of("05b4")), new TcpOption(3, of("07")), new TcpOption(5, of("0000000100000002")),
            TcpOption.withoutValue(4), TcpOption.withoutValue(8), new TcpOption(8, of("0102030405060708")))));
        assertThat(receive(request)).isEqualTo(new Verdict.Connect(SERVER, 443, false));
    }

    @Test
    @DisplayName("CONV-6.2.5-6 CONV-6.2.8-8 CONV-7.7-1 Error 33 lists every option that cannot be used, once")
    void unsupportedOptions() {
        assertRefused(receive(ConvertMessage.encode(new ConnectTlv(SERVER, 443, List.of(TcpOption.withoutValue(29),
            TcpOption.withoutValue(30), TcpOption.withoutValue(254), TcpOption.withoutValue(254))))), "01032263 1e02211d fe000000");
        session = new ConverterSession(new ConverterRules(ACCESS, null), CLIENT);
        assertRefused(receive(ConvertMessage.encode(new ConnectTlv(SERVER, 443, List.of(TcpOption.withoutValue(34),
            new TcpOption(4, of("01")))))), "01032263 1e022122 04000000");
    }

    @Test
    @DisplayName("CONV-6.2.2-2 CONV-6.2.4-1 CONV-7.5-1 Info is answered with 30, 4 and 8")
    void info() {
        Verdict v = receive("01022263 01010000");
        assertThat(v).isInstanceOf(Verdict.Answer.class);
        assertThat(hex(((Verdict.Answer) v).reply())).isEqualTo(hex(of("01032263 15020000 1e040800")));
    }

    @Test
    @DisplayName("CONV-6.2.2-2 CONV-DD-1 Info and Connect: both are answered in one message")
    void infoAndConnect() {
        assertThat(receive("01072263 01010000 0a0501bb 00000000 00000000 0000ffff c6336409"))
            .isEqualTo(new Verdict.Connect(SERVER, 443, false));
        assertThat(hex(session.success(of("020405b4")))).isEqualTo(hex(of("01052263 15020000 1e040800 14020000 020405b4")));
    }

    @Test
    @DisplayName("CONV-6.2.6-1 CONV-6.2.6-2 CONV-DD-1 success returns the server's options, also none")
    void success() {
        receive(CONNECT);
        assertThat(hex(session.success(of("020405b4 0402080a 0000000000000000 01030307"))))
            .isEqualTo(hex(of("01072263 14060000 020405b4 0402080a 0000000000000000 01030307")));
        assertThat(hex(session.success(new byte[0]))).isEqualTo(hex(of("01022263 14010000")));
    }

    @Test
    @DisplayName("CONV-DD-2 a request in pieces is understood with its last octet, however it is cut")
    void pieces() {
        byte[] b = of(CONNECT + "474554");
        for (int cut = 1; cut < 24; cut++) {
            ConverterSession s = new ConverterSession(new ConverterRules(ACCESS, null), CLIENT);
            assertThat(s.receive(b, 0, cut, 0)).isEqualTo(new Verdict.NeedMore(cut >= 4));
            assertThat(s.received()).isEqualTo(cut);
            assertThat(s.receive(b, cut, b.length - cut, 0)).isEqualTo(new Verdict.Connect(SERVER, 443, false));
            assertThat(s.requestLength()).isEqualTo(24);
        }
        ConverterSession s = new ConverterSession(new ConverterRules(ACCESS, null), CLIENT);
        for (int i = 0; i < 23; i++) {
            assertThat(s.receive(b, i, 1, 0)).isInstanceOf(Verdict.NeedMore.class);
        }
        assertThat(s.receive(b, 23, 1, 0)).isInstanceOf(Verdict.Connect.class);
    }

    @Test
    @DisplayName("CONV-DD-22 a request that ends too early is echoed as far as it came, padded")
    void truncated() {
        assertThat(receive("01062263 0a0501bb 0000")).isInstanceOf(Verdict.NeedMore.class);
        assertRefused(session.truncated(), "01052263 1e040100 01062263 0a0501bb 00000000");
    }

    @ParameterizedTest
    @CsvSource({"474554202f, NotConvert", "01002263, Reset", "01022264 01010000, NotConvert"})
    @DisplayName("CONV-6-1 CONV-6.1-3 CONV-6.1-4 other octets are ignored, Total Length 0 is reset")
    void notConvert(String octets, String verdict) {
        assertThat(receive(octets).getClass().getSimpleName()).isEqualTo(verdict);
    }

    @Test
    @DisplayName("CONV-6.2.8-3 another version is answered with ours")
    void version() {
        assertRefused(receive("02022263 01010000"), "01022263 1e010001");
    }

    @ParameterizedTest
    @CsvSource({"00", "14", "15", "1e", "63", "c8"})
    @DisplayName("CONV-6.2.2-1 CONV-6.2.8-4 CONV-DD-15 reserved, unknown and converter's own TLVs: Unsupported Message with the echo")
    void unsupportedMessage(String type) {
        String message = "01032263 01010000" + type + "010000";
        assertRefused(receive(message + "ffff"), "01052263 1e040200" + message);
    }

    @Test
    @DisplayName("CONV-6.2.1-3 CONV-6.2.8-4 a duplicate TLV: Malformed Message with the echo, without user data")
    void duplicate() {
        assertRefused(receive("01032263 01010000 01010000 aabb"), "01052263 1e040100 01032263 01010000 01010000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"01bb 00000000 00000000 0000ffff e0000001", "01bb 00000000 00000000 0000ffff 7f000001",
        "01bb 00000000 00000000 00000000 00000001", "01bb 00000000 00000000 00000000 00000000",
        "01bb 00000000 00000000 0000ffff ffffffff", "01bb ff020000 00000000 00000000 00000001",
        "01bb fe800000 00000000 00000000 00000001", "0000 00000000 00000000 0000ffff c6336409"})
    @DisplayName("CONV-6.2.5-2 CONV-DD-16 CONV-6.2.8-4 invalid addresses and port 0: Malformed Message with the echo")
    void invalidAddress(String peer) {
        String message = "01062263 0a05" + peer;
        assertRefused(receive(message), "01082263 1e070100" + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01bb 00000000 00000000 0000ffff c0000201", "1404 00000000 00000000 0000ffff 0a01000a"})
    @DisplayName("CONV-6.2.8-7 CONV-DD-16 denied destinations and our own convert port: Not Authorized")
    void denied(String peer) {
        assertRefused(receive("01062263 0a05" + peer), NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {CONNECT, "01022263 01010000", "02022263", "01022263 63010000"})
    @DisplayName("CONV-6.2.8-7 CONV-9.2-1 whatever a client asks that may not: Not Authorized")
    void unknownClient(String message) {
        session = new ConverterSession(new ConverterRules(ACCESS, cookies), IpAddress.parse("10.2.0.1"));
        assertRefused(receive(message), NOT_AUTHORIZED);
    }

    @Test
    @DisplayName("CONV-6-1 a cookie alone asks for nothing: malformed")
    void cookieOnly() {
        assertRefused(receive("01022263 16010000"), "01042263 1e030100 01022263 16010000");
    }

    @Test
    @DisplayName("CONV-6.2.7-3 CONV-6.2.8-5 a missing cookie is answered with the cookie")
    void missingCookie() {
        requireCookie();
        assertRefused(receive(CONNECT), hex(ConvertMessage.encode(ErrorTlv.missingCookie(cookies.cookieFor(CLIENT, 0)))));
    }

    @Test
    @DisplayName("CONV-6.2.7-1 CONV-6.2.7-4 a valid cookie lets the request through, in any order of the TLVs")
    void validCookie() {
        CookieTlv cookie = new CookieTlv(cookies.cookieFor(CLIENT, 0));
        requireCookie();
        assertThat(receive(ConvertMessage.encode(cookie, ConnectTlv.base(SERVER, 443)))).isInstanceOf(Verdict.Connect.class);
        requireCookie();
        assertThat(receive(ConvertMessage.encode(ConnectTlv.base(SERVER, 443), cookie))).isInstanceOf(Verdict.Connect.class);
    }

    @Test
    @DisplayName("CONV-6.2.7-2 CONV-DD-10 a wrong cookie is refused before anything else is looked at")
    void wrongCookie() {
        byte[] wrong = cookies.cookieFor(IpAddress.parse("10.1.0.2"), 0);
        requireCookie();
        assertRefused(receive(ConvertMessage.encode(new CookieTlv(wrong), ConnectTlv.base(SERVER, 443))), NOT_AUTHORIZED);
        requireCookie();
        assertRefused(receive(ConvertMessage.encode(new CookieTlv(Arrays.copyOf(wrong, 15)),
            ConnectTlv.base(IpAddress.parse("127.0.0.1"), 443))), NOT_AUTHORIZED);
        requireCookie();
        assertRefused(receive("01032263 16010000 63010000"), NOT_AUTHORIZED);
    }

    @Test
    @DisplayName("CONV-6.2.7-1 where no cookie is asked for, one is not looked at")
    void cookieNotAsked() {
        assertThat(receive("01082263 16020000 01020304 0a0501bb 00000000 00000000 0000ffff c6336409"))
            .isInstanceOf(Verdict.Connect.class);
    }
}
