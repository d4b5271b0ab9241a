package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.ip.IpInput;
import io.tributary.shard.ShardConfig;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.TcpOptionWriter;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields of the headers that we write, and what we make of those we read. */
class SegmentHeaderTest extends Dialogue {
    private static void use(SegmentHeaderTest t, boolean v6) {
        t.peer = new TestPeer(ShardConfig.DEFAULT, v6, DeviceCapabilities.plain(1500));
    }

    private PacketView packet() {
        byte[] raw = peer.device.poll();
        PacketView p = new PacketView();
        assertThat(new IpInput().parse(new UnsafeBuffer(raw), 0, raw.length, new Offload(), p)).isNull();
        peer.decode(raw);
        return p;
    }

    @Test
    @DisplayName("TCP-MUST-1 TCP-REC-1 a window of 65,535 is that, not -1: all of it is used, scaled by 14 too")
    void unsignedWindow() {
        app = new Endpoint(1 << 20);
        open(Segment.syn().mss(1460).scale(14));
        peer.sends(Segment.ack(1, 1).window(65_535));
        app.write(new byte[1 << 20]);
        peer.advance(0);
        long acked = 1;
        while (acked < 1 << 20) {
            int n = drain();
            assertThat(n).isPositive();
            acked += n;
            peer.sends(Segment.ack(1, acked).window(65_535));
        }
        peer.sends(Segment.ack(1, acked).window(0x8000));
        write(100);
        assertThat(drain()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    @DisplayName("TCP-MUST-2 each segment has a checksum that verifies: SYN/ACK, text, FIN, RST")
    void checksum(boolean v6) {
        use(this, v6);
        open(Segment.syn().mss(1000));
        app.write("odd");
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 1 len 3");
        app.connection.abort(peer.nowNs);
        peer.advance(0).expects("RST,ACK seq 5 ack 1 len 0");
    }

    @Test
    @DisplayName("TCP-MUST-69 octets behind our options are zero up to the next 32 bits, and the header says so")
    void padding() {
        peer = with(SocketOptions.DEFAULT.withUserTimeoutOption(60_000_000_000L));
        listen();
        Segment syn = Segment.syn().mss(1000).scale(2);
        TcpOptionWriter.sackPermitted(syn.options);
        peer.sends(syn);
        byte[] raw = peer.device.poll();
        int header = (raw[32] & 0xf0) >> 2;
        assertThat(header % 4).isZero();
        int at = 40;
        while (at < 20 + header && raw[at] != 0) {
            at += raw[at] == 1 ? 1 : raw[at + 1];
        }
        for (; at < 20 + header; at++) {
            assertThat(raw[at]).isZero();
        }
        assertThat(20 + header).isEqualTo(raw.length);
    }

    @ParameterizedTest
    @CsvSource({"false, 1460", "true, 1440"})
    @DisplayName("TCP-SHLD-5 TCP-MAY-3 TCP-MUST-67 each SYN tells an MSS: what the interface carries less the fixed headers, options not subtracted")
    void ownMss(boolean v6, int expected) {
        use(this, v6);
        listen();
        peer.sends(Segment.syn().mss(1000).timestamps(1, 0));
        assertThat(peer.next().view.options.mss()).isEqualTo(expected);
        use(this, v6);
        app.attachTo(peer.shard.connect(toPeer(), app.out, app.in, app, peer.nowNs));
        assertThat(peer.advance(0).next().view.options.mss()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"false, 536", "true, 1220"})
    @DisplayName("TCP-MUST-15 without MSS option: 536 over IPv4, 1220 over IPv6")
    void defaultMss(boolean v6, int expected) {
        use(this, v6);
        open(Segment.syn());
        write(5000);
        assertThat(peer.next().payload).hasSize(expected);
    }

    @Test
    @DisplayName("TCP-MUST-16 R2525-all (2.18) options are subtracted from the MSS segment by segment: timestamps always, SACK where it stands")
    void mssLessOptions() {
        open(Segment.syn().mss(1000).timestamps(100, 0).sackPermitted());
        Segment one = Segment.ack(3, 1).window(60_000).timestamps(101, 0).data("x");
        app.write(new byte[5000]);
        peer.advance(0);
        while (peer.device.size() > 0) {
            Segment s = peer.next();
            assertThat(s.payload.length + s.view.options.length()).isLessThanOrEqualTo(1000);
            assertThat(s.payload.length).isIn(988, 5000 % 988);
        }
        peer.sends(one);
        drain();
        peer.sends(Segment.ack(1, 5001).window(60_000).timestamps(102, 0));
        write(3000);
        Segment s = peer.next();
        assertThat(s.view.options.sackBlocks()).isEqualTo(1);
        assertThat(s.payload.length + s.view.options.length()).isEqualTo(1000);
        assertThat(s.payload).hasSize(976);
    }

    @Test
    @DisplayName("TCP-MUST-65 no MSS behind the SYN, and one that comes there changes nothing")
    void mssOnlyInSyn() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(1, 1).window(60_000).mss(500));
        write(3000);
        Segment s = peer.next();
        assertThat(s.payload).hasSize(1000);
        assertThat(s.view.options.hasMss()).isFalse();
    }

