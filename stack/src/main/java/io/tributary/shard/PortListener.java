package io.tributary.shard;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;

/** A bound port, and how many handshakes behind it are not complete. */
final class PortListener implements Listener {
    private final ListenSpec spec;
    private final AcceptHandler handler;
    private final ListenerTable table;
    private int handshakes;

    PortListener(ListenSpec spec, AcceptHandler handler, ListenerTable table) {
        this.spec = spec;
        this.handler = handler;
        this.table = table;
    }

    @Override
    public ListenSpec spec() {
        return spec;
    }

    AcceptHandler handler() {
        return handler;
    }

    boolean isFull() {
        return handshakes >= spec.backlog();
    }

    /** One more handshake: undecided, then half-open. */
    void begin() {
        handshakes++;
    }

    /** It is complete, or over. */
    void end() {
        handshakes--;
    }

    @Override
    public void close() {
        table.remove(this);
    }
}
