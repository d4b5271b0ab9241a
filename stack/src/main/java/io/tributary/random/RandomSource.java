package io.tributary.random;

import java.util.random.RandomGenerator;

/**
 * All randomness of a stack, in two streams: what an observer sees on the wire and what nobody may guess never come from
 * the same one. Always handed in, so that a simulation can repeat a run.
 */
public interface RandomSource {
    /** For keys, nonces, secrets of generators: must be unpredictable in production. */
    RandomStream secret();

    /** For MPTCP keys, each of which becomes public in a handshake; a replay repeats recorded ones. */
    default RandomStream keys() {
        return secret();
    }

    /** For the nonces of joins, likewise. */
    default RandomStream nonces() {
        return secret();
    }

    /** For ports, jitter, choices: may be observed. */
    RandomStream open();

    /** @param secret in production a cryptographic generator, which the caller makes */
    static RandomSource of(RandomGenerator secret, RandomGenerator open) {
        RandomStream s = secret::nextLong;
        RandomStream o = open::nextLong;
        return new RandomSource() {
            @Override
            public RandomStream secret() {
                return s;
            }

            @Override
            public RandomStream open() {
                return o;
            }
        };
    }
}
