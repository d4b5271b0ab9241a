package io.tributary.testkit;

import io.tributary.shard.Shard;
import io.tributary.sim.SimNode;

public final class ShardNode implements SimNode {
    private final Shard shard;

    public ShardNode(Shard shard) {
        this.shard = shard;
    }

    @Override
    public void onPackets(long nowNs) {
        shard.receive(Integer.MAX_VALUE, nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        return shard.nextDeadlineNs();
    }

    @Override
    public void onTimers(long nowNs) {
        shard.onTimers(nowNs);
    }

    @Override
    public void transmit(long nowNs) {
        shard.runOnce(nowNs);
    }
}
