package io.tributary.convert.main.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** Answers clients of the control socket, one after the other, each within a few seconds. */
public final class ControlServer implements AutoCloseable {
    private static final int LONGEST_REQUEST = 4096;
    private static final long PATIENCE_NS = 5_000_000_000L;

    private final ControlSocket socket;
    private final Control control;
    private final Thread thread = new Thread(this::serve, "control");

    private ControlServer(ControlSocket socket, Control control) {
        this.socket = socket;
        this.control = control;
        thread.setDaemon(true);
    }

    public static ControlServer start(ControlSocket socket, Control control) {
        ControlServer server = new ControlServer(socket, control);
        server.thread.start();
        return server;
    }

    private void serve() {
        while (socket.channel().isOpen()) {
            try {
                answer(socket.channel().accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // out of descriptors, most likely; trying again at once would only keep a processor busy
                LockSupport.parkNanos(PATIENCE_NS / 50);
            }
        }
    }

    private void answer(SocketChannel accepted) {
        try (SocketChannel client = accepted; Selector selector = Selector.open()) {
            client.configureBlocking(false);
            SelectionKey key = client.register(selector, SelectionKey.OP_READ);
            String request = read(client, selector, System.nanoTime() + PATIENCE_NS);
            if (request != null) {
                key.interestOps(SelectionKey.OP_WRITE);
                write(client, selector, control.answer(request), System.nanoTime() + PATIENCE_NS);
            }
        } catch (IOException gone) {
            // this client went away; the next one may stay
            return;
        }
    }

    /** @return the first line; null if there was none in time or it was too long */
    private static String read(SocketChannel client, Selector selector, long deadlineNs) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_REQUEST);
        while (buffer.hasRemaining() && await(selector, deadlineNs)) {
            int n = client.read(buffer);
            for (int i = 0; i < buffer.position(); i++) {
                if (buffer.get(i) == '\n') {
                    return new String(buffer.array(), 0, i, StandardCharsets.UTF_8);
                }
            }
            if (n < 0) {
                return null;
            }
        }
        return null;
    }

    private static void write(SocketChannel client, Selector selector, String answer, long deadlineNs) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
        while (buffer.hasRemaining() && await(selector, deadlineNs)) {
            client.write(buffer);
        }
    }

    private static boolean await(Selector selector, long deadlineNs) throws IOException {
        long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
        selector.selectedKeys().clear();
        return leftMs > 0 && selector.select(leftMs) > 0;
    }

    /** Takes no more clients and removes the socket. */
    @Override
    public void close() throws IOException {
        socket.close();
        thread.interrupt();
    }
}
