package io.tributary.script.code;

/** A word of a code block; {@code line} counts from the script's first. */
record Token(Kind kind, String text, int line) {
    enum Kind { NUMBER, NAME, STRING, OPERATOR, END }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }
}
