package io.tributary.capture;

import static io.tributary.capture.Conversation.CLIENT_KEY;
import static io.tributary.capture.Conversation.CLIENT_TOKEN;
import static io.tributary.capture.Conversation.SERVER_KEY;
import static io.tributary.capture.Conversation.SERVER_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.OptionPlan;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Handshakes that the captures of the kernel peer do not have. */
class CaptureHandshakeTest {
    private final Conversation t = new Conversation();
    private final Conversation.Path p = t.path();

    @Test
    @DisplayName("MPTCP-3.1-27 MPTCP-3.1-28 tokens and IDSNs of the test vectors")
    void vectors() {
        p.capable();
        ConnectionReport c = t.connection();
        assertThat(c.tokenClient()).isEqualTo("8a851ff8");
        assertThat(c.idsnClient()).isEqualTo("e3db22c6785a0d45");
        assertThat(c.tokenServer()).isEqualTo("aae81c91");
        assertThat(c.idsnServer()).isEqualTo("1242218ce5ae59cf");
        assertThat(c.fallback()).isNull();
        assertThat(c.state()).isEqualTo("ESTABLISHED");
        assertThat(c.checks().keys()).isEqualTo(new Verification(1, 0));
    }

    @Test
    @DisplayName("DD-M3 a join that the connection's server opens: its key first, its address on the server's side")
    void serverJoins() {
        p.capable().clientData(1, "hello", 0, 1).serverDataAck(1, 6, 5);
        t.path("198.51.100.2", 443, "192.0.2.1", 50_000, 7, 9).join(CLIENT_TOKEN, SERVER_KEY, CLIENT_KEY, 2)
            .client(TcpFlags.ACK, 1, 1, "world", Conversation.map(Conversation.SERVER_IDSN + 1, 1, 5));
        ConnectionReport c = t.connection();
        SubflowReport s = c.subflows().get(1);
        assertThat(s.openedByServer()).isTrue();
        assertThat(s.hmacValid()).isTrue();
        assertThat(s.server()).hasToString("198.51.100.2:443");
        assertThat(s.bytesServer()).isEqualTo(5);
        assertThat(c.checks().hmacs()).isEqualTo(new Verification(2, 0));
        assertThat(c.serverStream().bytes()).isEqualTo(5);
        assertThat(c.clientStream().bytes()).isEqualTo(5);
    }

    @Test
    @DisplayName("MPTCP-3.2-10 a join with the keys in the wrong order has a wrong HMAC in both directions")
    void wrongKeyOrder() {
        p.capable();
        t.secondPath().join(SERVER_TOKEN, SERVER_KEY, CLIENT_KEY, 2);
        ConnectionReport c = t.connection();
        assertThat(c.subflows().get(1).hmacValid()).isFalse();
        assertThat(c.checks().hmacs()).isEqualTo(new Verification(0, 2));
        assertThat(c.events()).extracting(CaptureEvent::type).contains(EventType.HMAC_FAILURE);
    }

