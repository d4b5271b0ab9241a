package io.tributary.sim.box;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.Offload;
import io.tributary.ip.IpInput;
import io.tributary.ip.SegmentParser;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** A box alone: what goes in by hand, and what comes out on either side. Everything that comes out must parse, checksums included. */
final class Bench {
    static final IpAddress LEFT = IpAddress.parse("10.0.0.1");
    static final IpAddress RIGHT = IpAddress.parse("198.51.100.9");
    static final IpAddress LEFT6 = IpAddress.parse("2001:db8::1");
    static final IpAddress RIGHT6 = IpAddress.parse("2001:db8:5::9");

    private final Middlebox box;
    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    /** Came out to the right, in order. */
    final List<TcpPacket> right = new ArrayList<>();
    /** Came out to the left. */
    final List<TcpPacket> left = new ArrayList<>();
    final List<SimPacket> other = new ArrayList<>();
    long now;

    private record Planned(long at, Runnable action) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned o) {
            return Long.compare(at, o.at);
        }
    }

    Bench(Middlebox box) {
        this.box = box;
    }

    /** A segment from left to right, IPv4. */
    static TcpPacket segment(int flags, int seq, int ack, String payload, int... options) {
        return build(LEFT, 1000, RIGHT, 80, flags, seq, ack, payload, options);
    }

    /** A segment from right to left. */
    static TcpPacket answer(int flags, int seq, int ack, String payload, int... options) {
        return build(RIGHT, 80, LEFT, 1000, flags, seq, ack, payload, options);
    }

    static TcpPacket build(IpAddress from, int fromPort, IpAddress to, int toPort, int flags, int seq, int ack, String payload, int... options) {
        byte[] data = payload.getBytes(StandardCharsets.ISO_8859_1);
        boolean v4 = from.isV4();
        int at = v4 ? 20 : 40;
        int header = 20 + (options.length + 3 & ~3);
        SimPacket packet = new SimPacket(new byte[at + header]);
        var b = packet.buffer();
        b.putByte(0, (byte) (v4 ? 0x45 : 0x60));
        b.putByte(v4 ? 8 : 7, (byte) 64);
        b.putByte(v4 ? 9 : 6, (byte) 6);
        b.putByte(at + 12, (byte) (header << 2));
        b.setMemory(at + 20, header - 20, (byte) 1);
        for (int i = 0; i < options.length; i++) {
            b.putByte(at + 20 + i, (byte) options[i]);
        }
        TcpPacket p = TcpPacket.of(packet);
        p.source(from, fromPort).destination(to, toPort).seq(seq).ack(ack).flags(flags).window(5000).payload(data).finish();
        return p;
    }

    Bench forward(TcpPacket... packets) {
        for (TcpPacket p : packets) {
            box.onPacket(p.packet(), true, hop(true));
        }
        return this;
    }

    Bench backward(TcpPacket... packets) {
        for (TcpPacket p : packets) {
            box.onPacket(p.packet(), false, hop(false));
        }
        return this;
    }

    void packet(SimPacket p, boolean forward) {
        box.onPacket(p, forward, hop(forward));
    }

    void pass(long ns) {
        long until = now + ns;
        while (!planned.isEmpty() && planned.peek().at <= until) {
            Planned p = planned.remove();
            now = p.at;
            p.action.run();
        }
        now = until;
    }

    String rightTexts() {
        return texts(right);
    }

    static String texts(List<TcpPacket> packets) {
        return String.join("|", packets.stream().map(Bench::text).toList());
    }

    static String text(TcpPacket p) {
        return new String(p.payload(), StandardCharsets.ISO_8859_1);
    }

    private Middlebox.Hop hop(boolean forward) {
        return new Middlebox.Hop() {
            @Override
            public long nowNs() {
                return now;
            }

            @Override
            public void pass(SimPacket packet) {
                out(packet, forward);
            }

            @Override
            public void back(SimPacket packet) {
                out(packet, !forward);
            }

            @Override
            public void after(long delayNs, Runnable action) {
                planned.add(new Planned(now + delayNs, action));
            }
        };
    }

    private void out(SimPacket packet, boolean forward) {
        TcpPacket p = TcpPacket.of(packet);
        if (p == null) {
            other.add(packet);
            return;
        }
        PacketView view = new PacketView();
        assertThat(new IpInput().parse(packet.buffer(), 0, packet.length(), new Offload(), view)).as("IP of " + p).isNull();
        assertThat(new SegmentParser().parse(view, new Offload(), 0, new SegmentView())).as("TCP of " + p).isNull();
        (forward ? right : left).add(p);
    }
}
