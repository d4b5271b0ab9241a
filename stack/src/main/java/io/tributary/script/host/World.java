package io.tributary.script.host;

import io.tributary.device.Offload;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counters;
import io.tributary.random.RandomSource;
import io.tributary.script.packet.Captured;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.wire.IpAddress;
import org.agrona.concurrent.UnsafeBuffer;

/** The stack under test with its device and its clock, which jumps from one event to the next. */
public final class World {
    public static final int ZONE = 0;
    /** The stack's clock when the script starts: any time but 0. */
    private static final long START_NS = 1_000_000_000_000L;
    /** More turns without the clock going on, and the stack goes round in circles. */
    private static final int TURN_LIMIT = 10_000;

    private final Shard shard;
    private final ScriptDevice device;
    private final NetInterface networkInterface;
    private final Offload offload = new Offload();
    private Runnable afterStep = () -> { };
    private long nowNs = START_NS;

    public World(ShardConfig config, RandomSource random, int mtu, IpAddress... addresses) {
        shard = new Shard(config, random, new Counters());
        device = new ScriptDevice(mtu, () -> nowNs);
        networkInterface = shard.addInterface("script", ZONE, addresses, device);
    }

    public Shard shard() {
        return shard;
    }

    public ScriptDevice device() {
        return device;
    }

    /** The stack's clock. */
    public long nowNs() {
        return nowNs;
    }

    /** Time since the script started. */
    public long elapsedNs() {
        return nowNs - START_NS;
    }

    public static long elapsedNs(Captured packet) {
        return packet.atNs() - START_NS;
    }

    /** What is done whenever the stack has moved: calls that wait look again. */
    public void afterStep(Runnable r) {
        afterStep = r;
    }

    /** A packet arrives. */
    public void receive(byte[] packet) {
        UnsafeBuffer b = new UnsafeBuffer(packet);
        shard.onPacket(networkInterface, b, 0, packet.length, offload.none(), nowNs);
        settle();
    }

    /** Lets the stack do what it owes now. */
    public void settle() {
        int turns = 0;
        do {
            shard.runOnce(nowNs);
            afterStep.run();
            if (++turns > TURN_LIMIT) {
                throw new IllegalStateException("the stack does not come to rest");
            }
        } while (shard.nextDeadlineNs() <= nowNs);
    }

    /** Lets time pass until so long after the script's start; what the stack does at that time included. */
    public void advanceTo(long elapsedNs) {
        while (step(elapsedNs)) {
            // until nothing is left to happen by then
        }
    }

    /** Lets time pass until the stack has sent something that nobody has taken, or so long after the script's start. */
    public void awaitPacket(long elapsedNs) {
        while (device.sent().isEmpty() && step(elapsedNs)) {
            // one timer after the other
        }
    }

    /** The next thing that happens by itself. @return false if nothing does until then: it is that time now */
    private boolean step(long elapsedNs) {
        long until = START_NS + elapsedNs;
        long deadline = shard.nextDeadlineNs();
        if (deadline > until) {
            nowNs = Math.max(nowNs, until);
            return false;
        }
        nowNs = Math.max(nowNs, deadline);
        settle();
        return true;
    }
}
