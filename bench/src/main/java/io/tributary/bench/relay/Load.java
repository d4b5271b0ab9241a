package io.tributary.bench.relay;

import io.tributary.abi.Tcp;
import io.tributary.driver.kernel.KernelSocket;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** What the client does with a connection to {@link LoadServer}, and what it measures meanwhile. */
final class Load {
    /** Longest wait for anything, in milliseconds: what takes longer has failed. Long, as a stall shall show in the numbers. */
    static final long PATIENCE_MS = 30_000;
    private static final int WARM_UP_PART = 10;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Chunk chunk = new Chunk();

    /** Bytes that were carried, and how long that took from the first to the arrival of the last. */
    record Carried(long bytes, long ns) {
        double gigabitsPerSecond() {
            return bytes * 8.0 / ns;
        }
    }

    /** Sends for {@code ms} milliseconds and waits until the server has seen the end.
     *  @param beforeEnd looks at the connection while it is still whole */
    Carried up(KernelSocket socket, int ms, Consumer<KernelSocket> beforeEnd) {
        chunk.memory().putByte(0, LoadServer.DISCARD);
        long startNs = System.nanoTime();
        long endNs = startNs + ms * 1_000_000L;
        long bytes = chunk.send(socket, Chunk.BYTES);
        while (System.nanoTime() < endNs) {
            bytes += chunk.send(socket, Chunk.BYTES);
        }
        beforeEnd.accept(socket);
        socket.shutdownOutput();
        if (chunk.receive(socket, 1) != 0) {
            throw new RelayFailure("the server says something where it should end");
        }
        return new Carried(bytes, System.nanoTime() - startNs);
    }

    /** Lets the server send for {@code ms} milliseconds and receives it all.
     *  @param beforeEnd looks at the connection while it is still whole */
    Carried down(KernelSocket socket, int ms, Consumer<KernelSocket> beforeEnd) {
        chunk.memory().putByte(0, LoadServer.SOURCE);
        chunk.memory().putInt(1, ms, ByteOrder.BIG_ENDIAN);
        long startNs = System.nanoTime();
        int head = 1 + Integer.BYTES;
        if (chunk.send(socket, head) != head) {
            throw new RelayFailure("the connection takes no five octets at once");
        }
        long bytes = 0;
        for (int n = chunk.receive(socket, Chunk.BYTES); n > 0; n = chunk.receive(socket, Chunk.BYTES)) {
            bytes += n;
        }
        long ns = System.nanoTime() - startNs;
        beforeEnd.accept(socket);
        socket.shutdownOutput();
        return new Carried(bytes, ns);
    }

    /** Sends single octets to and fro.
     *  @param beforeEnd looks at the connection while it is still whole
     *  @return round-trip times in ns, a tenth of {@code count} before them not counted */
    Histogram pingPong(KernelSocket socket, int count, Consumer<KernelSocket> beforeEnd) {
        socket.option(Tcp.SOL_TCP, Tcp.TCP_NODELAY, 1);
        chunk.memory().putByte(0, LoadServer.ECHO);
        chunk.send(socket, 1);
        Histogram times = new Histogram(10 * SECOND_NS, 3);
        for (int i = -count / WARM_UP_PART; i < count; i++) {
            long startNs = System.nanoTime();
            chunk.send(socket, 1);
            if (chunk.receive(socket, 1) != 1) {
                throw new RelayFailure("the connection ended after " + times.getTotalCount() + " round trips");
            }
            if (i >= 0) {
                times.recordValue(Math.min(System.nanoTime() - startNs, times.getHighestTrackableValue()));
            }
        }
        beforeEnd.accept(socket);
        socket.shutdownOutput();
        return times;
    }
}
