package io.tributary.convert.main.control;

import io.tributary.mptcp.path.PathEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Sends one watcher its events, on a thread of its own, until it goes away or takes nothing for a minute. */
final class MonitorClient implements Runnable {
    private static final long LOOK_MS = 200;
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final int BATCH = 256;

    private final PathMonitor monitor;
    private final PathMonitor.Watcher watcher;
    private final SocketChannel client;
    private final boolean json;

    private MonitorClient(PathMonitor monitor, PathMonitor.Watcher watcher, SocketChannel client, boolean json) {
        this.monitor = monitor;
        this.watcher = watcher;
        this.client = client;
        this.json = json;
    }

    /** @param client not blocking, and this one's own from now on */
    static void start(PathMonitor monitor, PathMonitor.Watcher watcher, SocketChannel client, boolean json) {
        Thread t = new Thread(new MonitorClient(monitor, watcher, client, json), "monitor");
        t.setDaemon(true);
        t.start();
    }

    @Override
    public void run() {
        try (SocketChannel c = client; Selector selector = Selector.open()) {
            SelectionKey key = c.register(selector, SelectionKey.OP_WRITE);
            boolean here = write(Control.ok(), selector);
            ByteBuffer ignored = ByteBuffer.allocate(64);
            while (here && key.isValid() && !monitor.isClosed()) {
                String lines = collect();
                here = c.read(ignored.clear()) >= 0 && (lines.isEmpty() || write(lines, selector));
            }
        } catch (IOException e) {
            // it went away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            monitor.leave(watcher);
        }
    }

    private String collect() throws InterruptedException {
        StringBuilder lines = new StringBuilder();
        PathEvent e = watcher.next(LOOK_MS);
        for (int n = 1; e != null; n++) {
            lines.append(json ? MonitorReport.json(e) : MonitorReport.text(e));
            e = n < BATCH ? watcher.next(0) : null;
        }
        long missed = watcher.takeDropped();
        return missed == 0 ? lines.toString() : lines + MonitorReport.dropped(missed, json);
    }

    /** @return false if it took nothing for too long */
    private boolean write(String lines, Selector selector) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        long until = System.nanoTime() + PATIENCE_NS;
        while (buffer.hasRemaining()) {
            if (client.write(buffer) > 0) {
                until = System.nanoTime() + PATIENCE_NS;
            } else if (System.nanoTime() > until) {
                return false;
            } else {
                selector.selectedKeys().clear();
                selector.select(LOOK_MS);
            }
        }
        return true;
    }
}
