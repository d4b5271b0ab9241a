package io.tributary.sim;

import io.tributary.random.RandomStream;
import java.util.Arrays;

/** Which packets a wire loses. A model may remember what it did; each direction of a link has its own. */
public interface LossModel {
    boolean loses(RandomStream random);

    /** The same model without memory of the past. */
    LossModel fresh();

    static LossModel none() {
        return random(0);
    }

    /** Each packet with the same probability, 0 to 1. */
    static LossModel random(double probability) {
        return new LossModel() {
            @Override
            public boolean loses(RandomStream random) {
                return probability > 0 && random.nextDouble() < probability;
            }

            @Override
            public LossModel fresh() {
                return this;
            }
        };
    }

    /**
     * Losses that come in runs: two states, one of which loses everything (Gilbert's model).
     *
     * @param rate      share of packets lost in the long run, 0 to below 1
     * @param meanBurst mean length of a run of losses, packets, at least 1
     */
    static LossModel bursty(double rate, double meanBurst) {
        return new Gilbert(rate / (meanBurst * (1 - rate)), 1 / meanBurst);
    }

    /** Exactly the packets with these numbers, the first is 1. */
    static LossModel numbers(long... packets) {
        return new Numbers(packets);
    }

    /** Two states, their transition probabilities per packet. */
    final class Gilbert implements LossModel {
        private final double toBad;
        private final double toGood;
        private boolean bad;

        private Gilbert(double toBad, double toGood) {
            this.toBad = toBad;
            this.toGood = toGood;
        }

        @Override
        public boolean loses(RandomStream random) {
            double d = random.nextDouble();
            bad = bad ? d >= toGood : d < toBad;
            return bad;
        }

        @Override
        public LossModel fresh() {
            return new Gilbert(toBad, toGood);
        }
    }

    /** A fixed list. */
    final class Numbers implements LossModel {
        private final long[] packets;
        private long count;

        private Numbers(long... packets) {
            this.packets = packets.clone();
            Arrays.sort(this.packets);
        }

        @Override
        public boolean loses(RandomStream random) {
            return Arrays.binarySearch(packets, ++count) >= 0;
        }

        @Override
        public LossModel fresh() {
            return new Numbers(packets);
        }
    }
}
