package io.tributary.testkit;

import io.tributary.device.Offload;
import io.tributary.ip.IcmpOutput;
import io.tributary.ip.IpInput;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A router whose next link carries less than the others: it drops what is larger and may not be fragmented, and says so or
 * not. Its MTU changes while packets flow.
 */
public final class NarrowRouter implements Middlebox {
    public int mtu = Integer.MAX_VALUE;
    /** False: a black hole. */
    public boolean tells = true;
    /** An old router: it tells that, but not what. */
    public boolean namesMtu = true;
    public int dropped;
    public int fragmented;
    /** Largest packet that passed since somebody set this to 0. */
    public int largestPassed;

    private final IpAddress v4 = IpAddress.parse("198.51.100.1");
    private final IpAddress v6 = IpAddress.parse("2001:db8:9::1");
    private final PacketView view = new PacketView();
    private final UnsafeBuffer answer = new UnsafeBuffer(new byte[1_500]);

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        int size = wireSize(packet);
        if (size <= mtu) {
            largestPassed = Math.max(largestPassed, size);
            hop.pass(packet);
            return;
        }
        byte[] bytes = packet.bytes();
        boolean isV4 = bytes[0] >>> 4 == 4;
        if (isV4 && (bytes[6] & 0x40) == 0) {
            fragmented++;
            int room = (mtu - 20) / 8 * 8;
            int id = (bytes[4] & 0xff) << 8 | bytes[5] & 0xff;
            for (int at = 0; at < bytes.length - 20; at += room) {
                int to = Math.min(at + room, bytes.length - 20);
                hop.pass(new SimPacket(IpPackets.fragment(bytes, id, at, to, to < bytes.length - 20)));
            }
            return;
        }
        dropped++;
        if (tells) {
            report(bytes, size, isV4, hop);
        }
    }

    /** A super-segment stands for the packets that the wire would carry: the first of them is reported. */
    private void report(byte[] bytes, int size, boolean isV4, Hop hop) {
        byte[] about = Arrays.copyOf(bytes, size);
        new UnsafeBuffer(about).putShort(isV4 ? 2 : 4, (short) (isV4 ? size : size - 40), ByteOrder.BIG_ENDIAN);
        IpPackets.repaired(about);
        if (new IpInput().parse(new UnsafeBuffer(about), 0, size, new Offload(), view) != null) {
            return;
        }
        IpAddress us = isV4 ? v4 : v6;
        int n = IcmpOutput.packetTooBig(answer, 0, view, us.hi(), us.lo(), namesMtu ? mtu : 0);
        if (n > 0) {
            hop.back(new SimPacket(answer, 0, n, new Offload()));
        }
    }

    private static int wireSize(SimPacket p) {
        return p.offload().gsoSize > 0 ? Math.min(p.length(), p.offload().headerLength + p.offload().gsoSize) : p.length();
    }
}
