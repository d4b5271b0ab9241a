package io.tributary.convert.main.cat;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.Connection;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;
import io.tributary.connection.PendingOpen;
import io.tributary.convert.main.control.CommandQueue;
import io.tributary.shard.Shard;
import java.io.InputStream;
import java.io.OutputStream;

/** Takes one connection, then no other. */
public final class CatServer extends Cat implements AcceptHandler {
    private final Shard shard;
    private final ListenSpec spec;
    private Listener listener;
    private byte[] synPayload = new byte[0];

    public CatServer(Shard shard, CommandQueue commands, ListenSpec spec, InputStream stdin, OutputStream stdout) {
        super(commands, stdin, stdout);
        this.shard = shard;
        this.spec = spec;
    }

    /** @throws IllegalArgumentException if the port is taken */
    @Override
    public void open(long nowNs) {
        listener = shard.listen(spec, this);
    }

    @Override
    public void onSyn(PendingOpen open, long nowNs) {
        if (connection() != null) {
            open.reset(nowNs);
            return;
        }
        synPayload = open.synPayload();
        connected(open.accept(out(), in(), this, nowNs));
        listener.close();
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        established();
        pump(synPayload);
    }

    @Override
    public void drain(long nowNs) {
        listener.close();
    }
}
