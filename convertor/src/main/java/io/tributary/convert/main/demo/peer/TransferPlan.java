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

    /** Who talks when. */
    public enum Order {
        /**
         * Both at once; the server ends its stream second. A Linux 6.18 MPTCP sender that has seen the peer's DATA_FIN may slow
         * down to a trickle, and a bulk test shall not measure that.
         */
        BOTH,
        /** The server starts when it has seen the client's end of stream. */
        CLIENT_FIRST,
        /** The client starts when it has seen the server's end of stream. */
        SERVER_FIRST
    }

    Exchange.Start clientStart() {
        return order == Order.SERVER_FIRST ? Exchange.Start.SECOND : Exchange.Start.AT_ONCE;
    }

    Exchange.Start serverStart() {
        return switch (order) {
            case BOTH -> Exchange.Start.AT_ONCE_ENDS_SECOND;
            case CLIENT_FIRST -> Exchange.Start.SECOND;
            case SERVER_FIRST -> Exchange.Start.AT_ONCE;
        };
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
