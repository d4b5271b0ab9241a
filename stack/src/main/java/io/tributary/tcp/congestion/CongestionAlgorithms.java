package io.tributary.tcp.congestion;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BiFunction;

/** The algorithms there are: ours, and whatever else is on the class path as a service. */
public final class CongestionAlgorithms {
    public static final CongestionAlgorithm NEWRENO = new Single("newreno", NewReno::new);
    public static final CongestionAlgorithm CUBIC = new Single("cubic", Cubic::new);

    private static final List<CongestionAlgorithm> OURS = List.of(NEWRENO, CUBIC);

    private record Single(String name, BiFunction<CongestionSettings, Integer, CongestionControl> maker) implements CongestionAlgorithm {
        @Override
        public CongestionControl controller(CongestionSettings settings, int mss) {
            return maker.apply(settings, mss);
        }
    }

    private CongestionAlgorithms() {
    }

    /** Looks on the class path for what is not ours: for start-up, not for every connection. */
    public static Optional<CongestionAlgorithm> named(String name) {
        for (CongestionAlgorithm a : OURS) {
            if (a.name().equals(name)) {
                return Optional.of(a);
            }
        }
        return ServiceLoader.load(CongestionAlgorithm.class).stream().map(ServiceLoader.Provider::get)
            .filter(a -> a.name().equals(name)).findFirst();
    }
}
