package io.tributary.bench.relay;

import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.kernel.KernelSocket.Protocol;

/** TCP from end to end; the box between them only routes. The most that this machine's kernel can do. */
final class DirectArrangement implements Arrangement {
    static final String NAME = "direct";

    private final World world;

    DirectArrangement(World world) {
        this.world = world;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public KernelSocket connect() {
        return world.connect(Protocol.TCP, World.SERVER, World.SERVER_PORT);
    }

    @Override
    public void check(KernelSocket connection) {
        // a TCP socket cannot be anything else
    }

    @Override
    public long pid() {
        return 0;
    }

    @Override
    public void close() {
        // nothing of its own
    }
}
