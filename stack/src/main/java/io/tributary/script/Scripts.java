package io.tributary.script;

import io.tributary.script.syntax.Event;
import io.tributary.script.syntax.Printable;
import io.tributary.script.syntax.Script;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.ScriptParser;
import io.tributary.script.syntax.Time;
import java.util.ArrayList;
import java.util.List;

/** Runs packetdrill scripts against the stack, in virtual time. Whatever a script says, the answer is a verdict. */
public final class Scripts {
    private Scripts() {
    }

    /** @param text the whole script */
    public static Verdict run(String text, RunSettings settings) {
        List<String> notes = new ArrayList<>();
        try {
            Script script = ScriptParser.parse(text, settings.defines());
            Verdict first = run(script, settings, false);
            if (first.passed() || !hasOpenEnd(script)) {
                return first;
            }
            Verdict second = run(script, settings, true);
            return second.passed() || second.line() > first.line() ? second : first;
        } catch (ScriptException e) {
            return verdict(e, notes);
        }
    }

    /** Scripts do not agree on where the event after a range or a blocking call counts from. */
    private static boolean hasOpenEnd(Script script) {
        List<Event> events = script.events();
        for (int i = 1; i < events.size(); i++) {
            Time.Kind before = events.get(i - 1).time().kind();
            if (events.get(i).time().relative() && (before == Time.Kind.RANGE || before == Time.Kind.BLOCKING)) {
                return true;
            }
        }
        return false;
    }

    private static Verdict run(Script script, RunSettings settings, boolean timesFromEnd) {
        List<String> notes = new ArrayList<>();
        try {
            String warning = new ScriptRun(script, settings, timesFromEnd, notes).run();
            return Verdict.pass(notes, warning == null ? List.of() : List.of(warning));
        } catch (ScriptException e) {
            return verdict(e, notes);
        } catch (Mismatch m) {
            return Verdict.of(Verdict.Kind.FAIL, m.position().line(), Printable.of(m.getMessage()), m.details(), notes);
        } catch (RuntimeException e) {
            return Verdict.of(Verdict.Kind.FAIL, 0, "the stack broke: " + Printable.of(e.toString()), List.of(), notes);
        }
    }

    private static Verdict verdict(ScriptException e, List<String> notes) {
        Verdict.Kind kind = switch (e.kind()) {
            case FAILED -> Verdict.Kind.FAIL;
            case UNSUPPORTED -> Verdict.Kind.UNSUPPORTED;
            case NOT_APPLICABLE -> Verdict.Kind.NOT_APPLICABLE;
        };
        return Verdict.of(kind, e.position().line(), Printable.of(e.getMessage()), List.of(), notes);
    }
}
