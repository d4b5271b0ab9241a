package io.tributary.tcp;

/**
 * What an application asks of its connection.
 *
 * @param delayedAckNs longest wait before an ACK is sent, nanoseconds, below half a second
 * @param hopLimit     TTL or hop limit of what we send
 */
public record SocketOptions(long delayedAckNs, int hopLimit) {
    private static final long MS = 1_000_000;

    public static final SocketOptions DEFAULT = new SocketOptions(40 * MS, 64);

    public SocketOptions {
        if (delayedAckNs >= 500 * MS) {
            throw new IllegalArgumentException("the ACK delay must stay below 0.5 s (RFC 9293, MUST-40)");
        }
    }
}
