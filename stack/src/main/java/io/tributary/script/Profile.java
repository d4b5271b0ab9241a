package io.tributary.script;

import io.tributary.script.host.StackSettings;
import io.tributary.script.syntax.Action.CommandAction;
import io.tributary.script.syntax.Script;

/** The system whose constants a script assumes. */
public enum Profile {
    /** First window 65535, window scale 8, exact option lists. */
    LINUX(540_000 * 19, true),
    /** First window 65535, window scale 6, options in any order, buffer sizes of no interest. */
    FREEBSD(2 << 20, false);

    private final int receiveBuffer;
    private final boolean strict;

    Profile(int receiveBuffer, boolean strict) {
        this.receiveBuffer = receiveBuffer;
        this.strict = strict;
    }

    /** Option lists are compared in order. */
    boolean strict() {
        return strict;
    }

    StackSettings settings() {
        StackSettings s = new StackSettings(receiveBuffer);
        s.comparesBuffers(this == LINUX);
        return s;
    }

    /** What a script's commands look like. */
    static Profile of(Script s) {
        boolean freebsd = s.init() != null && s.init().contains("net.inet.tcp") || s.events().stream().anyMatch(
            e -> e.action() instanceof CommandAction c && c.command().contains("net.inet.tcp"));
        return freebsd ? FREEBSD : LINUX;
    }
}
