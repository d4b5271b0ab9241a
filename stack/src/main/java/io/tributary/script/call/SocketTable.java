package io.tributary.script.call;

import io.tributary.script.syntax.ScriptException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Descriptors are names that the script gives. */
public final class SocketTable {
    private final Map<Long, ScriptSocket> sockets = new LinkedHashMap<>();
    private ScriptSocket current;
    private long next = 3;

    /** Gives a socket the descriptor that the script wants, or the next one. */
    long add(ScriptSocket s, Arguments a) throws ScriptException {
        long fd = a.wanted() >= 0 ? a.wanted() : next;
        if (sockets.containsKey(fd)) {
            throw a.failed("descriptor " + fd + " is in use");
        }
        sockets.put(fd, s);
        next = Math.max(next, fd + 1);
        return fd;
    }

    ScriptSocket get(Arguments a) throws ScriptException {
        return get(a.atLeast(1).number(0), a);
    }

    ScriptSocket get(long fd, Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(fd);
        if (s == null) {
            throw a.failed("descriptor " + fd + " is not open");
        }
        return s;
    }

    void remove(long fd) {
        sockets.remove(fd);
    }

    /** The socket whose connection the script looks at; null before there is one. */
    public ScriptSocket current() {
        return current;
    }

    void makeCurrent(ScriptSocket s) {
        current = s;
    }
}
