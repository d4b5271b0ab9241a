package io.tributary.capture;

import static io.tributary.capture.Conversation.CLIENT_IDSN;
import static io.tributary.capture.Conversation.CLIENT_KEY;
import static io.tributary.capture.Conversation.SERVER_KEY;
import static io.tributary.capture.Conversation.SERVER_TOKEN;
import static io.tributary.capture.Conversation.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.mptcp.mapping.DssChecksum;
import io.tributary.wire.Checksum;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpFailOption;
import io.tributary.wire.option.MpTcprstOption;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Mappings that arrive late, again, longer or wrong. */
class CaptureMappingTest {
    private final Conversation t = new Conversation();
    private final Conversation.Path p = t.path();

    private void clientSent(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        StreamReport s = t.connection().clientStream();
        assertThat(s.sha256()).isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(s.bytes()).isEqualTo(bytes.length);
    }

    private static int checksum(long dsn, int ssn, int length, String text) {
        UnsafeBuffer b = new UnsafeBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
        return DssChecksum.of(dsn, ssn, length, Checksum.sum(b, 0, b.capacity()));
    }

    private List<EventType> events() {
        return t.connection().events().stream().map(CaptureEvent::type).toList();
    }

    @Test
    @DisplayName("MPTCP-3.3.1-18 a mapping may come on a later segment than the first it covers")
    void lateMapping() throws Exception {
        p.capable().client(TcpFlags.ACK, 1, 1, "abc", o -> { }).client(TcpFlags.ACK, 4, 1, "def", map(CLIENT_IDSN + 1, 1, 6));
        clientSent("abcdef");
        assertThat(t.connection().subflows().get(0).unmappedClient()).isZero();
    }

