package io.tributary.convert.main.control;

import java.util.List;
import java.util.Map;

/** What can be asked of a running instance. Called on the thread that owns the stack. */
public interface Instance {
    List<SessionInfo> connections();

    /** Label to value, in a fixed order. */
    Map<String, Long> counters();

    /** Endpoints, limits, and what happens to paths. */
    PathControl paths();
}
