package io.tributary.convert.main.cat;

import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.convert.main.control.CommandQueue;
import io.tributary.convert.main.loop.Tenant;
import io.tributary.tcp.CloseReason;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Standard input and output at the ends of one connection; each direction ends for itself. Subclasses open it, as client or
 * as server.
 */
public abstract class Cat implements Tenant, ConnectionHandler {
    private static final int MIN_RING = 64 << 10;
    private static final int MAX_RING = 4 << 20;

    private final CommandQueue commands;
    private final InputStream stdin;
    private final OutputStream stdout;
    private final SendRing out = new SendRing(MIN_RING, MAX_RING);
    private ReceiveRing in = new ReceiveRing(MIN_RING, MAX_RING);
    private InputPump input;
    private OutputPump output;
    private Connection connection;
    private boolean established;
    private CatResult result;
    private long turnNs;

    Cat(CommandQueue commands, InputStream stdin, OutputStream stdout) {
        this.commands = commands;
        this.stdin = stdin;
        this.stdout = stdout;
    }

    /** Opens the connection or the port. */
    public abstract void open(long nowNs);

    final SendRing out() {
        return out;
    }

    final ReceiveRing in() {
        return in;
    }

    /** For another attempt after bytes that were not for standard output. */
    final void freshIn() {
        in = new ReceiveRing(MIN_RING, MAX_RING);
    }

    final Connection connection() {
        return connection;
    }

    /** From here on this is the connection. */
    final void connected(Connection c) {
        connection = c;
        Runnable wake = c::wake;
        out.doorbell(() -> commands.post(wake));
        in.doorbell(() -> commands.post(wake));
    }

    /** Lets bytes flow. @param first what stands in front of the inbound stream */
    final void pump(byte[] first) {
        input = new InputPump(stdin, out);
        output = new OutputPump(first, in, stdout, () -> commands.post(() -> abort(turnNs)));
        input.start();
        output.start();
    }


    final void finish(CatResult r) {
        if (result == null) {
            result = r;
            if (input != null) {
                input.stop();
                output.close();
            }
        }
    }

    /** When the loop has ended: waits until everything received is written. */
    public final CatResult result() throws InterruptedException {
        if (output != null) {
            output.join();
            if (output.isBroken()) {
                return new CatResult(CatResult.Kind.BROKEN, "nobody reads standard output any more");
            }
        }
        return result;
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        established = true;
        pump(new byte[0]);
    }

    @Override
    public void onReadable(Connection c, long nowNs) {
        if (output != null) {
            output.onNews();
        }
    }

    @Override
    public final void onWritable(Connection c, long nowNs) {
        if (input != null) {
            input.onRoom();
        }
    }

    @Override
    public void onClosed(Connection c, CloseReason reason, long nowNs) {
        if (c == connection) {
            finish(CatResult.of(reason, established, c.remoteAddress().withPort(c.remotePort())));
        }
    }

    final void established() {
        established = true;
    }

    @Override
    public void onTimers(long nowNs) {
        turnNs = nowNs;
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void drain(long nowNs) {
        // the one connection goes on
    }

    @Override
    public final void abort(long nowNs) {
        if (connection != null && result == null) {
            connection.abort(nowNs);
        }
    }

    @Override
    public final boolean isIdle() {
        return isFinished();
    }

    @Override
    public final boolean isFinished() {
        return result != null;
    }
}
