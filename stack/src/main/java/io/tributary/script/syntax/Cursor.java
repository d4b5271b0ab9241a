package io.tributary.script.syntax;

import java.util.function.IntPredicate;

/** Reads a script's text from left to right. White space and comments separate and mean nothing else. */
public final class Cursor {
    private final String text;
    private int at;
    /** Lines are counted on from the last place asked for. */
    private int countedTo;
    private int line = 1;
    private int lineStart;

    public Cursor(String text) {
        this.text = text;
    }

    /** Skips white space and comments. */
    public Cursor skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at) || text.startsWith("#", at) && startsLine()) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else {
                break;
            }
        }
        return this;
    }

    private boolean startsLine() {
        return at == 0 || text.charAt(at - 1) == '\n';
    }

    public boolean atEnd() {
        return skip().at >= text.length();
    }

    /** The next character that is neither white space nor comment; 0 at the end. */
    public char peek() {
        return atEnd() ? 0 : text.charAt(at);
    }

    /** The character right here, white space included; 0 at the end. */
    public char here() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    public boolean at(String literal) {
        return text.startsWith(literal, skip().at);
    }

    public boolean take(String literal) {
        boolean here = at(literal);
        if (here) {
            at += literal.length();
        }
        return here;
    }

    /** Takes {@code word} if it stands here as a whole word. */
    public boolean takeWord(String word) {
        if (!at(word) || at + word.length() < text.length() && isWordPart(text.charAt(at + word.length()))) {
            return false;
        }
        at += word.length();
        return true;
    }

    public void expect(String literal) throws ScriptException {
        if (!take(literal)) {
            throw error("expected '" + literal + "'");
        }
    }

    public boolean atWord() {
        char c = peek();
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    public String word() throws ScriptException {
        if (!atWord()) {
            throw error("expected a name");
        }
        return run(Cursor::isWordPart);
    }

    /** The longest run of such characters from the next one that is not white space; may be empty. */
    public String run(IntPredicate accepted) {
        int from = skip().at;
        while (at < text.length() && accepted.test(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    public boolean atNumber() {
        char c = peek();
        return isDigit(c) || (c == '-' || c == '+') && at + 1 < text.length() && isDigit(text.charAt(at + 1));
    }

    /** A whole number, decimal or hexadecimal, with or without sign; 64 bits, unsigned ones wrap. */
    public long number() throws ScriptException {
        if (!atNumber()) {
            throw error("expected a number");
        }
        int start = at;
        boolean negative = text.charAt(at) == '-';
        if (negative || text.charAt(at) == '+') {
            at++;
        }
        boolean hex = text.startsWith("0x", at) || text.startsWith("0X", at);
        at += hex ? 2 : 0;
        String digits = run(hex ? c -> Character.digit(c, 16) >= 0 : Cursor::isDigit);
        try {
            long value = Long.parseUnsignedLong(digits, hex ? 16 : 10);
            return negative ? -value : value;
        } catch (NumberFormatException e) {
            at = start;
            throw error("not a number of 64 bits");
        }
    }

    /** A whole number between two bounds. */
    public long number(long least, long most, String what) throws ScriptException {
        skip();
        int start = at;
        long n = number();
        if (n < least || n > most) {
            at = start;
            throw error(what + " must be " + least + " to " + most);
        }
        return n;
    }

    /** Decimal seconds in nanoseconds: up to nine digits behind the point, at most thirty years. */
    public long seconds() throws ScriptException {
        skip();
        int start = at;
        String whole = run(Cursor::isDigit);
        String fraction = "";
        if (here() == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            at++;
            fraction = run(Cursor::isDigit);
        } else if (here() == '.' && !text.startsWith("...", at)) {
            at++;
        }
        if (whole.isEmpty() && fraction.isEmpty() || whole.length() > 9 || fraction.length() > 9) {
            at = start;
            throw error("expected a time in seconds");
        }
        long nanos = fraction.isEmpty() ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9));
        return (whole.isEmpty() ? 0 : Long.parseLong(whole)) * 1_000_000_000L + nanos;
    }

    /** Text in double quotes, with the usual escapes. */
    public String string() throws ScriptException {
        expect("\"");
        StringBuilder s = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                s.append(escaped());
            } else {
                s.append(text.charAt(at++));
            }
        }
        expect("\"");
        return s.toString();
    }

    private char escaped() {
        char c = text.charAt(at + 1);
        at += 2;
        int code = c == 'x' && at + 2 <= text.length() ? hexByte() : -1;
        if (code >= 0) {
            at += 2;
            return (char) code;
        }
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> 0;
            default -> c;
        };
    }

    private int hexByte() {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** Everything up to {@code end}, which is taken too. */
    public String until(String end) throws ScriptException {
        int found = text.indexOf(end, at);
        if (found < 0) {
            throw error("'" + end + "' is missing");
        }
        String s = text.substring(at, found);
        at = found + end.length();
        return s;
    }

    /** For looking ahead: where to come {@link #back} to. */
    public int mark() {
        return at;
    }

    public void back(int mark) {
        at = mark;
    }

    /** The text from a mark to here, white space made plain. */
    public String since(int mark) {
        return text.substring(mark, at).strip().replaceAll("\\s+", " ");
    }

    /** Where the next thing starts. */
    public Position position() {
        skip();
        if (at < countedTo) {
            countedTo = 0;
            line = 1;
            lineStart = 0;
        }
        for (; countedTo < at; countedTo++) {
            if (text.charAt(countedTo) == '\n') {
                line++;
                lineStart = countedTo + 1;
            }
        }
        return new Position(line, at - lineStart + 1);
    }

    public ScriptException error(String message) {
        Position p = position();
        int end = at;
        while (end < text.length() && end - at < 20 && text.charAt(end) != '\n') {
            end++;
        }
        String rest = Printable.of(text.substring(at, end));
        return ScriptException.failed(p, message + (rest.isEmpty() ? " at the end of the script" : " at '" + rest + "'"));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isWordPart(int c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c);
    }
}