    @Test
    @DisplayName("TCP-SHLD-6 TCP-MUST-67 a clamp lowers what we announce and what we send; later only what we send")
    void clamp() {
        peer = with(SocketOptions.DEFAULT.withMaxSegment(700));
        listen();
        peer.sends(Segment.syn().mss(1000));
        assertThat(peer.next().view.options.mss()).isEqualTo(700);
        peer.sends(ack(1));
        write(2000);
        assertThat(peer.next().payload).hasSize(700);
        drain();
        app.connection.options(app.connection.options().withMaxSegment(300));
        peer.sends(ack(2001));
        write(2000);
        assertThat(peer.next().payload).hasSize(300);
        assertThatThrownBy(() -> SocketOptions.DEFAULT.withMaxSegment(63)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    @DisplayName("TCP-MUST-48 TCP-SHLD-21 TCP-SHLD-22 TCP-MUST-49 DSCP and hop limit stand in each packet as set, from the SYN on and changed later")
    void dscpAndHopLimit(boolean v6) {
        peer = new TestPeer(new ShardConfig(TcpConfig.DEFAULT.with(SocketOptions.DEFAULT.withDscp(46).withHopLimit(255)), 10, 10), v6,
            DeviceCapabilities.plain(1500));
        listen();
        peer.sends(Segment.syn().mss(1000));
        PacketView p = packet();
        assertThat(p.dscp).isEqualTo(46);
        assertThat(p.ttl).isEqualTo(255);
        peer.sends(ack(1));
        app.connection.dscp(8);
        app.connection.hopLimit(1);
        app.write("x");
        peer.advance(0);
        p = packet();
        assertThat(p.dscp).isEqualTo(8);
        assertThat(p.ttl).isEqualTo(1);
        app.connection.abort(peer.nowNs);
        peer.advance(0);
        assertThat(packet().dscp).isEqualTo(8);
        assertThatThrownBy(() -> SocketOptions.DEFAULT.withDscp(64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SocketOptions.DEFAULT.withHopLimit(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("TCP-MAY-9 TCP-SHLD-23 the DSCP of what comes is there to read; ours stays as it is unless the application changes it")
    void receivedDscp() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(1, 1).dscp(34).data("x"));
        assertThat(app.connection.receivedDscp()).isEqualTo(34);
        assertThat(packet().dscp).isZero();
        peer.sends(Segment.ack(2, 1).dscp(0).data("y"));
        assertThat(app.connection.receivedDscp()).isZero();
    }

    @Test
    @DisplayName("TCP-MUST-68 TCP-MUST-7 an option of impossible length ends the walk, what stood before it counts, the segment is processed")
    void brokenOption() {
        open(Segment.syn().mss(1000));
        Segment s = Segment.ack(1, 1).data("taken");
        int at = s.options.claim(4);
        s.options.buffer().putInt(at, 0x05000000, java.nio.ByteOrder.BIG_ENDIAN);
        peer.sends(s);
        assertThat(app.read()).isEqualTo("taken");
        Segment t = flags(TcpFlags.ACK | TcpFlags.PSH, 6, 1).data("too");
        at = t.options.claim(4);
        t.options.buffer().putInt(at, 0x01fe28ff, java.nio.ByteOrder.BIG_ENDIAN);
        peer.sends(t);
        assertThat(app.read()).isEqualTo("too");
    }
}
