package io.tributary.convert.sim;

import io.tributary.device.Offload;
import io.tributary.ip.IcmpOutput;
import io.tributary.ip.IpInput;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;

/** A capture point on a link that may also drop packets, or answer them by an ICMP error. */
final class Tap implements Middlebox {
    /** A TCP segment that came by. {@code forward}: away from the client. */
    record Seen(long timeNs, boolean forward, int flags, long ack, long seq, byte[] payload, byte[] packet) {
        boolean has(int mask) {
            return (flags & mask) == mask;
        }

        boolean isSyn() {
            return has(TcpFlags.SYN) && !has(TcpFlags.ACK);
        }

        boolean isSynAck() {
            return has(TcpFlags.SYN | TcpFlags.ACK);
        }
    }

    final List<Seen> seen = new ArrayList<>();
    private Predicate<Seen> lose = s -> false;
    private int icmpCode = -1;
    private IpAddress router;

    void lose(Predicate<Seen> which) {
        lose = which;
    }

    /** From now on every forward segment is answered by "destination unreachable" with this code. */
    void unreachable(IpAddress router, int code) {
        this.router = router;
        icmpCode = code;
    }

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        Seen s = parse(packet, forward, hop.nowNs());
        if (s == null) {
            hop.pass(packet);
            return;
        }
        seen.add(s);
        if (forward && icmpCode >= 0) {
            PacketView about = new PacketView();
            UnsafeBuffer b = new UnsafeBuffer(new byte[1280]);
            new IpInput().parse(packet.buffer(), 0, packet.length(), new Offload(), about);
            int n = IcmpOutput.unreachable(b, 0, about, router.hi(), router.lo(), icmpCode);
            hop.back(new SimPacket(b, 0, n, new Offload()));
        } else if (!lose.test(s)) {
            hop.pass(packet);
        }
    }

    private static Seen parse(SimPacket p, boolean forward, long nowNs) {
        byte[] b = p.bytes();
        boolean v4 = (b[0] & 0xf0) == 0x40;
        int at = v4 ? 4 * (b[0] & 0xf) : 40;
        if (b[v4 ? 9 : 6] != 6) {
            return null;
        }
        int data = at + 4 * (b[at + 12] >>> 4 & 0xf);
        return new Seen(nowNs, forward, b[at + 13] & 0xff, word(b, at + 8), word(b, at + 4),
            Arrays.copyOfRange(b, data, b.length), b);
    }

    private static long word(byte[] b, int at) {
        return (b[at] & 0xffL) << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
    }

    List<Seen> forward() {
        return seen.stream().filter(Seen::forward).toList();
    }

    List<Seen> backward() {
        return seen.stream().filter(s -> !s.forward()).toList();
    }

    long count(boolean forward, int flags) {
        return seen.stream().filter(s -> s.forward() == forward && s.has(flags)).count();
    }

    Seen first(Predicate<Seen> which) {
        return seen.stream().filter(which).findFirst().orElseThrow();
    }
}
