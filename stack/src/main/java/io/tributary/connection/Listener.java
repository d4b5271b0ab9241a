package io.tributary.connection;

/** A bound port. */
public interface Listener {
    ListenSpec spec();

    /** Takes no new SYN any more; what is open or undecided goes on. */
    void close();
}
