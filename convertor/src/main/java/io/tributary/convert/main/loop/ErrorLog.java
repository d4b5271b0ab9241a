package io.tributary.convert.main.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.LoggerFactory;

/** Logs each kind of unexpected exception once, with its trace: the same bug in every packet must not fill a disk. */
public final class ErrorLog {
    private static final int KINDS = 100;

    private final Map<String, Integer> seen = new HashMap<>();
    private final BiConsumer<String, Throwable> out;

    public ErrorLog() {
        this(LoggerFactory.getLogger("tributary")::error);
    }

    /** @param out takes a line and the exception */
    ErrorLog(BiConsumer<String, Throwable> out) {
        this.out = out;
    }

    void record(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        String kind = e.getClass().getName() + (trace.length > 0 ? " at " + trace[0] : "");
        if (seen.size() < KINDS || seen.containsKey(kind)) {
            if (seen.merge(kind, 1, Integer::sum) == 1) {
                out.accept("a bug: the packet was dropped; further ones of this kind are only counted (TribInternalErrors)", e);
            }
        }
    }
}
