package io.tributary.script.call;

import io.tributary.script.host.World;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.Value;
import java.util.List;

/** {@code poll([{fd=4, events=POLLIN, revents=POLLIN}], 1, ms)}: the entries' revents are compared too. */
final class PollCall {
    private static final long IN = 1;
    private static final long OUT = 4;
    private static final long ERR = 8;
    private static final long HUP = 16;
    private static final long RDHUP = 0x2000;

    private final SocketTable sockets;
    private final World world;

    PollCall(SocketTable sockets, World world) {
        this.sockets = sockets;
        this.world = world;
    }

    Attempt poll(Arguments a) throws ScriptException {
        List<Value> entries = a.atLeast(3).items(0);
        long timeoutMs = a.number(2);
        long until = timeoutMs < 0 ? Long.MAX_VALUE : world.nowNs() + timeoutMs * 1_000_000;
        return () -> {
            int ready = 0;
            for (Value v : entries) {
                ready += revents(v, a) != 0 ? 1 : 0;
            }
            if (ready == 0 && world.nowNs() < until) {
                return null;
            }
            for (Value v : entries) {
                check(v, a);
            }
            return Outcome.of(ready);
        };
    }

    private void check(Value entry, Arguments a) throws ScriptException {
        Value wanted = ((Value.Fields) entry).fields().get("revents");
        long got = revents(entry, a);
        if (wanted != null && !(wanted instanceof Value.Dots) && mask(wanted, a) != got) {
            throw a.failed("revents are 0x" + Long.toHexString(got) + " and not " + wanted);
        }
    }

    private long revents(Value entry, Arguments a) throws ScriptException {
        if (!(entry instanceof Value.Fields f) || f.fields().get("fd") == null || f.fields().get("events") == null) {
            throw a.failed("an entry needs fd and events");
        }
        ScriptSocket s = sockets.get(a.number(f.fields().get("fd")), a);
        return state(s) & (mask(f.fields().get("events"), a) | ERR | HUP);
    }

    private static long state(ScriptSocket s) {
        if (s.isListener()) {
            return s.accepted.isEmpty() ? 0 : IN | 0x40;
        }
        if (s.connection == null) {
            return OUT | 0x100 | HUP;
        }
        long bits = s.isReadable() ? IN | 0x40 : 0;
        bits |= s.hasError() ? ERR : 0;
        bits |= s.isOver() ? HUP | RDHUP | OUT | 0x100 : 0;
        bits |= s.in.endSeen() ? RDHUP : 0;
        return bits | (s.established && s.out.free() > 0 ? OUT | 0x100 : 0);
    }

    private static long mask(Value v, Arguments a) throws ScriptException {
        if (!(v instanceof Value.Symbols s)) {
            return a.number(v);
        }
        long bits = 0;
        for (String name : s.names()) {
            Long known = Constants.value(name);
            if (known == null) {
                throw a.unsupported("event " + name);
            }
            bits |= known;
        }
        return bits;
    }
}
