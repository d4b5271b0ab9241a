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

    /** One that watches goes on by itself; the others are done here. */
    private void answer(SocketChannel accepted) {
        boolean watches = false;
        try (Selector selector = Selector.open()) {
            accepted.configureBlocking(false);
            SelectionKey key = accepted.register(selector, SelectionKey.OP_READ);
            String request = read(accepted, selector, System.nanoTime() + PATIENCE_NS);
            key.interestOps(SelectionKey.OP_WRITE);
            watches = request != null && watches(accepted, request);
            if (request != null && !watches) {
                write(accepted, selector, answerTo(request), System.nanoTime() + PATIENCE_NS);
            }
        } catch (IOException gone) {
            // this client went away; the next one may stay
            return;
        } finally {
            if (!watches) {
                close(accepted);
            }
        }
    }

    private boolean watches(SocketChannel client, String request) {
        PathMonitor monitor = control.watched(request);
        PathMonitor.Watcher watcher = monitor == null ? null : monitor.watch();
        if (watcher != null) {
            MonitorClient.start(monitor, watcher, client, Boolean.TRUE.equals(Control.requested(request, "json")));
        }
        return watcher != null;
    }

    private String answerTo(String request) {
        return control.watched(request) == null ? control.answer(request) : Control.error(PathMonitor.full());
    }

    private static void close(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            // then it is closed as far as it can be
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

    /** Takes no more clients, sends those away who watch, and removes the socket. */
    @Override
    public void close() throws IOException {
        control.close();
        socket.close();
        thread.interrupt();
    }
}
