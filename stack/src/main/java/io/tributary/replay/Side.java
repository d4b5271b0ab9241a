package io.tributary.replay;

/** The two ends of a conversation. */
public enum Side {
    CLIENT, SERVER;

    Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    /** As scripts write it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
