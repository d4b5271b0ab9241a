package io.tributary.script.code;

import io.tributary.script.syntax.Action.CodeAction;
import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.Printable;
import io.tributary.script.syntax.ScriptException;
import io.tributary.tcp.TcpInfo;
import java.util.List;

/**
 * Runs the code blocks of one script: {@code assert}, {@code print} and assignments, one after the other. Names that are set
 * stay for later blocks. Nothing else is code.
 */
public final class CodeBlocks {
    private final Variables variables = new Variables();
    private List<Token> tokens;
    private int at;

    /**
     * @param info the connection as it is now; null if there is none
     * @throws ScriptException if an assertion does not hold, or for what is no code
     */
    public void run(CodeAction code, TcpInfo info) throws ScriptException {
        variables.look(info);
        tokens = Tokens.of(code.code(), code.position());
        at = 0;
        while (at < tokens.size()) {
            if (tokens.get(at).kind() == Token.Kind.END) {
                at++;
            } else {
                statement();
            }
        }
    }

    private void statement() throws ScriptException {
        Token t = tokens.get(at);
        if (t.isName("assert")) {
            assertion();
        } else if (t.isName("print")) {
            skip();
        } else if (t.kind() == Token.Kind.NAME && at + 1 < tokens.size() && isAssignment(tokens.get(at + 1))) {
            assignment();
        } else {
            throw ScriptException.unsupported(new Position(t.line(), 1), "code: " + Printable.of(t.text()));
        }
        if (tokens.get(at).kind() != Token.Kind.END) {
            Token rest = tokens.get(at);
            throw ScriptException.unsupported(new Position(rest.line(), 1), "code: " + Printable.of(rest.text()));
        }
    }

    private static boolean isAssignment(Token t) {
        return t.is("=") || t.is("+=") || t.is("-=");
    }

    private void assertion() throws ScriptException {
        int start = at + 1;
        Expression e = new Expression(tokens, start, variables);
        boolean holds = e.value() != 0;
        at = e.end();
        String message = "";
        if (tokens.get(at).is(",")) {
            int from = at + 1;
            skip();
            message = " (" + text(from, at) + ")";
        }
        if (!holds) {
            throw ScriptException.failed(new Position(tokens.get(start).line(), 1),
                "assert " + text(start, e.end()) + message + " does not hold: " + e.used());
        }
    }

    private void assignment() throws ScriptException {
        Token name = tokens.get(at);
        Token operator = tokens.get(at + 1);
        Expression e = new Expression(tokens, at + 2, variables);
        long right = e.value();
        at = e.end();
        long before = operator.is("=") ? 0 : variables.value(name.text(), new Position(name.line(), 1));
        variables.set(name.text(), operator.is("-=") ? before - right : before + right);
    }

    /** To the end of the statement: a message is shown, not computed. */
    private void skip() {
        while (tokens.get(at).kind() != Token.Kind.END) {
            at++;
        }
    }

    private String text(int from, int to) {
        StringBuilder s = new StringBuilder();
        for (Token t : tokens.subList(from, to)) {
            s.append(s.length() == 0 || t.is(")") || s.charAt(s.length() - 1) == '(' ? "" : " ").append(Printable.of(t.text()));
        }
        return s.toString();
    }
}