    @Test
    @DisplayName("MPTCP-3.8-1 a join for an unknown token is not valid if it was refused, and unknown if it was taken")
    void unknownToken() {
        t.path().client(TcpFlags.SYN, 0, 0, "", o -> MpJoinOption.encodeSyn(o, false, 1, 0x1234, 5))
            .server(TcpFlags.RST | TcpFlags.ACK, 0, 1, "", o -> { });
        t.secondPath().join(0x5678, CLIENT_KEY, SERVER_KEY, 1).clientData(1, "from the middle", 5_000, 1);
        CaptureReport r = t.decode();
        assertThat(r.connections()).hasSize(2);
        ConnectionReport refused = r.connections().get(0);
        assertThat(refused.tokenServer()).isEqualTo("00001234");
        assertThat(refused.subflows().get(0).hmacValid()).isFalse();
        ConnectionReport taken = r.connections().get(1);
        assertThat(taken.tokenServer()).isEqualTo("00005678");
        assertThat(taken.subflows().get(0).hmacValid()).isNull();
        assertThat(taken.clientStream().bytes()).isEqualTo(15);
        assertThat(taken.clientStream().complete()).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.2-18 a repeated third packet of a join is verified once")
    void repeatedThirdPacket() {
        p.capable();
        t.secondPath().join(SERVER_TOKEN, CLIENT_KEY, SERVER_KEY, 2)
            .client(TcpFlags.ACK, 1, 1, "", o -> MpJoinOption.encodeAck(o, new UnsafeBuffer(new byte[20]), 0));
        assertThat(t.connection().checks().hmacs()).isEqualTo(new Verification(2, 0));
    }

    @Test
    @DisplayName("MPTCP-3.1-36 MPTCP-3.1-17 a third packet that echoes another key ends MPTCP")
    void keyMismatch() {
        p.capableSyn("").capableSynAck(1).client(TcpFlags.ACK, 1, 1, "", o -> MpCapableOption.encodeAck(o, 1, CLIENT_KEY, SERVER_KEY + 1))
            .client(TcpFlags.ACK, 1, 1, "tcp", o -> { });
        ConnectionReport c = t.connection();
        assertThat(c.fallback()).isEqualTo("the third packet echoes another key");
        assertThat(c.checks().keys()).isEqualTo(new Verification(0, 1));
        assertThat(c.clientStream().bytes()).isEqualTo(3);
    }

    @Test
    @DisplayName("MPTCP-3.1-37 a SYN/ACK with the B flag cannot be used")
    void extensibility() {
        p.capableSyn("").server(TcpFlags.SYN | TcpFlags.ACK, 0, 1, "", o -> MpCapableOption.encodeSynAck(o, 0x41, SERVER_KEY))
            .client(TcpFlags.ACK, 1, 1, "tcp", o -> { });
        ConnectionReport c = t.connection();
        assertThat(c.fallback()).isEqualTo("SYN/ACK with an MP_CAPABLE that cannot be used");
        assertThat(c.clientStream().bytes()).isEqualTo(3);
    }

    @Test
    @DisplayName("MPTCP-3.1-32 a third packet without MP_CAPABLE ends MPTCP")
    void thirdPacketWithout() {
        p.capableSyn("").capableSynAck(1).client(TcpFlags.ACK, 1, 1, "", o -> { }).client(TcpFlags.ACK, 1, 1, "tcp", o -> { });
        ConnectionReport c = t.connection();
        assertThat(c.fallback()).isEqualTo("third packet without MP_CAPABLE");
        assertThat(c.clientStream().bytes()).isEqualTo(3);
        assertThat(c.checksum()).isFalse();
    }

    @Test
    @DisplayName("DD-M11 a SYN with MP_CAPABLE and MP_JOIN counts as one with neither")
    void bothOnSyn() {
        p.client(TcpFlags.SYN, 0, 0, "", o -> {
            MpCapableOption.encodeSyn(o, 1);
            MpJoinOption.encodeSyn(o, false, 1, SERVER_TOKEN, 1);
        });
        CaptureReport r = t.decode();
        assertThat(r.connections()).isEmpty();
        assertThat(r.tcp()).hasSize(1);
    }

    @Test
    @DisplayName("a SYN with another number on the same 4-tuple is another connection, the same number is not")
    void reusedTuple() {
        p.handshake().client(TcpFlags.ACK, 1, 1, "one", o -> { }).client(TcpFlags.SYN, 0, 0, "", o -> { });
        t.path("192.0.2.1", 40_000, "198.51.100.1", 443, 77_000, 5).handshake().client(TcpFlags.ACK, 1, 1, "three", o -> { });
        CaptureReport r = t.decode();
        assertThat(r.tcp()).extracting(c -> c.clientStream().bytes()).containsExactly(3L, 5L);
    }

    @Test
    @DisplayName("a capture that starts in the middle of a TCP connection shows what follows")
    void lateTcp() {
        p.server(TcpFlags.ACK, 5_000, 100, "abc", o -> { }).client(TcpFlags.ACK, 100, 5_003, "de", o -> { });
        ConnectionReport c = t.decode().tcp().get(0);
        assertThat(c.client()).hasToString("192.0.2.1:40000");
        assertThat(c.serverStream().bytes()).isEqualTo(3);
        assertThat(c.clientStream().bytes()).isEqualTo(2);
        assertThat(c.clientStream().complete()).isFalse();
    }

    @Test
    @DisplayName("a capture that starts in the middle of an MPTCP connection finds the numbering from the first mapping")
    void lateMptcp() {
        p.clientData(701, "abc", 9_000, 701).clientData(704, "defg", 9_003, 704).serverDataAck(50, 708, 9_007);
        ConnectionReport c = t.connection();
        assertThat(c.tokenClient()).isNull();
        assertThat(c.clientStream().bytes()).isEqualTo(7);
        assertThat(c.clientStream().missing()).isZero();
        assertThat(c.subflows().get(0).unmappedClient()).isZero();
    }

    @Test
    @DisplayName("a capture that starts inside a mapping of several segments waits for one that tells the numbering")
    void lateInsideMapping() {
        Consumer<OptionPlan> begun = Conversation.map(Conversation.CLIENT_IDSN + 9_001, 701, 9);
        p.client(TcpFlags.ACK, 704, 1, "def", begun).client(TcpFlags.ACK, 707, 1, "ghi", begun).clientData(710, "jkl", 9_009, 710)
            .client(TcpFlags.ACK, 713, 1, "mn", Conversation.map(Conversation.CLIENT_IDSN + 9_013, 713, 4));
        ConnectionReport c = t.connection();
        assertThat(c.clientStream().bytes()).isEqualTo(5);
        assertThat(c.clientStream().missing()).isZero();
        assertThat(c.subflows().get(0).bytesClient()).isEqualTo(11);
    }
}
