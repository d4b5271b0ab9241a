package io.tributary.tcp.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counters;
import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.NewReno;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LossRecoveryTest {
    private static final int MSS = 1000;

    private final SentSegments sent = new SentSegments();
    private final NewReno congestion = new NewReno(CongestionSettings.DEFAULT.withInitialWindow(20), MSS);
    private final LossRecovery loss = new LossRecovery(sent, congestion, new Counters());

    @BeforeEach
    void twentySegments() {
        for (int i = 0; i < 20; i++) {
            sent.append(1 + i * MSS, 1 + (i + 1) * MSS, i);
        }
    }

    private void retransmit(int i) {
        assertThat(sent.is(i, SentSegments.LOST)).isTrue();
        sent.markRetransmitted(i, 100);
        loss.onRepair();
    }

    private void acknowledge(long ack) {
        long acked = ack - sent.start(0);
        long inFlight = loss.pipe();
        sent.acknowledge(ack);
        AckSample s = new AckSample();
        s.una = ack;
        s.ackedBytes = acked;
        s.inFlight = inFlight;
        s.limited = true;
        s.srttNs = 1;
        s.nowNs = 200;
        loss.onAcknowledged(s, true, MSS);
    }

    @Test
    @DisplayName("R5681-4.3-1 R6675-5.1-1 a timeout in recovery halves what recovery had left, not what it began with")
    void timeoutInRecovery() {
        sent.sack(1 + MSS, 1 + 10 * MSS);
        loss.onSacked(false, 20_001, MSS, 20_000, 100);
        assertThat(congestion.ssthresh()).isEqualTo(10_000);
        retransmit(0);
        sent.sack(1 + 10 * MSS, 1 + 18 * MSS);
        loss.onTimeout(20_001, 20_000, true, 300);
        assertThat(congestion.cwnd()).isEqualTo(MSS);
        assertThat(congestion.ssthresh()).isEqualTo(2 * MSS);
    }

    @Test
    @DisplayName("R5681-3.1-7 a second timeout of the same segment keeps ssthresh, one after progress halves again")
    void repeatedTimeout() {
        loss.onTimeout(20_001, 20_000, true, 300);
        assertThat(congestion.ssthresh()).isEqualTo(10_000);
        retransmit(0);
        loss.onTimeout(20_001, 20_000, false, 600);
        assertThat(congestion.ssthresh()).isEqualTo(10_000);
        retransmit(0);
        acknowledge(1 + MSS);
        retransmit(0);
        retransmit(1);
        loss.onTimeout(20_001, 19_000, true, 900);
        assertThat(congestion.ssthresh()).isEqualTo(2 * MSS);
    }

    @Test
    @DisplayName("R6675-5-1 the free retransmission of a recovery does not outlive it")
    void freeRepair() {
        sent.sack(1 + MSS, 1 + 10 * MSS);
        loss.onSacked(false, 20_001, MSS, 20_000, 100);
        assertThat(loss.isFirstRepairDue()).isTrue();
        acknowledge(20_001);
        assertThat(loss.isFirstRepairDue()).isFalse();
    }
}
