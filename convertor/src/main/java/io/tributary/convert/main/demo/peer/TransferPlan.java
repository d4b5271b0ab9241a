package io.tributary.convert.main.demo.peer;

import java.nio.ByteBuffer;

/**
 * What a client wants to exchange with a server: the first bytes of its stream. The server needs no other configuration, so
 * one server serves every test.
 *
 * @param seed             of the client's pattern; the server's pattern has the next one
 * @param upstreamBytes    pattern bytes from client to server
 * @param downstreamBytes  pattern bytes from server to client
 * @param order            who talks when
 * @param serverAbortAfter the server aborts when it has sent or received this many bytes; 0: never
 * @param serverPauseMs    how long the server stops reading after its first bytes, milliseconds
 */
public record TransferPlan(long seed, long upstreamBytes, long downstreamBytes, Order order, long serverAbortAfter,
                           long serverPauseMs) {
    /** Encoded length in bytes. */
    public static final int LENGTH = 7 * Long.BYTES;
    private static final long MAGIC = 0x747269622d6c6162L;

    /** Who talks when; the second in line starts when it has seen the other's end of stream. */
    public enum Order {
        BOTH, CLIENT_FIRST, SERVER_FIRST
    }

    /** Where the server's pattern comes from. */
    public long serverSeed() {
        return seed + 1;
    }

    public byte[] encode() {
        return ByteBuffer.allocate(LENGTH).putLong(MAGIC).putLong(seed).putLong(upstreamBytes).putLong(downstreamBytes)
                .putLong(order.ordinal()).putLong(serverAbortAfter).putLong(serverPauseMs).array();
    }

    /** @throws IllegalArgumentException if these are not the bytes of a plan */
    public static TransferPlan decode(byte[] bytes) {
        ByteBuffer b = ByteBuffer.wrap(bytes);
        if (bytes.length != LENGTH || b.getLong() != MAGIC) {
            throw new IllegalArgumentException("no transfer plan at the start of the stream");
        }
        long seed = b.getLong();
        long up = b.getLong();
        long down = b.getLong();
        long order = b.getLong();
        if (up < 0 || down < 0 || order < 0 || order >= Order.values().length) {
            throw new IllegalArgumentException("impossible transfer plan");
        }
        return new TransferPlan(seed, up, down, Order.values()[(int) order], b.getLong(), b.getLong());
    }
}
