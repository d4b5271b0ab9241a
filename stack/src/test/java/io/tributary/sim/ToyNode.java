package io.tributary.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.MutableDirectBuffer;

/** Notes what arrives and when; sends numbered packets. */
class ToyNode implements SimNode {
    final List<Long> times = new ArrayList<>();
    final List<byte[]> packets = new ArrayList<>();
    final SimDevice device;
    final Simulation simulation;

    ToyNode(Simulation simulation, String name, int mtu) {
        this.simulation = simulation;
        device = simulation.device(this, name, mtu);
    }

    /** Sends packets with running numbers in the first octet. */
    void send(int count, int length) {
        for (int i = 0; i < count; i++) {
            device.send(packet(i, length));
        }
    }

    static SimPacket packet(int number, int length) {
        byte[] b = new byte[length];
        new Random(number).nextBytes(b);
        b[0] = (byte) number;
        return new SimPacket(b);
    }

    List<Integer> numbers() {
        return packets.stream().map(b -> (int) b[0]).toList();
    }

    @Override
    public void onPackets(long nowNs) {
        device.receive((b, at, length, o) -> onPacket(b, length, nowNs), Integer.MAX_VALUE);
    }

    void onPacket(MutableDirectBuffer buffer, int length, long nowNs) {
        byte[] copy = new byte[length];
        buffer.getBytes(0, copy);
        packets.add(copy);
        times.add(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void onTimers(long nowNs) {
        throw new AssertionError("a timer that was not asked for");
    }

    @Override
    public void transmit(long nowNs) {
        // sends by itself
    }
}
