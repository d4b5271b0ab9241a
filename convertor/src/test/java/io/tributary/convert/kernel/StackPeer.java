package io.tributary.convert.kernel;

import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.tcp.CloseReason;
import org.agrona.concurrent.UnsafeBuffer;

/** A connection of our stack as a blocking socket. */
final class StackPeer implements PeerSocket, ConnectionHandler {
    static final int BUFFER = 4 << 20;
    private static final long LONG_PATIENCE_MS = 900_000;

    private final LiveNetwork network;
    private long patienceMs = LONG_PATIENCE_MS;
    final SendRing out;
    final ReceiveRing in;
    private Connection connection;
    private boolean established;
    CloseReason closed;

    StackPeer(LiveNetwork network, int buffer) {
        this.network = network;
        this.out = new SendRing(4096, BUFFER);
        this.in = new ReceiveRing(4096, buffer);
    }

    /** How long a call waits at most; without it, a quarter of an hour. */
    StackPeer patience(long ms) {
        patienceMs = ms;
        return this;
    }

    void attach(Connection c) {
        connection = c;
        out.doorbell(c::wake);
        in.doorbell(c::wake);
    }

    Connection connection() {
        return connection;
    }

    CloseReason closed() {
        return network.call(() -> closed);
    }

    boolean isEstablished() {
        return established;
    }

    /** @throws Broken if the connection does not come about */
    StackPeer awaitEstablished() {
        if (!network.await(() -> established || closed != null, patienceMs)) {
            throw new Broken(Broken.Kind.TIMED_OUT, "no connection");
        }
        if (!established) {
            throw broken();
        }
        return this;
    }

    /** Waits for the end. */
    CloseReason awaitClosed(long timeoutMs) {
        network.await(() -> closed != null, timeoutMs);
        return closed();
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        established = true;
    }

    @Override
    public void onClosed(Connection c, CloseReason reason, long nowNs) {
        closed = reason;
    }

    @Override
    public int send(byte[] data, int at, int length) {
        if (!network.await(() -> closed != null || out.free() > 0, patienceMs)) {
            throw new Broken(Broken.Kind.TIMED_OUT, "no room to send");
        }
        return network.call(() -> {
            if (closed != null) {
                throw broken();
            }
            int n = out.write(new UnsafeBuffer(data), at, length);
            connection.wake();
            return n;
        });
    }

    @Override
    public int receive(byte[] into, int at, int length) {
        if (!network.await(() -> closed != null || in.available() > 0 || in.isEnded(), patienceMs)) {
            throw new Broken(Broken.Kind.TIMED_OUT, "nothing to receive");
        }
        return network.call(() -> {
            if (in.available() > 0) {
                return in.read(new UnsafeBuffer(into), at, length);
            }
            if (!in.isEnded()) {
                throw broken();
            }
            return -1;
        });
    }

    private Broken broken() {
        return new Broken(switch (closed) {
            case RESET -> Broken.Kind.RESET;
            case REFUSED -> Broken.Kind.REFUSED;
            case TIMED_OUT -> Broken.Kind.TIMED_OUT;
            default -> Broken.Kind.OTHER;
        }, "our connection ended with " + closed);
    }

    @Override
    public void shutdownOutput() {
        network.run(() -> {
            out.end();
            connection.wake();
        });
    }

    @Override
    public void abort() {
        network.run(() -> connection.abort(network.simulation().nowNs()));
    }

    @Override
    public void close() {
        shutdownOutput();
    }
}
