package io.tributary.script.code;

import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.Printable;
import io.tributary.script.syntax.ScriptException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a code block into words. A line's end ends a statement, except inside brackets and behind a backslash. */
final class Tokens {
    private static final List<String> OPERATORS = List.of("**", "//", "==", "!=", "<=", ">=", "<<", ">>", "+=", "-=", "+", "-", "*", "/",
        "%", "<", ">", "=", "&", "|", "^", "~", "(", ")", "[", "]", "{", "}", ",", ".", ":", "!");

    private final String code;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line;
    private int depth;

    private Tokens(String code, int line) {
        this.code = code;
        this.line = line;
    }

    static List<Token> of(String code, Position start) throws ScriptException {
        Tokens t = new Tokens(code, start.line());
        while (t.at < code.length()) {
            t.next();
        }
        t.add(Token.Kind.END, "");
        return t.tokens;
    }

    private void add(Token.Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }

    private void next() throws ScriptException {
        char c = code.charAt(at);
        if (c == '\n' || c == ';') {
            if (depth == 0) {
                add(Token.Kind.END, "");
            }
            line += c == '\n' ? 1 : 0;
            at++;
        } else if (c == '\\' && at + 1 < code.length() && code.charAt(at + 1) == '\n') {
            line++;
            at += 2;
        } else if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '#') {
            int end = code.indexOf('\n', at);
            at = end < 0 ? code.length() : end;
        } else if (c == '"' || c == '\'') {
            string(c);
        } else if (c >= '0' && c <= '9') {
            add(Token.Kind.NUMBER, word());
        } else if (c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
            add(Token.Kind.NAME, word());
        } else {
            operator();
        }
    }

    private String word() {
        int from = at;
        while (at < code.length() && (Character.isLetterOrDigit(code.charAt(at)) || code.charAt(at) == '_')) {
            at++;
        }
        return code.substring(from, at);
    }

    private void string(char quote) throws ScriptException {
        int end = at + 1;
        while (end < code.length() && code.charAt(end) != quote && code.charAt(end) != '\n') {
            end += code.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= code.length() || code.charAt(end) != quote) {
            throw ScriptException.failed(new Position(line, 1), "a text without end in code");
        }
        add(Token.Kind.STRING, code.substring(at + 1, end));
        at = end + 1;
    }

    private void operator() throws ScriptException {
        for (String o : OPERATORS) {
            if (code.startsWith(o, at)) {
                depth += "([{".contains(o) ? 1 : ")]}".contains(o) && depth > 0 ? -1 : 0;
                add(Token.Kind.OPERATOR, o);
                at += o.length();
                return;
            }
        }
        throw ScriptException.unsupported(new Position(line, 1), "code: '" + Printable.of(code.substring(at, at + 1)) + "'");
    }
}
