package io.tributary.random;

/** Both streams from one seed, for simulations and tests: everything it yields can be predicted. */
public final class SeededRandomSource implements RandomSource {
    private final SeededRandomStream secret;
    private final SeededRandomStream open;

    public SeededRandomSource(long seed) {
        SeededRandomStream root = new SeededRandomStream(seed);
        secret = root.fork(1);
        open = root.fork(2);
    }

    @Override
    public RandomStream secret() {
        return secret;
    }

    @Override
    public RandomStream open() {
        return open;
    }
}
