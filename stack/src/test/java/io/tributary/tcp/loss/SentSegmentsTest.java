package io.tributary.tcp.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentSegmentsTest {
    /** One byte of flags per byte in flight: what the ranges must agree with. */
    private static final class Model {
        private static final int SIZE = 1 << 16;
        private final byte[] flags = new byte[SIZE];
        private final long[] sentNs = new long[SIZE];
        private int una;
        private int nxt;

        boolean has(int position, int flag) {
            return (flags[position] & flag) != 0;
        }

        void sack(long from, long to) {
            for (long p = Math.max(from, una); p < Math.min(to, nxt); p++) {
                int f = flags[(int) p];
                if ((f & SentSegments.SACKED) == 0) {
                    flags[(int) p] = (byte) (f & ~(SentSegments.LOST | SentSegments.RETRANSMITTED) | SentSegments.SACKED);
                }
            }
        }

        long count(int set, int clear) {
            long n = 0;
            for (int p = una; p < nxt; p++) {
                n += (flags[p] & set) == set && (flags[p] & clear) == 0 ? 1 : 0;
            }
            return n;
        }
    }

    private static final int MSS = 30;

    private final SentSegments sent = new SentSegments();
    private final AckNews news = new AckNews();
    private final Model model = new Model();

    private void step(Random random, long nowNs) {
        switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> {
                int to = model.nxt + 1 + random.nextInt(50);
                if (to < Model.SIZE) {
                    sent.append(model.nxt, to, MSS, nowNs);
                    for (; model.nxt < to; model.nxt++) {
                        model.sentNs[model.nxt] = nowNs;
                    }
                }
            }
            case 15, 16, 17, 18, 19 -> {
                model.una = Math.min(model.nxt, model.una + random.nextInt(170));
                sent.acknowledge(model.una, news);
            }
            case 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 -> {
                long from = model.una - 20 + random.nextInt(model.nxt - model.una + 40);
                long to = from + random.nextInt(40);
                long before = model.count(SentSegments.SACKED, 0);
                model.sack(from, to);
                news.begin(model.una, model.una, model.nxt, MSS, false, Long.MAX_VALUE, nowNs);
                sent.sack(from, to, news);
                assertThat(news.deliveredBytes()).isEqualTo(model.count(SentSegments.SACKED, 0) - before);
            }
            case 30, 31, 32, 33, 34 -> lose(random);
            case 35 -> forget(random.nextBoolean());
            default -> retransmit(random, nowNs);
        }
    }

    private void forget(boolean sacks) {
        for (int p = model.una; p < model.nxt; p++) {
            if (sacks) {
                model.flags[p] &= ~SentSegments.SACKED;
            } else if (!model.has(p, SentSegments.SACKED)) {
                model.flags[p] &= ~SentSegments.LOST;
            }
        }
        if (sacks) {
            sent.forgetSacks();
            for (int i = 0; i < sent.size(); i++) {
                sent.markLost(i);
            }
            adoptJoinedRanges();
        } else {
            sent.forgetLosses();
        }
    }

    /** Ranges that were SACKed have become one: they have one history now. */
    private void adoptJoinedRanges() {
        for (int i = 0; i < sent.size(); i++) {
            boolean again = sent.is(i, SentSegments.EVER_RETRANSMITTED);
            for (int p = (int) sent.start(i); p < sent.end(i); p++) {
                model.sentNs[p] = sent.sentNs(i);
                model.flags[p] = (byte) (SentSegments.LOST | (again ? SentSegments.EVER_RETRANSMITTED : 0));
            }
        }
    }

    private void lose(Random random) {
        if (!sent.isEmpty()) {
            int i = random.nextInt(sent.size());
            for (long p = sent.start(i); p < sent.end(i); p++) {
                if (!model.has((int) p, SentSegments.SACKED)) {
                    model.flags[(int) p] = (byte) (model.flags[(int) p] & ~SentSegments.RETRANSMITTED | SentSegments.LOST);
                }
            }
            sent.markLost(i);
        }
    }

    private void retransmit(Random random, long nowNs) {
        for (int i = 0; i < sent.size(); i++) {
            if (sent.is(i, SentSegments.LOST) && !sent.is(i, SentSegments.RETRANSMITTED)) {
                long to = Math.min(sent.end(i), sent.start(i) + 1 + random.nextInt(40));
                sent.splitAt(to);
                for (long p = sent.start(i); p < to; p++) {
                    model.flags[(int) p] |= SentSegments.RETRANSMITTED | SentSegments.EVER_RETRANSMITTED;
                    model.sentNs[(int) p] = nowNs;
                }
                sent.markRetransmitted(i, nowNs);
                return;
            }
        }
    }

    private void compare() {
        long position = model.una;
        for (int i = 0; i < sent.size(); i++) {
            assertThat(sent.start(i)).isEqualTo(position);
            assertThat(sent.end(i)).isGreaterThan(position);
            int flags = 0;
            for (int flag = 1; flag <= 8; flag <<= 1) {
                flags |= sent.is(i, flag) ? flag : 0;
            }
            boolean agrees = true;
            for (; position < sent.end(i); position++) {
                boolean sacked = (flags & SentSegments.SACKED) != 0;
                agrees &= sacked ? model.has((int) position, SentSegments.SACKED)
                    : model.flags[(int) position] == flags && model.sentNs[(int) position] == sent.sentNs(i);
            }
            assertThat(agrees).as("range " + i + " of " + sent).isTrue();
        }
        assertThat(position).isEqualTo(model.nxt);
        compareSendingOrder();
        assertThat(sent.end()).isEqualTo(model.nxt);
        long sacked = model.count(SentSegments.SACKED, 0);
        long lost = model.count(SentSegments.LOST, SentSegments.SACKED | SentSegments.RETRANSMITTED);
        assertThat(sent.sackedBytes()).isEqualTo(sacked);
        assertThat(sent.lostBytes()).isEqualTo(lost);
        assertThat(sent.pipe()).isEqualTo(model.nxt - model.una - sacked - lost).isNotNegative();
    }

    /** What is in the network, no more and no less, oldest first; and the lowest range that waits for repair. */
    private void compareSendingOrder() {
        long bytes = 0;
        long before = Long.MIN_VALUE;
        for (int s = sent.oldest(); s != SentSegments.NONE; s = sent.sentAfter(s)) {
            assertThat(sent.slotSentNs(s)).isGreaterThanOrEqualTo(before);
            before = sent.slotSentNs(s);
            bytes += sent.slotEnd(s) - sent.slotStart(s);
        }
        assertThat(bytes).isEqualTo(sent.pipe());
        int first = 0;
        while (first < sent.size() && (!sent.is(first, SentSegments.LOST) || sent.is(first, SentSegments.RETRANSMITTED))) {
            first++;
        }
        assertThat(sent.firstUnrepaired()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("R6675-4-1 whatever is sent, acknowledged, lost and sent again, the ranges agree with a byte by byte account")
    void model(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            step(random, i);
            compare();
        }
    }

    @Test
    @DisplayName("R2018-8-1 a receiver that SACKs every other byte cannot make the number of ranges grow without limit")
    void hostileSacks() {
        for (int i = 0; i < 100; i++) {
            sent.append(i * 60_000L, (i + 1) * 60_000L, MSS, i);
        }
        for (long p = 1; p < 600_000; p += 2) {
            sent.sack(p, p + 1, news);
        }
        assertThat(sent.size()).isLessThanOrEqualTo(SentSegments.MOST_SPLIT + 2);
        long before = sent.sackedBytes();
        sent.sack(3_000_001, 3_300_000, news);
        assertThat(sent.sackedBytes()).isGreaterThan(before);
        assertThat(sent.pipe()).isEqualTo(6_000_000 - sent.sackedBytes());
    }
}
