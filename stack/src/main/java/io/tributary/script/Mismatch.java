package io.tributary.script;

import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;
import java.util.List;

/** What happened is not what the script says. */
final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final transient List<String> details;

    Mismatch(Position position, String reason, String... details) {
        super(reason, null, false, false);
        this.position = position;
        this.details = List.of(details);
    }

    static Mismatch of(ScriptException e) {
        return new Mismatch(e.position(), e.getMessage());
    }

    Position position() {
        return position;
    }

    List<String> details() {
        return details;
    }
}
