package io.tributary.convert.main.control;

import java.util.List;
import java.util.Map;

/** What can be asked of a running instance. Called on the thread that owns the stack. */
public interface Instance {
    List<SessionInfo> connections();

    /**
     * Another scheduler for both legs of a connection, as far as they are MPTCP.
     *
     * @return a line for people: which leg has it
     * @throws Refusal if there is no such connection, no such scheduler, or no leg to have it
     */
    String scheduler(long id, String name);

    /** Ends both legs of a connection in order. @throws Refusal if there is no such connection */
    void closeConnection(long id);

    /** Resets both legs of a connection. @throws Refusal if there is no such connection */
    void abortConnection(long id);

    /** Label to value, in a fixed order. */
    Map<String, Long> counters();

    /** Endpoints, limits, and what happens to paths. */
    PathControl paths();
}
