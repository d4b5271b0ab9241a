package io.tributary.script.call;

import io.tributary.script.syntax.Action.CallAction;
import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.Value;
import java.util.List;
import java.util.Set;

/** The arguments of one call, read as what they have to be. */
public final class Arguments {
    private final CallAction call;
    private final Position position;

    public Arguments(CallAction call, Position position) {
        this.call = call;
        this.position = position;
    }

    public String name() {
        return call.name();
    }

    public Position position() {
        return position;
    }

    int count() {
        return call.arguments().size();
    }

    /** @throws ScriptException unless there are at least so many */
    Arguments atLeast(int n) throws ScriptException {
        if (count() < n) {
            throw failed("needs " + n + " arguments");
        }
        return this;
    }

    Value value(int i) {
        return call.arguments().get(i);
    }

    boolean isDots(int i) {
        return i >= count() || value(i) instanceof Value.Dots;
    }

    long number(int i) throws ScriptException {
        return number(value(i));
    }

    long number(Value v) throws ScriptException {
        if (v instanceof Value.Number n) {
            return n.value();
        }
        if (v instanceof Value.Items l && l.items().size() == 1) {
            return number(l.items().get(0));
        }
        if (v instanceof Value.Symbols s && s.names().size() == 1) {
            Long known = Constants.value(s.names().get(0));
            if (known != null) {
                return known;
            }
        }
        throw failed("cannot use " + v + " as a number");
    }

    /** A length that a script may ask for. */
    int length(int i) throws ScriptException {
        long n = number(i);
        if (n < 0 || n > 64 << 20) {
            throw failed("a length of " + n);
        }
        return (int) n;
    }

    /** The names of a set of flags; empty for 0 or three dots. */
    Set<String> flags(int i) throws ScriptException {
        if (isDots(i)) {
            return Set.of();
        }
        if (value(i) instanceof Value.Symbols s) {
            return Set.copyOf(new java.util.HashSet<>(s.names()));
        }
        if (number(i) == 0) {
            return Set.of();
        }
        throw failed("flags as a number");
    }

    String symbol(int i) throws ScriptException {
        if (value(i) instanceof Value.Symbols s) {
            return String.join("|", s.names());
        }
        return Long.toString(number(i));
    }

    /** The elements of an array. */
    List<Value> items(int i) throws ScriptException {
        if (value(i) instanceof Value.Items l) {
            return l.items();
        }
        throw failed("argument " + (i + 1) + " is no array");
    }

    /** The number the script says the call returns; -1 if it does not say. */
    long wanted() {
        return call.result() instanceof Value.Number n ? n.value() : -1;
    }

    ScriptException failed(String message) {
        return ScriptException.failed(position, call.name() + ": " + message);
    }

    ScriptException unsupported(String construct) {
        return ScriptException.unsupported(position, construct);
    }
}
