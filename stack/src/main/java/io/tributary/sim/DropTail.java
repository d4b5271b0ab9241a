package io.tributary.sim;

import java.util.ArrayDeque;
import java.util.Queue;

/** First in, first out; what finds no room is lost. */
class DropTail implements QueueModel {
    private final Queue<SimPacket> waiting = new ArrayDeque<>();
    private long bytes;
    private long byteLimit = Long.MAX_VALUE;
    private int packetLimit = Integer.MAX_VALUE;

    @Override
    public boolean offer(SimPacket packet, long nowNs) {
        if (bytes + packet.length() > byteLimit || waiting.size() >= packetLimit) {
            return false;
        }
        waiting.add(packet);
        bytes += packet.length();
        packet.queuedAtNs(nowNs);
        return true;
    }

    @Override
    public SimPacket poll(long nowNs, Fate fate) {
        SimPacket packet = waiting.poll();
        if (packet != null) {
            bytes -= packet.length();
        }
        return packet;
    }

    @Override
    public int clear() {
        int n = waiting.size();
        waiting.clear();
        bytes = 0;
        return n;
    }

    @Override
    public int packets() {
        return waiting.size();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void limit(long bytes, int packets) {
        byteLimit = bytes;
        packetLimit = packets;
    }
}
