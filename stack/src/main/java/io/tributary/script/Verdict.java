package io.tributary.script;

import java.util.List;

/**
 * How a script went.
 *
 * @param line    where it ended early; 0 if it did not
 * @param reason  one line; empty after a pass
 * @param details lines that show more of a failure
 * @param notes   what was ignored
 * @param warnings what a stricter reader would call a failure: packets left at the end
 */
public record Verdict(Kind kind, int line, String reason, List<String> details, List<String> notes, List<String> warnings) {
    /** The four ends of a script. */
    public enum Kind {
        PASS, FAIL, UNSUPPORTED, NOT_APPLICABLE;

        /** As it is printed. */
        public String word() {
            return name().replace('_', '-');
        }
    }

    static Verdict pass(List<String> notes, List<String> warnings) {
        return new Verdict(Kind.PASS, 0, "", List.of(), List.copyOf(notes), List.copyOf(warnings));
    }

    static Verdict of(Kind kind, int line, String reason, List<String> details, List<String> notes) {
        return new Verdict(kind, line, reason, List.copyOf(details), List.copyOf(notes), List.of());
    }

    public boolean passed() {
        return kind == Kind.PASS;
    }

    /** {@code PASS name}, or the kind with {@code name:line: reason}. */
    public String line(String name) {
        return kind.word() + " " + name + (passed() ? "" : ":" + line + ": " + reason);
    }
}
