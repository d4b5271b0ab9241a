package io.tributary.tcp.congestion.coupled;

/** Weighted Vegas: sizes windows by the delay in queues, of which all subflows together keep as much as one connection. */
public final class WVegas extends CoupledAlgorithm {
    static final String NAME = "wvegas";

    public WVegas() {
        super(NAME, WVegasWindow::new);
    }
}
