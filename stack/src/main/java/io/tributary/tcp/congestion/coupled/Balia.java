package io.tributary.tcp.congestion.coupled;

/** Balanced linked adaptation: between {@link Lia} and {@link Olia} in what it leaves to others and in how fast it reacts. */
public final class Balia extends CoupledAlgorithm {
    static final String NAME = "balia";

    public Balia() {
        super(NAME, BaliaWindow::new);
    }
}
