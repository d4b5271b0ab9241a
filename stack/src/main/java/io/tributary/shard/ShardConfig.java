package io.tributary.shard;

import io.tributary.tcp.TcpConfig;

/**
 * A shard's limits.
 *
 * @param tcp         TCP's knobs
 * @param connections most connections at once; the newest loses
 * @param timeWaits   most flows kept in TIME-WAIT; the oldest loses
 */
public record ShardConfig(TcpConfig tcp, int connections, int timeWaits) {
    public static final ShardConfig DEFAULT = new ShardConfig(TcpConfig.DEFAULT, 100_000, 32_768);

    /** Flows of all kinds: connections with their subflows, held SYNs, TIME-WAIT. */
    int flows() {
        return connections * 4 + timeWaits;
    }
}
