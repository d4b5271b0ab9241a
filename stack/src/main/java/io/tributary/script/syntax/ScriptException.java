package io.tributary.script.syntax;

/** A script cannot be run, or did not go as it says: where and why. */
public final class ScriptException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of problem it is. */
    public enum Kind {
        /** The script says something that did not happen, or makes no sense. */
        FAILED,
        /** The script uses something that the interpreter does not know. */
        UNSUPPORTED,
        /** The script asks for what this stack has no counterpart of, on purpose. */
        NOT_APPLICABLE
    }

    private final Kind kind;
    private final transient Position position;

    public ScriptException(Kind kind, Position position, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.position = position;
    }

    public static ScriptException failed(Position position, String message) {
        return new ScriptException(Kind.FAILED, position, message);
    }

    public static ScriptException unsupported(Position position, String construct) {
        return new ScriptException(Kind.UNSUPPORTED, position, construct);
    }

    public static ScriptException notApplicable(Position position, String reason) {
        return new ScriptException(Kind.NOT_APPLICABLE, position, reason);
    }

    public Kind kind() {
        return kind;
    }

    public Position position() {
        return position;
    }
}
