package io.tributary.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpCapableOption;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Data on the SYN and where the data sequence space starts behind it. */
class CaptureSynDataTest {
    private final Conversation t = new Conversation();
    private final Conversation.Path p = t.path();

    private static void is(StreamReport s, String text, int synData) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(s.sha256()).isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(s.bytes()).isEqualTo(bytes.length);
        assertThat(s.synData()).isEqualTo(synData);
        assertThat(s.missing()).isZero();
    }

    @Test
    @DisplayName("MPTCP-B-2 MPTCP-B-3 data on the SYN is outside the data sequence space, SSN 1 is the byte behind it")
    void taken() throws Exception {
        p.capableSyn("request").capableSynAck(8).capableAck(8, "").clientData(8, "more", 0, 1).serverDataAck(1, 12, 4);
        is(t.connection().clientStream(), "requestmore", 7);
        assertThat(t.connection().subflows().get(0).bytesClient()).isEqualTo(11);
    }

    @Test
    @DisplayName("MPTCP-B-4 data on the SYN that was not taken comes again with a mapping")
    void notTaken() throws Exception {
        p.capableSyn("request").capableSynAck(1).capableAck(1, "").clientData(1, "request", 0, 1).clientData(8, "more", 7, 8);
        is(t.connection().clientStream(), "requestmore", 0);
    }

    @Test
    @DisplayName("MPTCP-B-5 data on the SYN that was taken in part: the rest comes with a mapping of SSN 1")
    void partlyTaken() throws Exception {
        p.capableSyn("request").capableSynAck(4).capableAck(4, "").clientData(4, "uest", 0, 1);
        is(t.connection().clientStream(), "request", 3);
    }

    @Test
    @DisplayName("MPTCP-B-7 data on the SYN/ACK is outside the data sequence space too")
    void onSynAck() throws Exception {
        p.capableSyn("").server(TcpFlags.SYN | TcpFlags.ACK, 0, 1, "hi ",
            o -> MpCapableOption.encodeSynAck(o, 1, Conversation.SERVER_KEY));
        p.client(TcpFlags.ACK, 1, 4, "", o -> MpCapableOption.encodeAck(o, 1, Conversation.CLIENT_KEY, Conversation.SERVER_KEY));
        p.serverData(4, 1, "there", 0, 1);
        is(t.connection().serverStream(), "hi there", 3);
    }

    @Test
    @DisplayName("MPTCP-B-8 data on a third packet whose MP_CAPABLE maps nothing counts as data on the SYN")
    void onThirdPacket() throws Exception {
        p.capableSyn("request").capableSyn("").capableSynAck(1).capableAck(1, "request").capableAck(1, "request")
            .clientData(8, "more", 0, 1);
        is(t.connection().clientStream(), "requestmore", 7);
    }

    @Test
    @DisplayName("MPTCP-B-8 a third packet with the data again but without MP_CAPABLE is TCP")
    void thirdPacketWithoutOption() throws Exception {
        p.capableSyn("request").capableSynAck(1).client(TcpFlags.ACK, 1, 1, "request", o -> { });
        ConnectionReport c = t.connection();
        assertThat(c.fallback()).isEqualTo("third packet without MP_CAPABLE");
        is(c.clientStream(), "request", 0);
    }

    @Test
    @DisplayName("R7413-4.2-3 TCP: what was not taken of the SYN's data is sent again, and both count once")
    void tcp() throws Exception {
        p.client(TcpFlags.SYN, 0, 0, "request", o -> { }).server(TcpFlags.SYN | TcpFlags.ACK, 0, 4, "", o -> { })
            .client(TcpFlags.ACK, 4, 1, "uest", o -> { }).client(TcpFlags.ACK, 1, 1, "request more", o -> { });
        is(t.decode().tcp().get(0).clientStream(), "request more", 3);
    }
}
