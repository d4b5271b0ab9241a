package io.tributary.script.call;

import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.Listener;
import io.tributary.script.packet.Pattern;
import io.tributary.tcp.CloseReason;
import java.util.ArrayDeque;
import org.agrona.concurrent.UnsafeBuffer;

/** A socket of the script: what an application's file descriptor stands for, over the stack's own interface. */
public final class ScriptSocket implements ConnectionHandler {
    final boolean multipath;
    final SocketSettings settings;
    final ArrayDeque<ScriptSocket> accepted = new ArrayDeque<>();
    boolean nonBlocking;
    int boundPort;
    Listener listener;
    Connection connection;
    SendRing out;
    ReceiveRing in;
    boolean established;
    boolean closed;
    boolean readShut;
    /** The SYN waits for the first write and carries what it can. */
    boolean fastOpen;
    /** Opens the connection, once there is something for its SYN. */
    Runnable opener;
    private ScriptSocket parent;
    private CloseReason reason;
    private String error;
    private boolean more;
    private long written;
    private long read;

    ScriptSocket(boolean multipath, SocketSettings settings) {
        this.multipath = multipath;
        this.settings = settings;
    }

    /** A socket for a connection that arrives at this listener. */
    ScriptSocket child() {
        ScriptSocket s = new ScriptSocket(multipath, settings.copy());
        s.parent = this;
        s.openStreams();
        return s;
    }

    void openStreams() {
        out = new SendRing(Math.min(4096, settings.sendBuffer()), settings.sendBuffer());
        in = new ReceiveRing(Math.min(4096, settings.receiveBuffer()), settings.receiveBuffer());
    }

    void attachTo(Connection c) {
        connection = c;
        out.doorbell(c::wake);
        in.doorbell(c::wake);
    }

    public Connection connection() {
        return connection;
    }

    /** The stack has nothing left of the connection. */
    public boolean isOver() {
        return reason != null;
    }

    boolean isListener() {
        return listener != null;
    }

    // ---- from the stack

    @Override
    public void onEstablished(Connection c, long nowNs) {
        if (!established && parent != null) {
            parent.accepted.add(this);
        }
        established = true;
    }

    /** Text from a SYN makes a connection that can be accepted before its handshake is complete. */
    @Override
    public void onReadable(Connection c, long nowNs) {
        onEstablished(c, nowNs);
    }

    @Override
    public void onSoftError(Connection c, long nowNs) {
        if (settings.receiveErrors()) {
            error = CloseErrors.unreachable(c.icmpError(), c.remoteAddress().isV4());
        }
    }

    @Override
    public void onClosed(Connection c, CloseReason r, long nowNs) {
        reason = r;
        if (!closed) {
            error = CloseErrors.errno(r, c.icmpError(), c.remoteAddress().isV4());
        }
    }

    // ---- what calls do

    /** The error to be told next, which is told once; null if there is none. */
    String takeError() {
        String e = error;
        error = null;
        return e;
    }

    boolean hasError() {
        return error != null;
    }

    /** The last small segment waits, as with a cork, until something is written with which more is not to come. */
    void moreToCome(boolean on) {
        if (on != more) {
            more = on;
            connection.cork(on);
        }
    }

    /** @return how many bytes of the pattern the stack took */
    int write(int length) {
        byte[] b = new byte[length];
        Pattern.fill(b, 0, length, written);
        int n = out.write(new UnsafeBuffer(b), 0, length);
        written += n;
        return n;
    }

    /** Nothing can be written any more. */
    boolean isWriteShut() {
        return out == null || out.ended() || reason != null;
    }

    boolean isReadable() {
        return in != null && (in.available() > 0 || in.endSeen()) || readShut || reason != null || error != null;
    }

    /** The stream has ended and everything was read. */
    boolean isAtEnd() {
        return in.isEnded() || readShut || reason != null && in.available() == 0;
    }

    int available() {
        return in == null ? 0 : in.available();
    }

    /**
     * Reads up to {@code length} bytes.
     *
     * @return how many
     * @throws IllegalStateException if they are not those of the pattern
     */
    int read(int length, boolean peek) {
        byte[] b = new byte[Math.min(length, in.available())];
        UnsafeBuffer target = new UnsafeBuffer(b);
        int n = peek ? in.peek(in.consumed(), target, 0, b.length) : in.read(target, 0, b.length);
        int wrong = Pattern.mismatch(b, n, read);
        if (wrong >= 0) {
            throw new IllegalStateException("byte " + (read + wrong) + " of the stream arrived as " + (b[wrong] & 0xff)
                + " and not as " + (Pattern.at(read + wrong) & 0xff));
        }
        read += peek ? 0 : n;
        return n;
    }

    /** Bytes that the peer has not acknowledged. */
    long unacknowledged() {
        return out == null ? 0 : out.limit() - out.acknowledgedUpTo();
    }

    /** Nobody reads or writes any more: what that means on the wire is the stack's business. */
    void close(long nowNs) {
        closed = true;
        if (listener != null) {
            listener.close();
            accepted.forEach(s -> s.close(nowNs));
        }
        if (connection == null || reason != null) {
            return;
        }
        out.end();
        connection.close(nowNs);
    }
}
