package io.tributary.tcp.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.NewReno;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LossRecoveryTest {
    private static final int MSS = 1000;
    private static final long RTT = 100;

    private final SentSegments sent = new SentSegments();
    private final NewReno congestion = new NewReno(CongestionSettings.DEFAULT.withInitialWindow(20), MSS);
    private final RttEstimator rtt = new RttEstimator(1_000_000_000, 200_000_000, 120_000_000_000L);
    private final Counters counters = new Counters();
    private final LossRecovery loss = new LossRecovery(sent, rtt, congestion, RecoverySettings.DEFAULT, counters);
    private long una = 1;
    private long nowNs = RTT;

    @BeforeEach
    void twentySegments() {
        loss.useSack(true);
        rtt.onSample(RTT, 1);
        rtt.onShortest(RTT, 0);
        for (int i = 0; i < 20; i++) {
            sent.append(1 + i * MSS, 1 + (i + 1) * MSS, MSS, i);
        }
    }

    private void retransmit(int i) {
        assertThat(sent.is(i, SentSegments.LOST)).isTrue();
        loss.onRepair(sent.end(i) - sent.start(i), nowNs);
        sent.markRetransmitted(i, nowNs);
    }

    /** An ACK with at most one SACK block. */
    private void acknowledge(long ack, long from, long to) {
        AckSample s = new AckSample();
        s.una = ack;
        s.nxt = sent.end();
        s.ackedBytes = ack - una;
        s.inFlight = loss.pipe();
        s.limited = true;
        s.quantum = MSS;
        s.srttNs = RTT;
        s.nowNs = nowNs;
        AckNews n = loss.news().begin(una, ack, sent.end(), MSS, false, Long.MAX_VALUE, nowNs);
        sent.sack(from, to, n);
        sent.acknowledge(ack, n);
        una = ack;
        loss.onAck(n, s);
    }

    @Test
    @DisplayName("R5681-4.3-1 R6675-5.1-1 a timeout in recovery halves what recovery had left, not what it began with")
    void timeoutInRecovery() {
        nowNs = RTT + 12;
        acknowledge(1, 1 + MSS, 1 + 10 * MSS);
        assertThat(loss.phase()).isEqualTo(LossRecovery.Phase.RECOVERY);
        assertThat(congestion.ssthresh()).isEqualTo(10_000);
        retransmit(0);
        acknowledge(1, 1 + 10 * MSS, 1 + 18 * MSS);
        loss.onTimeout(20_001, 20_000, true, nowNs + 300);
        assertThat(congestion.cwnd()).isEqualTo(MSS);
        assertThat(congestion.ssthresh()).isEqualTo(2 * MSS);
        assertThat(counters.get(Counter.TCP_SACK_RECOVERY_FAIL)).isEqualTo(1);
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
        nowNs = 700;
        acknowledge(1 + MSS, 0, 0);
        retransmit(0);
        retransmit(1);
        loss.onTimeout(20_001, 19_000, true, 900);
        assertThat(congestion.ssthresh()).isEqualTo(2 * MSS);
    }

    @Test
    @DisplayName("R6675-5-1 after a timeout the free retransmission does not outlive the episode")
    void freeRepair() {
        loss.onTimeout(20_001, 20_000, true, 300);
        assertThat(loss.isFirstRepairDue()).isTrue();
        nowNs = 400;
        acknowledge(20_001, 0, 0);
        assertThat(loss.isFirstRepairDue()).isFalse();
        assertThat(loss.phase()).isEqualTo(LossRecovery.Phase.OPEN);
    }
}
