package io.tributary.convert.sim;

import io.tributary.connection.Connection;
import io.tributary.testkit.Endpoint;
import java.io.ByteArrayOutputStream;
import org.agrona.concurrent.UnsafeBuffer;

/** The origin's application. */
final class Server extends Endpoint {
    private final byte[] toSend;
    private final boolean endsAfterwards;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private int sent;
    private boolean ended;
    boolean stalled;

    Server(byte[] toSend, boolean endsAfterwards) {
        this.toSend = toSend;
        this.endsAfterwards = endsAfterwards;
    }

    byte[] received() {
        return received.toByteArray();
    }

    @Override
    public String read() {
        byte[] b = new byte[in.available()];
        in.read(new UnsafeBuffer(b), 0, b.length);
        received.writeBytes(b);
        return "";
    }

    @Override
    public void onReadable(Connection c, long nowNs) {
        if (!stalled) {
            read();
        }
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        super.onEstablished(c, nowNs);
        pump();
    }

    @Override
    public void onWritable(Connection c, long nowNs) {
        pump();
    }

    private void pump() {
        if (ended || sent == toSend.length && !endsAfterwards) {
            return;
        }
        sent += out.write(new UnsafeBuffer(toSend), sent, toSend.length - sent);
        if (sent == toSend.length && endsAfterwards) {
            ended = true;
            out.end();
        }
    }
}
