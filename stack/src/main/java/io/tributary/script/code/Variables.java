package io.tributary.script.code;

import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;
import io.tributary.tcp.TcpInfo;
import java.util.HashMap;
import java.util.Map;

/** What names stand for: those that a script's code has set, constants, and the snapshot's fields. */
final class Variables {
    private final Map<String, Long> set = new HashMap<>();
    private TcpInfo info;

    /** @param snapshot of the connection that the script looks at; null if there is none */
    void look(TcpInfo snapshot) {
        info = snapshot;
    }

    void set(String name, long value) {
        set.put(name, value);
    }

    long value(String name, Position p) throws ScriptException {
        Long known = set.containsKey(name) ? set.get(name) : InfoNames.constant(name);
        if (known != null) {
            return known;
        }
        if (!InfoNames.isField(name)) {
            throw name.startsWith("tcpi_") ? ScriptException.unsupported(p, name)
                : ScriptException.failed(p, "nothing is called " + name);
        }
        if (info == null) {
            throw ScriptException.failed(p, "there is no connection to look at");
        }
        return InfoNames.value(name, info);
    }
}
