package io.tributary.convert.main.loop;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each kind of unexpected exception once, with its trace: the same bug in every packet must not fill a disk. */
public final class ErrorLog {
    private static final Logger LOG = LoggerFactory.getLogger("tributary");
    private static final int KINDS = 100;

    private final Map<String, Integer> seen = new HashMap<>();

    void record(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        String kind = e.getClass().getName() + (trace.length > 0 ? " at " + trace[0] : "");
        if (seen.size() < KINDS || seen.containsKey(kind)) {
            if (seen.merge(kind, 1, Integer::sum) == 1) {
                LOG.error("a bug: the packet was dropped; further ones of this kind are only counted (TribInternalErrors)", e);
            }
        }
    }
}
