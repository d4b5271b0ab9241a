package io.tributary.tcp.congestion.coupled;

/** Linked increases: a connection takes as much as one TCP connection would on the best of its paths. */
public final class Lia extends CoupledAlgorithm {
    static final String NAME = "lia";

    public Lia() {
        super(NAME, LiaWindow::new);
    }
}
