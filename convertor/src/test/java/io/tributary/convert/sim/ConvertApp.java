package io.tributary.convert.sim;

import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.convert.session.ClientOutcome;
import io.tributary.convert.session.ConvertClientSession;
import io.tributary.tcp.CloseReason;
import java.io.ByteArrayOutputStream;
import org.agrona.concurrent.UnsafeBuffer;

/** A client's application behind a converter: takes the reply off the stream, resets on an error, then sends and keeps bytes. */
final class ConvertApp implements ConnectionHandler {
    private final ConvertClientSession session;
    private final byte[] toSend;
    private final boolean endsAfterwards;
    final SendRing out = new SendRing(4096, 1 << 18);
    final ReceiveRing in = new ReceiveRing(4096, 1 << 18);
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    Connection connection;
    ClientOutcome outcome = new ClientOutcome.NeedMore();
    CloseReason closed;
    long establishedNs = -1;
    long outcomeNs = -1;
    boolean stalled;
    private int sent;

    ConvertApp(ConvertClientSession session, byte[] toSend, boolean endsAfterwards) {
        this.session = session;
        this.toSend = toSend;
        this.endsAfterwards = endsAfterwards;
    }

    ConvertApp attachTo(Connection c) {
        connection = c;
        out.doorbell(c::wake);
        in.doorbell(c::wake);
        return this;
    }

    byte[] received() {
        return received.toByteArray();
    }

    boolean sawEnd() {
        return in.isEnded();
    }

    void end() {
        out.end();
    }

    void read(long nowNs) {
        byte[] b = new byte[in.available()];
        in.read(new UnsafeBuffer(b), 0, b.length);
        if (outcome instanceof ClientOutcome.NeedMore) {
            outcome = session.receive(b, 0, b.length);
            outcomeNs = nowNs;
            if (outcome instanceof ClientOutcome.Accepted a) {
                received.write(b, a.userDataAt(), b.length - a.userDataAt());
            } else if (!(outcome instanceof ClientOutcome.NeedMore)) {
                connection.abort(nowNs);
            }
        } else {
            received.writeBytes(b);
        }
    }

    private void write() {
        if (sent < toSend.length) {
            sent += out.write(new UnsafeBuffer(toSend), sent, toSend.length - sent);
            if (sent == toSend.length && endsAfterwards) {
                out.end();
            }
        } else if (toSend.length == 0 && endsAfterwards) {
            out.end();
        }
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        establishedNs = nowNs;
        write();
    }

    @Override
    public void onReadable(Connection c, long nowNs) {
        if (!stalled) {
            read(nowNs);
        }
    }

    @Override
    public void onWritable(Connection c, long nowNs) {
        write();
    }

    @Override
    public void onClosed(Connection c, CloseReason reason, long nowNs) {
        closed = reason;
    }
}
