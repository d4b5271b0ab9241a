package io.tributary.sim.chaos;

import io.tributary.random.RandomStream;
import io.tributary.random.SeededRandomStream;

/** Choices from one random stream. */
final class Draw {
    private final RandomStream random;

    /** A stream of its own for each purpose: more choices for one leave the others as they were. */
    Draw(long seed, String purpose) {
        random = new SeededRandomStream(seed).fork(purpose.hashCode());
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both included. */
    int from(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    /** As often between 1 and 10 as between 10 and 100. */
    long logarithmic(long least, long most) {
        return Math.round(Math.exp(between(Math.log(least), Math.log(most))));
    }

    @SafeVarargs
    final <T> T of(T... all) {
        return all[random.nextInt(all.length)];
    }

    long nanos(double leastMs, double mostMs) {
        return (long) (between(leastMs, mostMs) * 1e6);
    }

    RandomStream stream() {
        return random;
    }
}
