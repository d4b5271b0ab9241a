package io.tributary.convert.leg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.PendingOpen;
import io.tributary.wire.IpAddress;

/** A held SYN that records what became of it: one of accept, reset, drop, and only one. */
public final class FakePending implements PendingOpen {
    private final IpAddress local;
    private final int localPort;
    private final IpAddress remote;
    private final byte[] payload;
    public int synCount = 1;
    public FakeConnection accepted;
    public boolean wasReset;
    public boolean wasDropped;
    private Object attachment;

    public FakePending(IpAddress local, int localPort, IpAddress remote, byte[] payload) {
        this.local = local;
        this.localPort = localPort;
        this.remote = remote;
        this.payload = payload;
    }

    public boolean isHeld() {
        return accepted == null && !wasReset && !wasDropped;
    }

    @Override
    public int zone() {
        return 0;
    }

    @Override
    public IpAddress localAddress() {
        return local;
    }

    @Override
    public int localPort() {
        return localPort;
    }

    @Override
    public IpAddress remoteAddress() {
        return remote;
    }

    @Override
    public int remotePort() {
        return 40000;
    }

    @Override
    public boolean multipathOffered() {
        return true;
    }

    @Override
    public byte[] synPayload() {
        return payload;
    }

    @Override
    public int synCount() {
        return synCount;
    }

    @Override
    public long lastSynNs() {
        return 0;
    }

    @Override
    public Connection accept(OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
        assertThat(isHeld()).isTrue();
        accepted = new FakeConnection(ConnectSpec.to(0, remote, remotePort()).from(local, localPort), out, in, handler);
        return accepted;
    }

    @Override
    public void reset(long nowNs) {
        assertThat(isHeld()).isTrue();
        wasReset = true;
    }

    @Override
    public void drop() {
        assertThat(isHeld()).isTrue();
        wasDropped = true;
    }

    @Override
    public Object attachment() {
        return attachment;
    }

    @Override
    public void attach(Object attachment) {
        this.attachment = attachment;
    }
}
