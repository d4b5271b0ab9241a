package io.tributary.mptcp.path;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** The path managers there are: ours, and whatever else is on the class path as a service. */
public final class PathManagers {
    /** Acts on the stack's endpoints, as the kernel's own manager does. */
    public static final String STANDARD = "endpoints";

    private PathManagers() {
    }

    /** @return makes one for each shard */
    public static Optional<Supplier<PathManager>> named(String name) {
        if (STANDARD.equals(name)) {
            return Optional.of(EndpointManager::new);
        }
        for (ServiceLoader.Provider<PathManager> p : ServiceLoader.load(PathManager.class).stream().toList()) {
            if (p.get().name().equals(name)) {
                return Optional.of(p);
            }
        }
        return Optional.empty();
    }
}
