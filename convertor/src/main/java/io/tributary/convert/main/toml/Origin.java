package io.tributary.convert.main.toml;

/**
 * Where a configuration value comes from.
 *
 * @param source file as the user named it, or the {@code -o} option as typed
 * @param line   from 1; 0 where lines mean nothing
 * @param column from 1
 */
public record Origin(String source, int line, int column) {
    public static Origin option(String text) {
        return new Origin("-o " + text, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
