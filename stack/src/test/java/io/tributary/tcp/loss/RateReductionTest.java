package io.tributary.tcp.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The examples of RFC 6937 §3.1: a window of 20 segments, ssthresh 10, one ACK for each segment that arrives. */
class RateReductionTest {
    private static final int MSS = 1000;

    private final RateReduction reduction = new RateReduction();
    private final List<Integer> sent = new ArrayList<>();
    private final List<Integer> pipes = new ArrayList<>();
    private int pipe;

    /** One more segment has arrived; the first call is for the ACK that starts the recovery, which {@link #pipe} counts already. */
    private void ack(boolean slowStart) {
        pipe -= sent.isEmpty() ? 0 : 1;
        reduction.onAck(MSS, (long) pipe * MSS, slowStart, MSS);
        int n = (int) (reduction.allowance() / MSS);
        reduction.onSent((long) n * MSS);
        pipe += n;
        sent.add(n);
        pipes.add(pipe);
    }

    @Test
    @DisplayName("R6937-3-1 a single loss: every second ACK sends, and the flight comes down to ssthresh over one round trip")
    void singleLoss() {
        reduction.begin(20 * MSS, 10 * MSS);
        pipe = 18;
        for (int i = 3; i <= 19; i++) {
            ack(true);
        }
        assertThat(sent).containsExactly(1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0);
        // From the fourth ACK on the RFC's row of pipe; its row of transmissions draws the last ones later than that allows.
        assertThat(pipes.subList(1, 17)).containsExactly(18, 18, 17, 17, 16, 16, 15, 15, 14, 14, 13, 13, 12, 12, 11, 10);
    }

    @Test
    @DisplayName("R6937-3-1 R8985-9-1 fifteen losses: the slow start bound sends two for one, the conservative bound one for one")
    void burst() {
        reduction.begin(20 * MSS, 10 * MSS);
        pipe = 4;
        for (int i = 17; i <= 19; i++) {
            ack(true);
        }
        assertThat(sent).containsExactly(2, 2, 2);
        assertThat(pipes).containsExactly(6, 7, 8);
        sent.clear();
        reduction.begin(20 * MSS, 10 * MSS);
        pipe = 4;
        for (int i = 17; i <= 19; i++) {
            ack(false);
        }
        assertThat(sent).containsExactly(1, 1, 1);
    }
}
