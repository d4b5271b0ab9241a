package io.tributary.script.syntax;

import java.util.List;
import java.util.Map;

/**
 * A script as written.
 *
 * @param options  the option lines, without the dashes; a name without value maps to an empty text
 * @param init     the command before the first event; null if there is none
 * @param cleanup  the command after the last event; null if there is none
 */
public record Script(Map<String, String> options, String init, List<Event> events, String cleanup) {
}
