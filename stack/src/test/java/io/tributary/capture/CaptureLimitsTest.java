package io.tributary.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each limit below, at and above its value. */
class CaptureLimitsTest {
    private final Conversation t = new Conversation();

    private static CaptureLimits limits(int flows, int subflows, long buffered, int ranges, int mappings, int events) {
        return new CaptureLimits(flows, subflows, buffered, ranges, mappings, events);
    }

    @Test
    @DisplayName("flows beyond the limit are counted, not followed")
    void flows() {
        for (int port = 1; port <= 5; port++) {
            t.path("192.0.2.1", port, "198.51.100.1", 443, 1, 1).handshake();
        }
        assertThat(t.decode(limits(5, 1, 0, 1, 1, 9)).ignored()).isZero();
        CaptureReport r = t.decode(limits(4, 1, 0, 1, 1, 9));
        assertThat(r.tcp()).hasSize(4);
        assertThat(r.ignored()).isEqualTo(3);
    }

    @Test
    @DisplayName("MPTCP-5-1 subflows beyond the limit are counted, not followed")
    void subflows() {
        t.path().capable();
        for (int port = 1; port <= 3; port++) {
            t.path("192.0.2.9", port, "198.51.100.1", 443, 1, 1).join(Conversation.SERVER_TOKEN, Conversation.CLIENT_KEY, Conversation.SERVER_KEY, port);
        }
        assertThat(t.decode(limits(9, 4, 9999, 1, 1, 99)).connections().get(0).subflows()).hasSize(4);
        CaptureReport r = t.decode(limits(9, 3, 9999, 1, 1, 99));
        assertThat(r.connections().get(0).subflows()).hasSize(3);
        assertThat(r.ignored()).isPositive();
    }

    @Test
    @DisplayName("bytes behind a gap are held up to the limit and counted beyond it")
    void buffered() {
        t.path().handshake().client(TcpFlags.ACK, 1001, 1, "x".repeat(500), o -> { }).client(TcpFlags.ACK, 2001, 1, "y".repeat(500), o -> { })
            .client(TcpFlags.ACK, 1, 1, "z".repeat(1000), o -> { });
        assertThat(t.decode(limits(1, 1, 1288, 9, 9, 0)).bytesRefused()).isZero();
        CaptureReport r = t.decode(limits(1, 1, 1255, 9, 9, 0));
        assertThat(r.bytesRefused()).isEqualTo(500);
        assertThat(r.tcp().get(0).clientStream().bytes()).isEqualTo(1500);
        assertThat(r.tcp().get(0).clientStream().missing()).isEqualTo(1000);
    }

    @Test
    @DisplayName("events beyond the limit are counted")
    void events() {
        t.path().handshake().client(TcpFlags.FIN | TcpFlags.ACK, 1, 1, "", o -> { });
        assertThat(t.decode(limits(1, 1, 9999, 1, 1, 3)).tcp().get(0).eventsOmitted()).isZero();
        ConnectionReport c = t.decode(limits(1, 1, 9999, 1, 1, 2)).tcp().get(0);
        assertThat(c.events()).hasSize(2);
        assertThat(c.eventsOmitted()).isEqualTo(1);
    }

    @Test
    @DisplayName("holes beyond the limit make the segments behind them uncounted")
    void ranges() {
        Conversation.Path p = t.path().handshake();
        for (int i = 0; i < 5; i++) {
            p.client(TcpFlags.ACK, 1 + 10L * i, 1, "a", o -> { });
        }
        assertThat(t.decode(limits(1, 1, 9999, 5, 1, 9)).tcp().get(0).subflows().get(0).bytesClient()).isEqualTo(5);
        assertThat(t.decode(limits(1, 1, 9999, 4, 1, 9)).tcp().get(0).subflows().get(0).bytesClient()).isEqualTo(4);
    }

    @Test
    @DisplayName("mappings beyond the limit push out the oldest: its text stays unmapped")
    void mappings() {
        Conversation.Path p = t.path().capable();
        for (int i = 2; i >= 0; i--) {
            p.client(TcpFlags.ACK, 1 + 4L * i, 1, "ab", Conversation.map(Conversation.CLIENT_IDSN + 1 + 4L * i, 1 + 4 * i, 4));
        }
        assertThat(t.decode(limits(1, 1, 9999, 9, 3, 9)).connections().get(0).subflows().get(0).unmappedClient()).isZero();
        p.client(TcpFlags.ACK, 7, 1, "cd", o -> { }).client(TcpFlags.ACK, 3, 1, "cd", o -> { });
        assertThat(t.decode(limits(1, 1, 9999, 9, 3, 9)).connections().get(0).clientStream().bytes()).isEqualTo(10);
        assertThat(t.decode(limits(1, 1, 9999, 9, 2, 9)).connections().get(0).subflows().get(0).unmappedClient()).isPositive();
    }

    @Test
    @DisplayName("data farther ahead than any window is counted as such")
    void farAhead() {
        t.path().capable().clientData(1, "near", 0, 1).clientData(5, "far", 1L << 40, 5);
        ConnectionReport c = t.connection();
        assertThat(c.clientStream().bytes()).isEqualTo(4);
        assertThat(c.clientStream().outside()).isEqualTo(3);
        assertThat(c.clientStream().missing()).isZero();
    }

    @Test
    @DisplayName("limits that make no sense are refused")
    void nonsense() {
        assertThatThrownBy(() -> limits(0, 1, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