    @Test
    @DisplayName("MPTCP-3.3.1-9 text that never gets a mapping is counted, not delivered")
    void noMapping() throws Exception {
        p.capable().clientData(1, "abc", 0, 1).client(TcpFlags.ACK, 4, 1, "lost", o -> { });
        clientSent("abc");
        assertThat(t.connection().subflows().get(0).unmappedClient()).isEqualTo(4);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-12 DSN of 32 bits")
    void shortDsn() throws Exception {
        p.capable().client(TcpFlags.ACK, 1, 1, "abc",
            o -> DssOption.encode(o, DssOption.MAPPING, 0, CLIENT_IDSN + 1, 1, 3, DssOption.NO_CHECKSUM));
        clientSent("abc");
        assertThat(t.connection().checks().idsns()).isEqualTo(new Verification(1, 0));
    }

    @Test
    @DisplayName("MPTCP-3.1-28 a stream that does not start at IDSN + 1 is noticed")
    void wrongIdsn() {
        p.capable().client(TcpFlags.ACK, 1, 1, "abc", map(CLIENT_IDSN + 2, 1, 3));
        assertThat(t.connection().checks().idsns()).isEqualTo(new Verification(0, 1));
        assertThat(events()).contains(EventType.IDSN_MISMATCH);
        assertThat(t.connection().clientStream().missing()).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-3 MPTCP-3.3.6-2 data that comes again on another subflow counts once, the first copy")
    void reinjection() throws Exception {
        p.capable().clientData(1, "abc", 0, 1).clientData(7, "ghi", 6, 7);
        t.secondPath().join(SERVER_TOKEN, CLIENT_KEY, SERVER_KEY, 1).clientData(1, "123def456", 0, 1);
        clientSent("abcdefghi");
    }

    @Test
    @DisplayName("MPTCP-3.3.1-19 the same range again with a DATA_FIN is the same mapping, its checksum the newer one")
    void longerWithDataFin() throws Exception {
        t.flags = MpCapableOption.HMAC_SHA256 | MpCapableOption.CHECKSUM_REQUIRED;
        int without = checksum(CLIENT_IDSN + 1, 1, 6, "abcdef");
        int with = checksum(CLIENT_IDSN + 1, 1, 7, "abcdef");
        p.capable().client(TcpFlags.ACK, 1, 1, "abc", map(CLIENT_IDSN + 1, 1, 6, 0, without))
            .client(TcpFlags.ACK, 4, 1, "def", map(CLIENT_IDSN + 1, 1, 7, DssOption.DATA_FIN, with))
            .client(TcpFlags.ACK, 4, 1, "def", map(CLIENT_IDSN + 1, 1, 7, DssOption.DATA_FIN, with));
        clientSent("abcdef");
        assertThat(t.connection().clientStream().complete()).isTrue();
        assertThat(t.connection().checks().checksums()).isEqualTo(new Verification(1, 0));
    }

    @Test
    @DisplayName("MPTCP-3.3.1-19 MPTCP-3.3.1-2 a mapping that moves a known range is ignored and told")
    void contradiction() throws Exception {
        p.capable().client(TcpFlags.ACK, 1, 1, "abc", map(CLIENT_IDSN + 1, 1, 6))
            .client(TcpFlags.ACK, 4, 1, "def", map(CLIENT_IDSN + 11, 4, 3));
        clientSent("abcdef");
        assertThat(events()).contains(EventType.MAPPING_CONFLICT);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-16 mappings that overlap without contradiction are one stretch")
    void overlap() throws Exception {
        p.capable().client(TcpFlags.ACK, 4, 1, "def", map(CLIENT_IDSN + 4, 4, 6)).client(TcpFlags.ACK, 1, 1, "abc", map(CLIENT_IDSN + 1, 1, 8))
            .client(TcpFlags.ACK, 7, 1, "ghi", map(CLIENT_IDSN + 6, 6, 2));
        clientSent("abcdefghi");
    }

    @Test
    @DisplayName("MPTCP-3.3.3-4 a DATA_FIN that overtakes data is remembered and the stream complete once the data is there")
    void dataFinOvertakes() throws Exception {
        p.capable().client(TcpFlags.ACK, 1, 1, "", map(CLIENT_IDSN + 4, 0, 1, DssOption.DATA_FIN, DssOption.NO_CHECKSUM));
        assertThat(t.connection().clientStream().complete()).isFalse();
        p.clientData(1, "abc", 0, 1).serverDataAck(1, 4, 4);
        clientSent("abc");
        assertThat(t.connection().clientStream().complete()).isTrue();
        assertThat(events()).contains(EventType.DATA_FIN, EventType.DATA_FIN_ACKED);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-6 MPTCP-3.7-6 MPTCP-3.7-7 data of a mapping whose checksum fails is not delivered but taken from elsewhere")
    void checksumFailsOnOneOfTwo() throws Exception {
        t.flags = MpCapableOption.HMAC_SHA256 | MpCapableOption.CHECKSUM_REQUIRED;
        int right = checksum(CLIENT_IDSN + 1, 1, 6, "abcdef");
        p.capable();
        Conversation.Path second = t.secondPath().join(SERVER_TOKEN, CLIENT_KEY, SERVER_KEY, 1);
        second.client(TcpFlags.ACK, 1, 1, "abc", map(CLIENT_IDSN + 1, 1, 6, 0, right))
            .client(TcpFlags.ACK, 4, 1, "dXf", map(CLIENT_IDSN + 1, 1, 6, 0, right))
            .server(TcpFlags.RST, 1, 0, "", o -> {
                MpFailOption.encode(o, CLIENT_IDSN + 1);
                MpTcprstOption.encode(o, false, MpTcprstOption.MIDDLEBOX_INTERFERENCE);
            });
        assertThat(t.connection().clientStream().bytes()).isZero();
        p.client(TcpFlags.ACK, 1, 1, "abcdef", map(CLIENT_IDSN + 1, 1, 6, 0, right));
        clientSent("abcdef");
        assertThat(t.connection().checks().checksums()).isEqualTo(new Verification(1, 1));
        assertThat(t.connection().fallback()).isNull();
        assertThat(events()).contains(EventType.CHECKSUM_FAILURE, EventType.MP_FAIL);
    }

    @Test
    @DisplayName("MPTCP-3.3-3 MPTCP-3.3-4 a checksum nobody agreed on, or one that is missing, is told")
    void checksumUse() {
        p.capable().client(TcpFlags.ACK, 1, 1, "abc", map(CLIENT_IDSN + 1, 1, 3, 0, 0));
        assertThat(events()).contains(EventType.CHECKSUM_UNEXPECTED);
    }
}
