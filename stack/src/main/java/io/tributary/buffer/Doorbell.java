package io.tributary.buffer;

/** Wakes a connection: there is more to send, or more room to receive. Cheap, idempotent, does no work by itself. */
@FunctionalInterface
public interface Doorbell {
    void ring();

    /** For streams whose connection is not attached yet. */
    Doorbell NONE = () -> { };
}
