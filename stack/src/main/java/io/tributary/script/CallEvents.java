package io.tributary.script;

import io.tributary.script.call.Attempt;
import io.tributary.script.call.Calls;
import io.tributary.script.call.Outcome;
import io.tributary.script.host.World;
import io.tributary.script.syntax.Action.CallAction;
import io.tributary.script.syntax.Event;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Makes the calls of a script, also those that wait while other events go on, and checks what they return and when. */
final class CallEvents {
    private record Waiting(Event event, CallAction call, Attempt attempt, long endNs) {
    }

    private final World world;
    private final Calls calls;
    private final long toleranceNs;
    private final List<Waiting> waiting = new ArrayList<>();
    private Exception problem;

    CallEvents(World world, Calls calls, long toleranceNs) {
        this.world = world;
        this.calls = calls;
        this.toleranceNs = toleranceNs;
    }

    /** A call that returns at once. */
    void now(Event e, CallAction c) throws ScriptException, Mismatch {
        Outcome o = calls.prepare(c, e.position()).attempt();
        if (o == null) {
            throw new Mismatch(e.position(), c.name() + " blocks", "expected  " + e.text());
        }
        check(e, c, o);
        world.settle();
    }

    /** A call that waits until {@code endNs} after the script's start. */
    void blocking(Event e, CallAction c, long endNs) throws ScriptException, Mismatch {
        waiting.add(new Waiting(e, c, calls.prepare(c, e.position()), endNs));
        retry();
        world.settle();
        report();
    }

    /** The stack has moved: some may return. What goes wrong is kept for {@link #report}. */
    void retry() {
        for (Iterator<Waiting> i = waiting.iterator(); i.hasNext() && problem == null;) {
            Waiting w = i.next();
            try {
                Outcome o = w.attempt().attempt();
                if (o != null) {
                    i.remove();
                    returned(w, o);
                }
            } catch (ScriptException | Mismatch e) {
                problem = e;
            }
        }
    }

    private void returned(Waiting w, Outcome o) throws ScriptException, Mismatch {
        long off = world.elapsedNs() - w.endNs();
        check(w.event(), w.call(), o);
        if (Math.abs(off) > toleranceNs) {
            throw new Mismatch(w.event().position(), w.call().name() + " returned " + Seconds.of(Math.abs(off)) + " s too "
                + (off < 0 ? "early" : "late"), "expected  " + w.event().text(), "actual    " + o);
        }
    }

    /** The earliest time at which a waiting call must return; {@link Long#MAX_VALUE} if none waits. */
    long nextEndNs() {
        return waiting.stream().mapToLong(Waiting::endNs).min().orElse(Long.MAX_VALUE);
    }

    /** Throws what went wrong since the last time; calls whose time is over are wrong too. */
    void report() throws ScriptException, Mismatch {
        if (problem instanceof ScriptException e) {
            throw e;
        }
        if (problem instanceof Mismatch m) {
            throw m;
        }
        for (Waiting w : waiting) {
            if (w.endNs() + toleranceNs < world.elapsedNs()) {
                throw new Mismatch(w.event().position(), w.call().name() + " still blocks at " + Seconds.of(world.elapsedNs()) + " s",
                    "expected  " + w.event().text());
            }
        }
    }

    /** The longest time that calls still may take; {@link Long#MIN_VALUE} if none waits. */
    long lastEndNs() {
        return waiting.stream().mapToLong(w -> w.endNs() + toleranceNs + 1).max().orElse(Long.MIN_VALUE);
    }

    private static void check(Event e, CallAction c, Outcome o) throws ScriptException, Mismatch {
        if (c.result() == null) {
            return;
        }
        if (!(c.result() instanceof Value.Number wanted)) {
            throw ScriptException.unsupported(e.position(), "result " + c.result());
        }
        if (wanted.value() != o.value() || c.errno() != null && !c.errno().equals(o.errno())) {
            throw new Mismatch(e.position(), c.name() + " returned " + o, "expected  " + e.text(), "actual    " + o);
        }
    }
}
