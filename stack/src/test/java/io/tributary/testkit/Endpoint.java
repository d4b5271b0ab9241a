package io.tributary.testkit;

import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.AcceptHandler;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.PendingOpen;
import io.tributary.tcp.CloseReason;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** An application with two rings that notes what happens to it. */
public class Endpoint implements ConnectionHandler, AcceptHandler {
    public final SendRing out;
    public final ReceiveRing in;
    public Connection connection;
    public PendingOpen pending;
    public boolean acceptAtOnce = true;
    public int established;
    public int synsAgain;
    public CloseReason closed;
    public int softErrors;
    public int stalls;
    public int urgents;
    public int userTimeouts;
    public int writable;

    public Endpoint(int buffer) {
        out = new SendRing(4096, buffer);
        in = new ReceiveRing(4096, buffer);
    }

    public Endpoint() {
        this(1 << 18);
    }

    public Endpoint attachTo(Connection c) {
        connection = c;
        out.doorbell(c::wake);
        in.doorbell(c::wake);
        return this;
    }

    @Override
    public void onSyn(PendingOpen open, long nowNs) {
        pending = open;
        if (acceptAtOnce) {
            attachTo(open.accept(out, in, this, nowNs));
        }
    }

    @Override
    public void onSynAgain(PendingOpen open, long nowNs) {
        synsAgain++;
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        established++;
    }

    @Override
    public void onSoftError(Connection c, long nowNs) {
        softErrors++;
    }

    @Override
    public void onStalled(Connection c, long nowNs) {
        stalls++;
    }

    @Override
    public void onUrgent(Connection c, long nowNs) {
        urgents++;
    }

    @Override
    public void onPeerUserTimeout(Connection c, long nowNs) {
        userTimeouts++;
    }

    @Override
    public void onWritable(Connection c, long nowNs) {
        writable++;
    }

    @Override
    public void onClosed(Connection c, CloseReason reason, long nowNs) {
        closed = reason;
    }

    public int write(String text) {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public int write(byte[] bytes) {
        int n = out.write(new UnsafeBuffer(bytes), 0, bytes.length);
        if (connection != null) {
            connection.wake();
        }
        return n;
    }

    public void end() {
        out.end();
        if (connection != null) {
            connection.wake();
        }
    }

    public String read() {
        byte[] bytes = new byte[in.available()];
        int n = in.read(new UnsafeBuffer(bytes), 0, bytes.length);
        return new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
    }
}
