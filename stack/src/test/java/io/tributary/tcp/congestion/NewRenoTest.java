package io.tributary.tcp.congestion;

import static io.tributary.tcp.congestion.Acks.MS;
import static io.tributary.tcp.congestion.Acks.MSS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewRenoTest {
    private final NewReno reno = new NewReno(CongestionSettings.DEFAULT, MSS);
    private final Acks acks = new Acks(reno);

    @ParameterizedTest
    @CsvSource({"64,640", "536,5360", "1000,10000", "1460,14600", "1461,14600", "4000,14600", "7299,14600", "7301,14602", "8960,17920"})
    @DisplayName("R5681-3.1-1 R6928-2-1 the initial window is min(10 MSS, max(2 MSS, 14600))")
    void initialWindow(int mss, long expected) {
        assertThat(new NewReno(CongestionSettings.DEFAULT, mss).cwnd()).isEqualTo(expected);
    }

    @Test
    @DisplayName("R5681-3.1-1 a smaller initial window is a setting")
    void smallerInitialWindow() {
        assertThat(new NewReno(CongestionSettings.DEFAULT.withInitialWindow(3), MSS).cwnd()).isEqualTo(3 * MSS);
        assertThat(new NewReno(CongestionSettings.DEFAULT.withInitialWindow(4), 4000).cwnd()).isEqualTo(8000);
    }

    @Test
    @DisplayName("R5681-3.1-3 after a handshake that lost too much the window starts with one segment")
    void handshakeLoss() {
        reno.onHandshakeLoss();
        assertThat(reno.cwnd()).isEqualTo(MSS);
        reno.onMss(1400);
        assertThat(reno.cwnd()).isEqualTo(1400);
    }

    @Test
    @DisplayName("R5681-3.1-4 ssthresh starts above any window and comes down with congestion")
    void initialThreshold() {
        assertThat(reno.ssthresh()).isGreaterThan(65_535L << 14);
        reno.onCongestion(10 * MSS, acks.nowNs);
        assertThat(reno.ssthresh()).isEqualTo(5 * MSS);
    }

    @Test
    @DisplayName("R5681-3.1-5 R3465-2-1 in slow start an ACK counts for what it acknowledges, for two segments at most")
    void slowStartPerAck() {
        acks.ack(1);
        assertThat(reno.cwnd()).isEqualTo(10 * MSS + 1);
        acks.ack(MSS);
        assertThat(reno.cwnd()).isEqualTo(11 * MSS + 1);
        acks.ack(2 * MSS);
        assertThat(reno.cwnd()).isEqualTo(13 * MSS + 1);
        acks.ack(5 * MSS);
        assertThat(reno.cwnd()).as("a stretch ACK makes no burst").isEqualTo(15 * MSS + 1);
    }

    @Test
    @DisplayName("R3465-2-1 one ACK for a packet that left as one super-segment counts in full")
    void superSegment() {
        acks.quantum = 8 * MSS;
        acks.ack(8 * MSS);
        assertThat(reno.cwnd()).isEqualTo(18 * MSS);
        acks.ack(9 * MSS);
        assertThat(reno.cwnd()).isEqualTo(26 * MSS);
    }

    @Test
    @DisplayName("R3465-2-1 after a timeout an ACK counts for one segment until the episode is over")
    void slowStartAfterTimeout() {
        acks.quantum = 8 * MSS;
        reno.onTimeout(20 * MSS, true, acks.nowNs);
        acks.ack(4 * MSS);
        assertThat(reno.cwnd()).isEqualTo(2 * MSS);
        reno.onRecovered(0, acks.nowNs);
        acks.ack(4 * MSS);
        assertThat(reno.cwnd()).isEqualTo(6 * MSS);
    }

    @Test
    @DisplayName("R5681-3.1-6 in congestion avoidance a window of acknowledged bytes is worth one segment, whatever the ACKs are")
    void avoidance() {
        acks.avoidingWith(10, 0.5);
        for (int i = 0; i < 9; i++) {
            acks.ack(MSS);
        }
        assertThat(reno.cwnd()).isEqualTo(10 * MSS);
        acks.ack(MSS);
        assertThat(reno.cwnd()).isEqualTo(11 * MSS);
        for (int i = 0; i < 10_999; i++) {
            acks.ack(1);
        }
        assertThat(reno.cwnd()).as("split ACKs gain nothing").isEqualTo(11 * MSS);
        acks.ack(1);
        assertThat(reno.cwnd()).isEqualTo(12 * MSS);
        acks.ack(50 * MSS);
        assertThat(reno.cwnd()).as("nor does an ACK for more than a window").isEqualTo(13 * MSS);
    }

    @Test
    @DisplayName("R5681-3.1-6 what is left of an ACK when slow start ends counts in congestion avoidance")
    void borderOfSlowStart() {
        reno.onTimeout(8 * MSS, true, acks.nowNs);
        acks.ack(MSS);
        acks.ack(MSS);
        acks.ack(MSS / 2);
        reno.onRecovered(0, acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(3500);
        acks.ack(2 * MSS);
        assertThat(reno.cwnd()).isEqualTo(4 * MSS);
        acks.ack(2500);
        assertThat(reno.cwnd()).isEqualTo(5 * MSS);
    }

    @Test
    @DisplayName("R5681-3.1-7 the first timeout halves the flight, to two segments at least, and leaves one; a repeated one keeps ssthresh")
    void timeout() {
        reno.onTimeout(9 * MSS, true, acks.nowNs);
        assertThat(reno.ssthresh()).isEqualTo(4500);
        assertThat(reno.cwnd()).isEqualTo(MSS);
        reno.onTimeout(9 * MSS, false, acks.nowNs);
        assertThat(reno.ssthresh()).isEqualTo(4500);
        assertThat(reno.cwnd()).isEqualTo(MSS);
        reno.onTimeout(3 * MSS, true, acks.nowNs);
        assertThat(reno.ssthresh()).isEqualTo(2 * MSS);
    }

    @Test
    @DisplayName("R5681-3.2-3 what counts on loss is what was in flight, not what might have been")
    void flightSize() {
        acks.rounds(3);
        assertThat(acks.segments()).isGreaterThan(20);
        reno.onCongestion(6 * MSS, acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(3 * MSS);
    }

    @Test
    @DisplayName("R5681-3.1-5 a window that was not used does not grow")
    void unused() {
        acks.ack(MSS, false);
        assertThat(reno.cwnd()).isEqualTo(10 * MSS);
        acks.avoidingWith(10, 0.5);
        for (int i = 0; i < 100; i++) {
            acks.ack(MSS, false);
        }
        assertThat(reno.cwnd()).isEqualTo(10 * MSS);
    }

    @Test
    @DisplayName("R5681-4.1-1 after a pause of more than a timeout the window is the initial one, and slow start leads most of the way back")
    void idle() {
        acks.rounds(2);
        reno.onIdle(500 * MS, false, acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(40 * MSS);
        reno.onIdle(1500 * MS, true, acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(10 * MSS);
        assertThat(reno.ssthresh()).isGreaterThanOrEqualTo(30 * MSS);
    }

    @Test
    @DisplayName("R5681-4.1-1 a pause never makes the window larger")
    void idleWithSmallWindow() {
        reno.onTimeout(10 * MSS, true, acks.nowNs);
        reno.onIdle(1500 * MS, true, acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(MSS);
    }

    @Test
    @DisplayName("R5681-4.1-1 restarting may be switched off")
    void idleKept() {
        NewReno kept = new NewReno(CongestionSettings.DEFAULT.withSlowStartAfterIdle(false), MSS);
        new Acks(kept).rounds(2);
        kept.onIdle(1500 * MS, true, 0);
        assertThat(kept.cwnd()).isEqualTo(40 * MSS);
    }

    @Test
    @DisplayName("R6928-2-1 loss in the initial window makes the restart window that of RFC 3390; loss later, or of little data, does not")
    void restartAfterLossInInitialWindow() {
        reno.onCongestion(10 * MSS, acks.nowNs);
        reno.onRecovered(0, acks.nowNs);
        acks.rounds(10);
        reno.onIdle(1500 * MS, true, acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(4 * MSS);

        NewReno later = new NewReno(CongestionSettings.DEFAULT, MSS);
        Acks path = new Acks(later).rounds(2);
        later.onCongestion(40 * MSS, path.nowNs);
        later.onIdle(1500 * MS, true, path.nowNs);
        assertThat(later.cwnd()).isEqualTo(10 * MSS);

        NewReno little = new NewReno(CongestionSettings.DEFAULT, MSS);
        little.onCongestion(4 * MSS, 0);
        new Acks(little).rounds(20);
        little.onIdle(1500 * MS, true, 0);
        assertThat(little.cwnd()).isEqualTo(10 * MSS);
    }

    @Test
    @DisplayName("R5681-4.1-1 R6928-2-1 loss in a restart window counts like loss in the initial one")
    void lossInRestartWindow() {
        acks.rounds(2);
        reno.onIdle(1500 * MS, true, acks.nowNs);
        reno.onCongestion(10 * MSS, acks.nowNs);
        acks.rounds(10);
        reno.onIdle(1500 * MS, true, acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(4 * MSS);
    }

    @Test
    @DisplayName("undo: a spurious episode leaves window and threshold as they were, once, and never less than they are by now")
    void undo() {
        acks.round();
        reno.onCongestion(20 * MSS, acks.nowNs);
        reno.onSpuriousLoss(acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(20 * MSS);
        assertThat(reno.ssthresh()).isEqualTo(Long.MAX_VALUE);
        reno.onTimeout(20 * MSS, true, acks.nowNs);
        reno.onTimeout(20 * MSS, false, acks.nowNs);
        reno.onSpuriousLoss(acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(20 * MSS);
        acks.ack(2 * MSS);
        assertThat(reno.cwnd()).as("no trace of the timeout").isEqualTo(22 * MSS);
        reno.onCongestion(20 * MSS, acks.nowNs);
        reno.onSpuriousLoss(acks.nowNs);
        reno.onSpuriousLoss(acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(22 * MSS);
    }

    @Test
    @DisplayName("undo without an episode changes nothing")
    void undoOfNothing() {
        reno.onSpuriousLoss(acks.nowNs);
        assertThat(reno.cwnd()).isEqualTo(10 * MSS);
        assertThat(reno.ssthresh()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("R5681-3.1-1 the segment size that the handshake settles sizes the initial window; later it does not shrink what was earned")
    void segmentSize() {
        reno.onMss(1448);
        assertThat(reno.cwnd()).isEqualTo(14_480);
        acks.rounds(1);
        long earned = reno.cwnd();
        reno.onMss(500);
        assertThat(reno.cwnd()).isEqualTo(earned);
        reno.onTimeout(earned, true, 0);
        assertThat(reno.cwnd()).isEqualTo(500);
        reno.onMss(1200);
        assertThat(reno.cwnd()).as("one segment must fit").isEqualTo(1200);
    }
}
