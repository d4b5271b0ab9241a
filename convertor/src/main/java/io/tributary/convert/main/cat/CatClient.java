package io.tributary.convert.main.cat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.convert.main.control.CommandQueue;
import io.tributary.shard.Shard;
import java.io.InputStream;
import java.io.OutputStream;

/** Connects to a server directly. */
public final class CatClient extends Cat {
    private final Shard shard;
    private final ConnectSpec spec;

    public CatClient(Shard shard, CommandQueue commands, ConnectSpec spec, InputStream stdin, OutputStream stdout) {
        super(commands, stdin, stdout);
        this.shard = shard;
        this.spec = spec;
    }

    @Override
    public void open(long nowNs) {
        Connection c = shard.connect(spec, out(), in(), this, nowNs);
        connected(c);
    }
}
