package io.tributary.tcp.congestion;

import static io.tributary.tcp.congestion.Acks.MS;
import static io.tributary.tcp.congestion.Acks.MSS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyStartTest {
    private final HyStart hyStart = new HyStart();
    private final AckSample s = new AckSample();

    /** A round of {@code n} ACKs whose round-trip times start with {@code rttMs}. @return true if slow start ended */
    private boolean round(int n, double rttMs) {
        boolean ended = false;
        s.nxt = s.una + n;
        for (int i = 0; i < n; i++) {
            s.una++;
            s.nxt++;
            s.rttNs = (long) (rttMs * MS) + i * 1000L;
            ended |= hyStart.onAck(s);
        }
        return ended;
    }

    @ParameterizedTest
    @CsvSource({"10,13.9,false", "10,14.01,true", "80,89.9,false", "80,90.1,true", "200,215.9,false", "200,216.1,true"})
    @DisplayName("CUBIC HyStart++: an eighth of the round-trip time, 4 ms at least and 16 ms at most, is a rise")
    void threshold(double before, double after, boolean rises) {
        round(10, before);
        round(10, before);
        round(10, after);
        assertThat(hyStart.isConservative()).isEqualTo(rises);
    }

    @Test
    @DisplayName("CUBIC HyStart++: fewer than eight samples in a round say nothing")
    void samples() {
        round(10, 50);
        round(10, 50);
        round(7, 500);
        assertThat(hyStart.isConservative()).isFalse();
        s.rttNs = -1;
        HyStart blind = new HyStart();
        AckSample none = new AckSample();
        for (int i = 0; i < 1000; i++) {
            none.una = i;
            none.nxt = i + 20;
            assertThat(blind.onAck(none)).isFalse();
        }
        assertThat(blind.isConservative()).isFalse();
    }

    @Test
    @DisplayName("CUBIC HyStart++: five conservative rounds, the one it begins in counted, end slow start")
    void fiveRounds() {
        round(10, 50);
        round(10, 50);
        assertThat(round(10, 70)).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(round(10, 80)).isFalse();
            assertThat(hyStart.isConservative()).isTrue();
        }
        assertThat(round(10, 80)).isTrue();
    }

    @Test
    @DisplayName("CUBIC HyStart++: a delay that falls again was no queue: slow start goes on")
    void resumes() {
        round(10, 50);
        round(10, 50);
        round(10, 70);
        assertThat(hyStart.isConservative()).isTrue();
        round(10, 55);
        assertThat(hyStart.isConservative()).isFalse();
    }

    @Test
    @DisplayName("CUBIC HyStart++: conservative rounds grow by a quarter, and the end of them sets ssthresh to the window")
    void growth() {
        Cubic cubic = new Cubic(CongestionSettings.DEFAULT, MSS);
        Acks acks = new Acks(cubic);
        acks.rounds(3);
        assertThat(acks.segments()).isEqualTo(80);
        acks.rttNs = 150 * MS;
        acks.round();
        long before = acks.segments();
        acks.round();
        assertThat(acks.segments() - before).isBetween(before / 4 - 2, before / 4 + 2);
        acks.rounds(5);
        assertThat(cubic.ssthresh()).isLessThanOrEqualTo(cubic.cwnd());
        long end = acks.segments();
        acks.rounds(2);
        assertThat(acks.segments() - end).isLessThan(end / 10);
    }

    @Test
    @DisplayName("CUBIC HyStart++ may be switched off, and is over once ssthresh is known")
    void off() {
        Acks off = new Acks(new Cubic(CongestionSettings.DEFAULT.withHyStart(false), MSS)).rounds(3);
        off.rttNs = 150 * MS;
        assertThat(off.rounds(2).segments()).isEqualTo(320);

        Cubic later = new Cubic(CongestionSettings.DEFAULT, MSS);
        Acks acks = new Acks(later).rounds(3);
        later.onTimeout(80 * MSS, true, acks.nowNs);
        acks.round();
        acks.round();
        acks.rttNs = 150 * MS;
        acks.rounds(3);
        assertThat(acks.segments()).as("doubling all the way").isEqualTo(32);
    }
}
