package io.tributary.script.syntax;

/** Text from files that may hold anything, made fit for one line of output. */
public final class Printable {
    private Printable() {
    }

    public static String of(String s) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            b.append(c < ' ' || c == 0x7f || c >= 0x80 && !Character.isLetterOrDigit(c) ? '?' : c);
        }
        return b.toString();
    }
}
