package io.tributary.convert.leg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ConnectionInfo;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SocketOptions;
import io.tributary.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A connection whose peer is the test: it stores what the peer sends and takes what is to be sent. */
public final class FakeConnection implements Connection {
    private static long nextId;

    public final ConnectSpec spec;
    public final List<Boolean> repeatedSyns = new ArrayList<>();
    public int aborts;
    public int wakes;
    public byte[] synOptions = new byte[0];
    public int icmp = -1;
    private final OutboundStream out;
    private final InboundStream in;
    private final ConnectionHandler handler;
    private final long id = ++nextId;
    private long received;
    private long sent;
    private boolean established;
    private boolean closed;

    public FakeConnection(ConnectSpec spec, OutboundStream out, InboundStream in, ConnectionHandler handler) {
        this.spec = spec;
        this.out = out;
        this.in = in;
        this.handler = handler;
    }

    // ---- what the peer does

    public FakeConnection establish(long nowNs) {
        established = true;
        handler.onEstablished(this, nowNs);
        return this;
    }

    /** The peer sends bytes; they arrive as far as the window lets them. @return how many */
    public int peerSends(byte[] b, long nowNs) {
        int n = (int) Math.min(b.length, in.window());
        assertThat(in.store(received, new UnsafeBuffer(b), 0, n)).isTrue();
        received += n;
        in.contiguousUpTo(received);
        handler.onReadable(this, nowNs);
        return n;
    }

    /** As {@link #peerSends}, but the handler does not hear of it yet. */
    public void peerSendsUnheard(byte[] b) {
        assertThat(in.store(received, new UnsafeBuffer(b), 0, b.length)).isTrue();
        received += b.length;
        in.contiguousUpTo(received);
    }

    public void peerEnds(long nowNs) {
        in.ended();
        handler.onReadable(this, nowNs);
    }

    /** Everything there is to send, acknowledged at once. */
    public byte[] peerReceives() {
        int n = (int) (out.limit() - sent);
        UnsafeBuffer b = new UnsafeBuffer(new byte[n]);
        out.copy(sent, n, b, 0);
        sent += n;
        out.acknowledged(sent);
        return b.byteArray();
    }

    /** Sends bytes through while there are any, for transfers larger than the rings. */
    public byte[] peerReceivesWhile(Runnable feed, int total) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < total) {
            feed.run();
            all.writeBytes(peerReceives());
        }
        return all.toByteArray();
    }

    public boolean endIsToBeSent() {
        return out.ended();
    }

    public long window() {
        return in.window();
    }

    public void close(CloseReason reason, long nowNs) {
        assertThat(closed).isFalse();
        closed = true;
        established = false;
        handler.onClosed(this, reason, nowNs);
    }

    public void softError(int icmp, long nowNs) {
        this.icmp = icmp;
        handler.onSoftError(this, nowNs);
    }

    // ---- what the convertor sees

    @Override
    public long id() {
        return id;
    }

    @Override
    public void wake() {
        assertThat(closed).isFalse();
        wakes++;
    }

    @Override
    public void abort(long nowNs) {
        aborts++;
    }

    @Override
    public void close(long nowNs) {
        abort(nowNs);
    }

    @Override
    public SocketOptions options() {
        return SocketOptions.DEFAULT;
    }

    @Override
    public void options(SocketOptions options) {
    }

    @Override
    public void quickAck(boolean on) {
    }

    @Override
    public boolean urgent() {
        return false;
    }

    @Override
    public long urgentRemaining() {
        return 0;
    }

    @Override
    public int receivedDscp() {
        return 0;
    }

    @Override
    public long notSent() {
        return 0;
    }

    @Override
    public long peerUserTimeoutNs() {
        return 0;
    }

    @Override
    public void repeatSyn(boolean withMultipath, long nowNs) {
        repeatedSyns.add(withMultipath);
    }

    @Override
    public boolean isMultipath() {
        return false;
    }

    @Override
    public boolean isEstablished() {
        return established;
    }

    @Override
    public IpAddress localAddress() {
        return spec.local();
    }

    @Override
    public int localPort() {
        return spec.localPort();
    }

    @Override
    public IpAddress remoteAddress() {
        return spec.remote();
    }

    @Override
    public int remotePort() {
        return spec.remotePort();
    }

    @Override
    public int zone() {
        return spec.zone();
    }

    @Override
    public byte[] peerSynOptions() {
        return synOptions;
    }

    @Override
    public int icmpError() {
        return icmp;
    }

    @Override
    public ConnectionInfo info(long nowNs) {
        return new ConnectionInfo(id, "tcp", "ESTABLISHED", "", "", null, null, null, List.of());
    }

    @Override
    public Object attachment() {
        return null;
    }

    @Override
    public void attach(Object attachment) {
        throw new AssertionError("nobody here attaches to a connection");
    }
}
