package io.tributary.sim;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.PacketDevice;
import io.tributary.device.PcapNgWriter;
import io.tributary.metrics.Counters;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** A host whose stack is a shard: the simulation drives it as an event loop would, in virtual time. */
public final class SimHost implements SimNode {
    private static final int BATCH = 64;
    /** Handlers that cause events in each other for ever are a bug of the scenario. */
    private static final int TURN_LIMIT = 10_000;

    private final Simulation simulation;
    private final String name;
    private final Shard shard;
    private final List<SimDevice> devices = new ArrayList<>();

    /** The shard draws from a random stream that depends on the simulation's seed and the name. */
    public SimHost(Simulation simulation, String name, ShardConfig config) {
        this(simulation, name, new Shard(config, simulation.randomSource(name), new Counters()));
    }

    public SimHost(Simulation simulation, String name, Shard shard) {
        this.simulation = simulation;
        this.name = name;
        this.shard = shard;
        simulation.add(this);
    }

    /**
     * A device without offload, with addresses of the stack in zone {@code zone}.
     *
     * @param addresses literals
     * @return the end to be linked
     */
    public SimDevice addInterface(String interfaceName, int zone, int mtu, String... addresses) {
        return addInterface(interfaceName, zone, DeviceCapabilities.plain(mtu), UnaryOperator.identity(), addresses);
    }

    /** @param decorate puts a tap or a fault injector around the device that the stack sees */
    public SimDevice addInterface(String interfaceName, int zone, DeviceCapabilities capabilities,
                                  UnaryOperator<PacketDevice> decorate, String... addresses) {
        SimDevice device = simulation.device(this, name + "." + interfaceName, capabilities);
        devices.add(device);
        IpAddress[] owned = Arrays.stream(addresses).map(IpAddress::parse).toArray(IpAddress[]::new);
        shard.addInterface(interfaceName, zone, owned, decorate.apply(device));
        return device;
    }

    /** Records what passes this host's devices, those that it has by now. */
    public void record(PcapNgWriter writer) {
        devices.forEach(d -> d.record(writer.addInterface(d.name())));
    }

    public Shard shard() {
        return shard;
    }

    public String name() {
        return name;
    }

    @Override
    public void onPackets(long nowNs) {
        while (shard.receive(BATCH, nowNs) > 0) {
            // until the devices are empty
        }
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
        for (int turn = 0; shard.transmit(Integer.MAX_VALUE, nowNs) + shard.drainEvents(nowNs) > 0; turn++) {
            if (turn > TURN_LIMIT) {
                throw new IllegalStateException(name + " does not come to rest; " + simulation);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
