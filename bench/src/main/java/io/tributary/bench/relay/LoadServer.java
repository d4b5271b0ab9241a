package io.tributary.bench.relay;

import io.tributary.abi.Tcp;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.nativeio.NativeException;
import java.nio.ByteOrder;

/**
 * The server of every measurement: plain TCP, a thread per connection. The first octet of a connection says what it is for.
 */
final class LoadServer implements AutoCloseable {
    /** Receives until the end of the stream, then ends its own. */
    static final byte DISCARD = 'd';
    /** Sends back what comes. */
    static final byte ECHO = 'e';
    /** Sends for as long as the next four octets say (milliseconds, big-endian), then ends. */
    static final byte SOURCE = 's';

    private final KernelSocket listener;

    /** Serves until it is closed, and the listener with it. */
    LoadServer(KernelSocket listener) {
        this.listener = listener;
        start("bench-server", this::accept);
    }

    private void accept() {
        try {
            while (true) {
                KernelSocket socket = listener.accept();
                start("bench-connection", () -> serve(socket));
            }
        } catch (NativeException e) {
            // closed
        }
    }

    private static void serve(KernelSocket connection) {
        try (KernelSocket socket = connection) {
            socket.option(Tcp.SOL_TCP, Tcp.TCP_NODELAY, 1);
            Chunk chunk = new Chunk();
            if (chunk.receive(socket, 1) == 0) {
                return;
            }
            switch (chunk.memory().getByte(0)) {
                case DISCARD -> drain(socket, chunk);
                case ECHO -> echo(socket, chunk);
                case SOURCE -> source(socket, chunk);
                default -> socket.abortOnClose();
            }
        } catch (NativeException e) {
            // the client reports what went wrong
        }
    }

    private static void drain(KernelSocket socket, Chunk chunk) {
        while (chunk.receive(socket, Chunk.BYTES) > 0) {
            // gone
        }
    }

    private static void echo(KernelSocket socket, Chunk chunk) {
        for (int n = chunk.receive(socket, Chunk.BYTES); n > 0; n = chunk.receive(socket, Chunk.BYTES)) {
            chunk.send(socket, n);
        }
    }

    private static void source(KernelSocket socket, Chunk chunk) {
        byte[] milliseconds = new byte[Integer.BYTES];
        socket.receiveFully(milliseconds, 0, milliseconds.length);
        chunk.memory().putBytes(0, milliseconds);
        long endNs = System.nanoTime() + chunk.memory().getInt(0, ByteOrder.BIG_ENDIAN) * 1_000_000L;
        while (System.nanoTime() < endNs) {
            chunk.send(socket, Chunk.BYTES);
        }
        socket.shutdownOutput();
        drain(socket, chunk);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        listener.shutdown();
        listener.close();
    }
}
