package io.tributary.convert.kernel;

import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.Checksum;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sits on the link beside the kernel: sees every segment, may swallow some, and can speak in the kernel's name. Under the
 * network's monitor like everything else.
 */
final class Observer implements Middlebox {
    private Predicate<Seen> swallow = s -> false;
    private UnsafeBuffer lastFromStack;
    private UnsafeBuffer lastFromKernel;

    /** One segment as it passes. */
    record Seen(boolean fromKernel, DirectBuffer packet, int tcpAt, int length) {
        int flags() {
            return packet.getByte(tcpAt + 13) & 0xff;
        }

        boolean has(int flag) {
            return (flags() & flag) != 0;
        }

        int payload() {
            return length - tcpAt - ((packet.getByte(tcpAt + 12) & 0xf0) >> 2);
        }
    }

    /** From now on segments that match never arrive. */
    void swallow(Predicate<Seen> which) {
        swallow = which;
    }

    @Override
    public void onPacket(SimPacket packet, boolean fromKernel, Hop hop) {
        int tcpAt = tcpAt(packet.buffer());
        Seen seen = new Seen(fromKernel, packet.buffer(), tcpAt, packet.length());
        UnsafeBuffer copy = new UnsafeBuffer(packet.bytes());
        if (fromKernel) {
            lastFromKernel = copy;
        } else {
            lastFromStack = copy;
        }
        if (!swallow.test(seen)) {
            hop.pass(packet);
        }
    }

    private static int tcpAt(DirectBuffer packet) {
        return packet.getByte(0) >> 4 == 4 ? 20 : 40;
    }

    /** What our stack has sent last, for a test to look at; null before. */
    UnsafeBuffer lastFromStack() {
        return lastFromStack;
    }

    /** A RST as the kernel would send it, with exactly the number that our stack expects next. */
    SimPacket resetFromKernel() {
        DirectBuffer seen = lastFromStack;
        int at = tcpAt(seen);
        boolean ack = (seen.getByte(at + 13) & TcpFlags.ACK) != 0;
        byte[] bytes = new byte[at + 20];
        UnsafeBuffer b = new UnsafeBuffer(bytes);
        b.putBytes(0, lastFromKernel == null ? seen : lastFromKernel, 0, at);
        if (lastFromKernel == null) {
            throw new IllegalStateException("the kernel has said nothing yet");
        }
        b.putByte(at, seen.getByte(at + 2));
        b.putByte(at + 1, seen.getByte(at + 3));
        b.putByte(at + 2, seen.getByte(at));
        b.putByte(at + 3, seen.getByte(at + 1));
        b.putInt(at + 4, ack ? seen.getInt(at + 8, java.nio.ByteOrder.BIG_ENDIAN) : 0, java.nio.ByteOrder.BIG_ENDIAN);
        b.putByte(at + 12, (byte) 0x50);
        b.putByte(at + 13, (byte) TcpFlags.RST);
        if (at == 20) {
            b.putShort(2, (short) (at + 20), java.nio.ByteOrder.BIG_ENDIAN);
            b.putShort(10, (short) 0);
            b.putShort(10, (short) Checksum.finish(Checksum.sum(b, 0, 20)), java.nio.ByteOrder.BIG_ENDIAN);
        } else {
            b.putShort(4, (short) 20, java.nio.ByteOrder.BIG_ENDIAN);
        }
        int addresses = at == 20 ? 12 : 8;
        long pseudo = Checksum.add(Checksum.sum(b, addresses, at - addresses), 6 + 20);
        TcpHeader.putChecksum(b, at, Checksum.finish(Checksum.add(pseudo, Checksum.sum(b, at, 20))));
        return new SimPacket(bytes);
    }
}
