package io.tributary.convert.main.toml;

/** One thing wrong with the configuration: a line of cause, a line of what to do. */
public record Problem(Origin at, String cause, String remedy) {
    @Override
    public String toString() {
        return at + ": " + cause + System.lineSeparator() + "  " + remedy;
    }
}
