package io.tributary.bench.result;

/** Which way a number should go. */
public enum Better {
    HIGHER, LOWER;

    /** As the JSON has it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
