package io.tributary.script.call;

import io.tributary.script.syntax.ScriptException;

/** A call under way. */
@FunctionalInterface
public interface Attempt {
    /** Tries to finish it. @return null while it has to wait */
    Outcome attempt() throws ScriptException;
}
