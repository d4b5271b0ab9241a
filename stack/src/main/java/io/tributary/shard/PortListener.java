package io.tributary.shard;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;

/** A bound port and the SYNs that wait behind it. */
final class PortListener implements Listener {
    private final ListenSpec spec;
    private final AcceptHandler handler;
    private final ListenerTable table;
    private int held;

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

    /** Room for one more undecided SYN? */
    boolean admit() {
        if (held >= spec.backlog()) {
            return false;
        }
        held++;
        return true;
    }

    void decided() {
        held--;
    }

    int held() {
        return held;
    }

    @Override
    public void close() {
        table.remove(this);
    }
}
