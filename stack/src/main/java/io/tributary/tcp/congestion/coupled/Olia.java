package io.tributary.tcp.congestion.coupled;

/** Opportunistic linked increases: leaves congested paths further than {@link Lia} does, down to a probe. */
public final class Olia extends CoupledAlgorithm {
    static final String NAME = "olia";

    public Olia() {
        super(NAME, OliaWindow::new);
    }
}
