package io.tributary.script.syntax;

/**
 * Something that happens at a time.
 *
 * @param text the event as written, on one line, without its time
 */
public record Event(Position position, Time time, Action action, String text) {
}
