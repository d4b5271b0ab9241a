package io.tributary.sim;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.PacketDevice;
import io.tributary.device.PacketHandler;
import io.tributary.device.PacketRecorder;
import io.tributary.device.PacketSink;
import io.tributary.device.Offload;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A node's end of a link. Never pushes back: what the link cannot take is lost there, as behind a real interface.
 * With segmentation offload a super-segment travels whole, at the cost of its bytes.
 */
public final class SimDevice implements PacketDevice {
    private final String name;
    private final Simulation simulation;
    private final int node;
    private final int number;
    private final DeviceCapabilities capabilities;
    private final Queue<SimPacket> arrived = new ArrayDeque<>();
    private final Sink sink = new Sink();
    private Consumer<SimPacket> wire = packet -> { };
    private LinkDirection outgoing;
    private SimLink link;
    private PacketRecorder recorder = (timeNs, inbound, buffer, at, length) -> { };

    SimDevice(String name, Simulation simulation, int node, int number, DeviceCapabilities capabilities) {
        this.name = name;
        this.simulation = simulation;
        this.node = node;
        this.number = number;
        this.capabilities = capabilities;
    }

    public String name() {
        return name;
    }

    @Override
    public DeviceCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public int receive(PacketHandler handler, int limit) {
        int n = 0;
        for (SimPacket packet; n < limit && (packet = arrived.poll()) != null; n++) {
            handler.onPacket(packet.buffer(), 0, packet.length(), packet.offload());
        }
        return n;
    }

    @Override
    public PacketSink sink() {
        return sink;
    }

    /** Puts a packet on the wire as if the node had sent it: for scripts. */
    public void send(SimPacket packet) {
        recorder.record(simulation.nowNs(), false, packet.buffer(), 0, packet.length());
        wire.accept(packet);
    }

    /** Unplugs it: nothing leaves any more. */
    @Override
    public void close() {
        wire = packet -> { };
    }

    int node() {
        return node;
    }

    int number() {
        return number;
    }

    /** The link it is plugged into, null if none. */
    public SimLink link() {
        return link;
    }

    /** Largest packet that gets through: its own MTU or its link's, bytes. */
    public int pathMtu() {
        return outgoing == null ? capabilities.mtu() : Math.min(capabilities.mtu(), outgoing.mtu());
    }

    void plug(SimLink into, LinkDirection direction, Consumer<SimPacket> entrance) {
        link = into;
        outgoing = direction;
        wire = entrance;
    }

    void record(PacketRecorder with) {
        recorder = with;
    }

    void arrive(SimPacket packet) {
        recorder.record(simulation.nowNs(), true, packet.buffer(), 0, packet.length());
        arrived.add(packet);
    }

    private final class Sink implements PacketSink {
        private UnsafeBuffer slot = new UnsafeBuffer(new byte[2048]);

        @Override
        public int maxPacket() {
            return capabilities.gsoMaxSize();
        }

        @Override
        public int claim(int length) {
            if (length > maxPacket()) {
                throw new IllegalArgumentException(length + " bytes, " + name + " takes " + maxPacket());
            }
            if (slot.capacity() < length) {
                slot = new UnsafeBuffer(new byte[maxPacket()]);
            }
            return 0;
        }

        @Override
        public MutableDirectBuffer buffer() {
            return slot;
        }

        @Override
        public void commit(int at, int length, Offload offload) {
            send(new SimPacket(slot, at, length, offload));
        }

        @Override
        public void abort(int at) {
            // the slot is lent again by the next claim
        }
    }
}
