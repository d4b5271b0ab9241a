package io.tributary.script.syntax;

import java.util.List;

/** What an event does or expects. */
public sealed interface Action {
    /** A packet that arrives, or is expected to leave. */
    record PacketAction(boolean inbound, PacketLine packet) implements Action {
    }

    /**
     * A call of the application.
     *
     * @param result what it must return; null: anything
     * @param errno  name of the error it must set; null: not checked
     */
    record CallAction(String name, List<Value> arguments, Value result, String errno) implements Action {
    }

    /** Assertions about the connection: the text between the marks, and where it starts. */
    record CodeAction(String code, Position position) implements Action {
    }

    /** A shell command: recognised or ignored, never run. */
    record CommandAction(String command) implements Action {
    }
}
