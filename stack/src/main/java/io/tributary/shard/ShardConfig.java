package io.tributary.shard;

import io.tributary.mptcp.MptcpConfig;
import io.tributary.tcp.TcpConfig;

/**
 * A shard's limits.
 *
 * @param tcp         TCP's knobs
 * @param mptcp       MPTCP's knobs
 * @param connections most connections at once; the newest loses
 * @param timeWaits   most flows kept in TIME-WAIT; the oldest loses
 */
public record ShardConfig(TcpConfig tcp, MptcpConfig mptcp, int connections, int timeWaits) {
    public static final ShardConfig DEFAULT = new ShardConfig(TcpConfig.DEFAULT, MptcpConfig.DEFAULT, 100_000, 32_768);

    public ShardConfig(TcpConfig tcp, int connections, int timeWaits) {
        this(tcp, MptcpConfig.DEFAULT, connections, timeWaits);
    }

    public ShardConfig withMptcp(MptcpConfig config) {
        return new ShardConfig(tcp, config, connections, timeWaits);
    }

    /** Flows of all kinds: connections with their subflows, held SYNs, TIME-WAIT. */
    int flows() {
        return connections * 4 + timeWaits;
    }
}
