package io.tributary.script.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole of a script: options, commands, events. */
public final class ScriptParser {
    private static final int MAX_LENGTH = 1 << 20;
    private static final Pattern DEFINE = Pattern.compile("(?m)^[ \\t]*--define=([A-Za-z_]\\w*)=(.*)$");

    private final Cursor c;

    private ScriptParser(String text) {
        c = new Cursor(text);
    }

    /**
     * @param defines names that stand for other text, from outside the script; those in it win
     * @throws ScriptException where the text is no script
     */
    public static Script parse(String text, Map<String, String> defines) throws ScriptException {
        if (text.length() > MAX_LENGTH) {
            throw ScriptException.failed(new Position(1, 1), "the script is longer than " + MAX_LENGTH + " characters");
        }
        return new ScriptParser(replaceNames(text, defines)).script();
    }

    private static String replaceNames(String text, Map<String, String> outside) {
        Map<String, String> names = new LinkedHashMap<>(outside);
        Matcher m = DEFINE.matcher(text);
        while (m.find()) {
            names.put(m.group(1), m.group(2).strip());
        }
        String replaced = text;
        for (Map.Entry<String, String> n : names.entrySet()) {
            String value = n.getValue();
            String plain = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1) : value;
            replaced = replaced.replaceAll("(?<!--define=)\\b" + Pattern.quote(n.getKey()) + "\\b", Matcher.quoteReplacement(plain));
        }
        return replaced;
    }

    private Script script() throws ScriptException {
        Map<String, String> options = new LinkedHashMap<>();
        while (c.at("--")) {
            String line = c.run(ch -> ch != '\n').strip();
            int comment = line.indexOf("//");
            line = comment > 0 ? line.substring(0, comment).strip() : line;
            int equals = line.indexOf('=');
            options.put(line.substring(2, equals < 0 ? line.length() : equals).strip(),
                equals < 0 ? "" : line.substring(equals + 1).strip());
        }
        String init = c.peek() == '`' ? command() : null;
        List<Event> events = new ArrayList<>();
        String cleanup = null;
        while (!c.atEnd()) {
            if (c.peek() == '`') {
                cleanup = command();
                if (!c.atEnd()) {
                    throw c.error("only the last command may stand without a time");
                }
            } else {
                events.add(event());
            }
        }
        if (events.isEmpty()) {
            throw c.error("a script without events");
        }
        return new Script(options, init, List.copyOf(events), cleanup);
    }

    private String command() throws ScriptException {
        c.expect("`");
        return c.until("`");
    }

    private Event event() throws ScriptException {
        Position position = c.position();
        if (!Time.startsHere(c)) {
            throw c.error("expected the time of an event");
        }
        Time time = Time.parse(c);
        c.skip();
        int start = c.mark();
        Action action = action();
        if (time.kind() == Time.Kind.BLOCKING && !(action instanceof Action.CallAction)) {
            throw ScriptException.failed(position, "only calls block");
        }
        if ((time.kind() == Time.Kind.ANY || time.kind() == Time.Kind.RANGE)
            && !(action instanceof Action.PacketAction p && !p.inbound())) {
            throw ScriptException.failed(position, "only packets that leave may come at an open time");
        }
        return new Event(position, time, action, c.since(start));
    }

    private Action action() throws ScriptException {
        if (c.take("%{")) {
            Position p = c.position();
            return new Action.CodeAction(c.until("}%"), p);
        }
        if (c.peek() == '`') {
            return new Action.CommandAction(command());
        }
        if (c.take("<")) {
            return new Action.PacketAction(true, new PacketParser(c).parse());
        }
        if (c.take(">")) {
            return new Action.PacketAction(false, new PacketParser(c).parse());
        }
        if (c.atWord()) {
            return new CallParser(c).parse();
        }
        throw c.error("expected a packet, a call, a command or code");
    }
}
