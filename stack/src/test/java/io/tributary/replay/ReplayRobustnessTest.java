package io.tributary.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tributary.capture.Captures;
import io.tributary.capture.LinkLayer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("replay of broken and unusual captures")
class ReplayRobustnessTest {
    private static final List<String> SMALL = List.of("mpc_v4_small", "tfo_cookie", "fallback_tcp_server", "mptfo_cookie", "join_bad_token",
        "fastclose_linger", "rst_join_refused");

    @Test
    @DisplayName("random changes of bytes, order and number of packets never throw, and the counts add up")
    void fuzz() {
        Random random = new Random(20260911);
        for (int round = 0; round < 250; round++) {
            Frames f = new Frames(SMALL.get(random.nextInt(SMALL.size())));
            for (int i = random.nextInt(12); i >= 0 && f.packets.size() > 2; i--) {
                mutate(f, 1 + random.nextInt(f.packets.size()), random);
            }
            for (Side side : Side.values()) {
                check(Replay.of(f.recording(), side));
            }
        }
    }

    private static void mutate(Frames f, int number, Random random) {
        int tcp = f.tcp(number);
        switch (random.nextInt(6)) {
            case 0 -> f.remove(number);
            case 1 -> f.repeat(number, random.nextInt(50_000_000));
            case 2 -> f.copy(1 + random.nextInt(f.packets.size()), number);
            case 3 -> f.add(number, tcp + (random.nextBoolean() ? 4 : 8), random.nextInt());
            default -> f.xor(number, tcp + 12 + random.nextInt(Math.min(40, f.frame(number).length - tcp - 12)), 1 << random.nextInt(8));
        }
    }

    private static void check(List<ReplayReport> reports) {
        for (ReplayReport r : reports) {
            assertThat(r.equal() + r.equivalent()).isLessThanOrEqualTo(r.packets());
            assertThat(r.equal()).isNotNegative();
            assertThat(r.equivalent()).isNotNegative();
        }
        assertThat(ReplayReport.toJson(reports)).startsWith("{\"side\":");
        assertThatCode(() -> ReplayReport.toText(reports)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("packets cut short by the capture are replayed with zeros for what is missing")
    void cut() {
        Recording r = new Recording();
        for (Captures.Packet p : Captures.packets("tcp_nosack_loss")) {
            byte[] head = Arrays.copyOf(p.frame(), Math.min(96, p.frame().length));
            r.onPacket(p.timeNs(), LinkLayer.ETHERNET, new UnsafeBuffer(head), 0, head.length, p.frame().length);
        }
        ReplayReport report = Replay.of(r, Side.CLIENT).get(0);
        assertThat(report.different()).isEmpty();
        assertThat(report.packets()).isEqualTo(69);
    }

    @Test
    @DisplayName("a capture that ends early is replayed as far as it goes")
    void early() {
        Frames f = new Frames("tcp_sack_loss");
        while (f.packets.size() > 40) {
            f.remove(f.packets.size());
        }
        assertThat(Replay.of(f.recording(), null).get(0).different()).isEmpty();
    }

    @Test
    @DisplayName("without its handshake a connection is not replayed, the others are")
    void noHandshake() {
        Frames f = new Frames("tfo_cookie").remove(2).remove(1);
        List<ReplayReport> reports = Replay.of(f.recording(), Side.SERVER);
        assertThat(reports).hasSize(2);
        assertThat(reports.get(0).failure()).contains("the handshake is not in the capture");
        assertThat(reports.get(0).isEquivalent()).isFalse();
        assertThat(reports.get(1).failure()).isNull();
        assertThat(reports.get(1).different()).isEmpty();
        assertThat(ReplayReport.toText(reports)).contains("not replayed: the handshake is not in the capture", "5 packets recorded");
        assertThat(ReplayReport.toJson(reports)).contains("\"failure\":\"the handshake").contains("\"failure\":null");
    }

    @Test
    @DisplayName("only a join in the capture: said so")
    void onlyJoin() {
        Frames f = new Frames("join_bad_token");
        f.packets.removeIf(p -> p != f.packets.get(16) && p != f.packets.get(17));
        assertThat(Replay.of(f.recording(), Side.SERVER)).extracting(ReplayReport::failure)
            .containsExactly("the first handshake (MP_CAPABLE) is not in the capture, only a join");
    }

    @Test
    @DisplayName("memory is bounded: what does not fit is counted")
    void tooLarge() {
        Recording r = new Recording(10_000);
        for (Captures.Packet p : Captures.packets("tcp_nosack_loss")) {
            r.onPacket(p.timeNs(), LinkLayer.ETHERNET, new UnsafeBuffer(p.frame()), 0, p.frame().length, p.frame().length);
        }
        assertThat(r.omitted()).isBetween(100L, 125L);
        assertThat(Replay.of(r, null)).hasSize(1);
    }

    @Test
    @DisplayName("the side next to which a capture was taken is told by its round trips")
    void capturePoint() {
        assertThat(CapturePoint.of(new Frames("tcp_sack_loss").conversation(Side.SERVER))).isEqualTo(Side.CLIENT);
        assertThat(CapturePoint.of(new Frames("mpfail_single").conversation(Side.CLIENT))).isEqualTo(Side.SERVER);
        assertThat(Replay.of(new Frames("mpfail_single").recording(), null).get(0).side()).isEqualTo(Side.SERVER);
    }

    @Test
    @DisplayName("the text shows both packets of a difference side by side")
    void text() {
        String text = ReplayReport.toText(Replay.of(new Frames("mpfail_single").recording(), Side.SERVER));
        assertThat(text).contains("replayed as the server, captured there", "packet 17, data-ack: recorded 8400, ours 7000", " | ours: ACK seq 1 ack 9825");
    }
}
