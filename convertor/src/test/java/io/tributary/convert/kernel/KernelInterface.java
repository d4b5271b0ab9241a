package io.tributary.convert.kernel;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.PacketSink;
import io.tributary.driver.tun.TunDevice;
import io.tributary.driver.tun.TunQueue;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimPacket;
import io.tributary.sim.Simulation;

/** An interface of a {@link KernelHost}: a TUN, and the end of a simulated link that its packets leave and come by. */
final class KernelInterface implements AutoCloseable {
    private final TunDevice tun;
    private final TunQueue queue;
    private final SimDevice device;

    /** To be called in the host's namespace. */
    KernelInterface(Simulation simulation, KernelHost host, String hostName, String name, int mtu) {
        tun = TunDevice.open(name, 1, false, mtu);
        queue = tun.queue(0);
        device = simulation.device(host, hostName + "." + name, DeviceCapabilities.plain(mtu));
    }

    SimDevice device() {
        return device;
    }

    int fd() {
        return queue.fd();
    }

    /** Packets that the kernel has sent enter the network. */
    void read(int limit) {
        queue.receive((buffer, at, length, offload) -> device.send(new SimPacket(buffer, at, length, offload)), limit);
        if (queue.failure() != null) {
            throw queue.failure();
        }
    }

    /** Packets that came over the link enter the kernel. */
    void deliver() {
        device.receive((buffer, at, length, offload) -> {
            PacketSink sink = queue.sink();
            int to = sink.claim(length);
            if (to >= 0) { // otherwise lost, as behind any queue that is full
                sink.buffer().putBytes(to, buffer, at, length);
                sink.commit(to, length, offload);
            }
        }, Integer.MAX_VALUE);
    }

    void flush() {
        queue.flush();
    }

    @Override
    public void close() {
        tun.close();
    }
}
