package io.tributary.capture;

import static io.tributary.capture.Conversation.CLIENT_IDSN;
import static io.tributary.capture.Conversation.CLIENT_KEY;
import static io.tributary.capture.Conversation.SERVER_IDSN;
import static io.tributary.capture.Conversation.SERVER_KEY;
import static io.tributary.capture.Conversation.SERVER_TOKEN;
import static io.tributary.capture.Conversation.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.mptcp.open.Hmac;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpFailOption;
import io.tributary.wire.option.MpFastcloseOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The ways back to TCP in the middle of a connection, and signals that do not prove what they should. */
class CaptureFallbackTest {
    private final Conversation t = new Conversation();
    private final Conversation.Path p = t.path();

    @Test
    @DisplayName("MPTCP-3.7-4 the first data acknowledged without Data ACK: TCP")
    void noDataAck() {
        p.capable().clientData(1, "abc", 0, 1).server(TcpFlags.ACK, 1, 4, "", o -> { }).client(TcpFlags.ACK, 4, 1, "def", o -> { });
        ConnectionReport c = t.connection();
        assertThat(c.fallback()).isEqualTo("data acknowledged without Data ACK");
        assertThat(c.clientStream().bytes()).isEqualTo(6);
    }

    @Test
    @DisplayName("MPTCP-3.3.2-6 later ACKs need no Data ACK")
    void dataAckNotOnEach() {
        p.capable().clientData(1, "abc", 0, 1).serverDataAck(1, 4, 3).clientData(4, "def", 3, 4).server(TcpFlags.ACK, 1, 7, "", o -> { });
        assertThat(t.connection().fallback()).isNull();
    }

    @Test
    @DisplayName("MPTCP-3.7-17 data without a mapping, acknowledged without Data ACK: both have fallen back silently")
    void silent() {
        p.capable().clientData(1, "abc", 0, 1).serverDataAck(1, 4, 3).client(TcpFlags.ACK, 4, 1, "def", o -> { });
        assertThat(t.connection().clientStream().bytes()).isEqualTo(3);
        p.server(TcpFlags.ACK, 1, 7, "answer", o -> { }).client(TcpFlags.ACK, 7, 7, "ghi", o -> { });
        ConnectionReport c = t.connection();
        assertThat(c.fallback()).isEqualTo("data without a mapping, acknowledged without Data ACK");
        assertThat(c.clientStream().bytes()).isEqualTo(9);
        assertThat(c.serverStream().bytes()).isEqualTo(6);
    }

    @Test
    @DisplayName("MPTCP-3.7-8 MPTCP-3.7-9 after MP_FAIL on the only subflow the damaged data is delivered as it came, then TCP")
    void mpFail() {
        t.flags = MpCapableOption.HMAC_SHA256 | MpCapableOption.CHECKSUM_REQUIRED;
        p.capable().client(TcpFlags.ACK, 1, 1, "damaged", map(CLIENT_IDSN + 1, 1, 7, 0, 1));
        assertThat(t.connection().clientStream().bytes()).isZero();
        p.server(TcpFlags.ACK, 1, 8, "", o -> MpFailOption.encode(o, CLIENT_IDSN + 1))
            .client(TcpFlags.ACK, 8, 1, " and on", map(CLIENT_IDSN + 1, 1, 0, 0, 0))
            .client(TcpFlags.ACK | TcpFlags.FIN, 15, 1, " in TCP", o -> { });
        ConnectionReport c = t.connection();
        assertThat(c.fallback()).isEqualTo("MP_FAIL on the only subflow");
        assertThat(c.clientStream().bytes()).isEqualTo(21);
        assertThat(c.clientStream().complete()).isTrue();
        assertThat(c.events()).extracting(CaptureEvent::type)
            .containsSubsequence(EventType.CHECKSUM_FAILURE, EventType.MP_FAIL, EventType.FALLBACK, EventType.INFINITE_MAPPING);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-17 MPTCP-3.7-13 an infinite mapping places all that follows")
    void infinite() {
        p.capable().clientData(1, "abc", 0, 1).serverDataAck(1, 4, 3);
        t.secondPath().join(SERVER_TOKEN, CLIENT_KEY, SERVER_KEY, 1)
            .client(TcpFlags.ACK, 1, 1, "def", map(CLIENT_IDSN + 4, 1, 0)).client(TcpFlags.ACK, 4, 1, "ghi", o -> { });
        ConnectionReport c = t.connection();
        assertThat(c.fallback()).isEqualTo("infinite mapping");
        assertThat(c.clientStream().bytes()).isEqualTo(9);
    }

    @Test
    @DisplayName("MPTCP-3.4.1-6 MPTCP-3.4.1-7 ADD_ADDR with a right and with a wrong HMAC, with port and IPv6")
    void addAddr() {
        IpAddress a = IpAddress.parse("2001:db8::7");
        long right = new Hmac().address(SERVER_KEY, CLIENT_KEY, 3, a.hi(), a.lo(), 443);
        assertThat(right).isEqualTo(0xb754cf758f6fb07bL);
        p.capable().server(TcpFlags.ACK, 1, 1, "", o -> AddAddrOption.encode(o, 3, a.hi(), a.lo(), 443, right))
            .server(TcpFlags.ACK, 1, 1, "", o -> AddAddrOption.encode(o, 3, a.hi(), a.lo(), 443, right + 1))
            .client(TcpFlags.ACK, 1, 1, "", o -> AddAddrOption.encodeEcho(o, 3, a.hi(), a.lo(), 443));
        ConnectionReport c = t.connection();
        assertThat(c.checks().addresses()).isEqualTo(new Verification(1, 1));
        assertThat(c.events()).filteredOn(e -> e.type() == EventType.ADD_ADDR).extracting(CaptureEvent::detail).containsExactly(
            "address id 3, [2001:db8::7]:443, HMAC right", "address id 3, [2001:db8::7]:443, HMAC wrong", "echo, address id 3, [2001:db8::7]:443");
    }

    @Test
    @DisplayName("MPTCP-3.5-1 MP_FASTCLOSE with a wrong key does not close")
    void fastclose() {
        p.capable().client(TcpFlags.ACK, 1, 1, "", o -> MpFastcloseOption.encode(o, CLIENT_KEY));
        assertThat(t.connection().state()).isEqualTo("ESTABLISHED");
        p.client(TcpFlags.ACK, 1, 1, "", o -> MpFastcloseOption.encode(o, SERVER_KEY));
        assertThat(t.connection().state()).isEqualTo("FASTCLOSED");
        assertThat(t.connection().checks().keys()).isEqualTo(new Verification(2, 1));
    }

    @Test
    @DisplayName("MPTCP-3.3.3-9 closed when both DATA_FINs are acknowledged, closing before")
    void dataFins() {
        p.capable().client(TcpFlags.ACK, 1, 1, "", map(CLIENT_IDSN + 1, 0, 1, DssOption.DATA_FIN, DssOption.NO_CHECKSUM));
        assertThat(t.connection().state()).isEqualTo("CLOSING");
        p.server(TcpFlags.ACK, 1, 1, "", map(SERVER_IDSN + 1, 0, 1, DssOption.DATA_FIN, DssOption.NO_CHECKSUM))
            .serverDataAck(1, 1, 1);
        assertThat(t.connection().state()).isEqualTo("CLOSING");
        p.client(TcpFlags.ACK, 1, 1, "", Conversation.dataAck(SERVER_IDSN + 2));
        assertThat(t.connection().state()).isEqualTo("CLOSED");
    }
}
