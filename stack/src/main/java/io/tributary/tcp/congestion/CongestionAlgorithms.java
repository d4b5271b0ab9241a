package io.tributary.tcp.congestion;

import java.util.Optional;
import java.util.ServiceLoader;

/** The algorithms there are: ours, and whatever else is on the class path as a service. */
public final class CongestionAlgorithms {
    public static final CongestionAlgorithm NEWRENO = new CongestionAlgorithm() {
        @Override
        public String name() {
            return "newreno";
        }

        @Override
        public CongestionControl controller(CongestionSettings settings, int mss) {
            return new NewReno(settings, mss);
        }
    };

    private CongestionAlgorithms() {
    }

    /** Looks on the class path: for start-up, not for every connection. */
    public static Optional<CongestionAlgorithm> named(String name) {
        if (NEWRENO.name().equals(name)) {
            return Optional.of(NEWRENO);
        }
        return ServiceLoader.load(CongestionAlgorithm.class).stream().map(ServiceLoader.Provider::get)
            .filter(a -> a.name().equals(name)).findFirst();
    }
}
