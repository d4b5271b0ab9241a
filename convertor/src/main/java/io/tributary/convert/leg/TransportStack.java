package io.tributary.convert.leg;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;

/** What a convertor needs of the shard it runs in. */
public interface TransportStack {
    Listener listen(ListenSpec spec, AcceptHandler handler);

    /** Sends a SYN. Whatever goes wrong is told to {@code handler}, with an end. */
    Connection connect(ConnectSpec spec, OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs);
}
