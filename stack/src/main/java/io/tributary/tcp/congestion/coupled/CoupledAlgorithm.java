package io.tributary.tcp.congestion.coupled;

import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionControl;
import io.tributary.tcp.congestion.CongestionSettings;

/** An algorithm whose controllers take part in one sum when they are of one group. Found by its name, as a service. */
abstract class CoupledAlgorithm implements CongestionAlgorithm {
    private final String name;
    private final Maker maker;

    interface Maker {
        CongestionControl make(CongestionSettings settings, int mss, Siblings siblings);
    }

    private final class Group implements CongestionAlgorithm {
        private final Siblings siblings = new Siblings();

        @Override
        public String name() {
            return name;
        }

        @Override
        public CongestionControl controller(CongestionSettings settings, int mss) {
            return maker.make(settings, mss, siblings);
        }

        @Override
        public CongestionAlgorithm group() {
            return CoupledAlgorithm.this.group();
        }
    }

    CoupledAlgorithm(String name, Maker maker) {
        this.name = name;
        this.maker = maker;
    }

    @Override
    public final String name() {
        return name;
    }

    /** By itself: a group of one. */
    @Override
    public final CongestionControl controller(CongestionSettings settings, int mss) {
        return maker.make(settings, mss, new Siblings());
    }

    @Override
    public final CongestionAlgorithm group() {
        return new Group();
    }
}
