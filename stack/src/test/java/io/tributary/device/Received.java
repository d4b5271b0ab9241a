package io.tributary.device;

import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What came out of a device, and a short way to put something in. */
final class Received implements PacketHandler {
    final List<byte[]> packets = new ArrayList<>();
    final List<Offload> offloads = new ArrayList<>();

    @Override
    public void onPacket(MutableDirectBuffer buffer, int at, int length, Offload offload) {
        byte[] b = new byte[length];
        buffer.getBytes(at, b);
        packets.add(b);
        offloads.add(new Offload().copyFrom(offload));
    }

    /** @return false if the device took nothing */
    static boolean send(PacketDevice device, byte[] packet, Offload offload) {
        PacketSink sink = device.sink();
        int at = sink.claim(packet.length);
        if (at < 0) {
            return false;
        }
        sink.buffer().putBytes(at, new UnsafeBuffer(packet), 0, packet.length);
        sink.commit(at, packet.length, offload);
        return true;
    }

    static boolean send(PacketDevice device, byte[] packet) {
        return send(device, packet, new Offload());
    }
}
