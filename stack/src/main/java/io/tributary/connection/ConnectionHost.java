package io.tributary.connection;

/** The shard as its connections see it. */
public interface ConnectionHost {
    /** The connection owes output: it will be asked to transmit. Called through {@link AbstractConnection#wake()} only. */
    void ready(AbstractConnection c);

    /** The connection has events for its handler. Called through {@link AbstractConnection#raise} only. */
    void eventsPending(AbstractConnection c);
}
