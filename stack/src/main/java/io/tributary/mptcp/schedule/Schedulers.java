package io.tributary.mptcp.schedule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;

/** The schedulers there are: ours, and whatever else is on the class path as a service. */
public final class Schedulers {
    /** What connections get unless something else is asked for. */
    public static final Supplier<Scheduler> STANDARD = MinRtt::new;

    private static final Map<String, Supplier<Scheduler>> OURS = ours();

    private Schedulers() {
    }

    private static Map<String, Supplier<Scheduler>> ours() {
        Map<String, Supplier<Scheduler>> m = new LinkedHashMap<>();
        m.put("min-rtt", STANDARD);
        m.put("round-robin", RoundRobin::new);
        m.put("weighted", Weighted::new);
        m.put("redundant", Redundant::new);
        m.put("blest", Blest::new);
        m.put("ecf", Ecf::new);
        return m;
    }

    /** Names of ours. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(OURS.keySet());
    }

    /**
     * Looks on the class path for what is not ours: for start-up and for commands, not for every connection.
     *
     * @return makes one for each connection
     */
    public static Optional<Supplier<Scheduler>> named(String name) {
        Supplier<Scheduler> own = OURS.get(name);
        if (own != null) {
            return Optional.of(own);
        }
        for (ServiceLoader.Provider<Scheduler> p : ServiceLoader.load(Scheduler.class).stream().toList()) {
            if (p.get().name().equals(name)) {
                return Optional.of(p);
            }
        }
        return Optional.empty();
    }
}
