package io.tributary.shard;

import io.tributary.Rfc;
import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** Who takes a SYN: the listener for its very address, else the one for any address of its zone. */
@Rfc(value = 9293, section = "3.9.1.1")
final class ListenerTable {
    private final List<PortListener> listeners = new ArrayList<>();

    /** @throws IllegalArgumentException if the port is taken */
    PortListener add(ListenSpec spec, AcceptHandler handler) {
        for (PortListener l : listeners) {
            ListenSpec o = l.spec();
            if (o.zone() == spec.zone() && o.port() == spec.port() && o.local().equals(spec.local())) {
                throw new IllegalArgumentException("port in use: " + spec.local().withPort(spec.port()));
            }
        }
        PortListener l = new PortListener(spec, handler, this);
        listeners.add(l);
        return l;
    }

    void remove(PortListener l) {
        listeners.remove(l);
    }

    /** @return null if nobody listens there */
    PortListener find(int zone, long localHi, long localLo, int port) {
        PortListener wildcard = null;
        for (int i = 0; i < listeners.size(); i++) {
            PortListener l = listeners.get(i);
            ListenSpec s = l.spec();
            if (s.zone() != zone || s.port() != port) {
                continue;
            }
            if (s.local().hi() == localHi && s.local().lo() == localLo) {
                return l;
            }
            if (s.local().equals(IpAddress.ANY)) {
                wildcard = l;
            }
        }
        return wildcard;
    }
}
