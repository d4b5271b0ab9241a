package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.Connection;
import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.open.FastOpenSettings;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.TcpOptionWriter;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Fast Open as a server sees it: cookies asked for, shown, forged; text before the handshake is complete. */
class FastOpenServerTest extends Dialogue {
    private static final FastOpenSettings ON = FastOpenSettings.DEFAULT.withServer(true);

    private Supplier<Endpoint> next = Endpoint::new;

    private void listen(FastOpenSettings settings, boolean held) {
        OpenSettings open = OpenSettings.DEFAULT.with(settings).with(held ? ListenSettings.HELD : ListenSettings.PLAIN);
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4, TcpConfig.DEFAULT.with(open)),
            (o, now) -> app.onSyn(o, now));
    }

    /** Asks for a cookie from a port of its own. */
    private byte[] cookie() {
        peer.newConnection(39_999);
        Segment synAck = peer.sends(Segment.syn().mss(1000).fastOpen()).expects("SYN,ACK seq 0 ack 1 len 0");
        byte[] cookie = synAck.cookie();
        peer.sends(Segment.rst(1)).andNothingElse();
        again(40_000);
        return cookie;
    }

    /** The next connection, with an application that has seen nothing. */
    private void again(int port) {
        drain();
        peer.newConnection(port);
        app = next.get();
    }

    @Test
    @DisplayName("R7413-4.1-1 R7413-4.2-1 a SYN that asks for a cookie gets one with the SYN/ACK, the same for every port and only for its address")
    void cookieRequest() {
        listen(ON, false);
        byte[] first = cookie();
        assertThat(first).hasSize(8);
        assertThat(peer.sends(Segment.syn().fastOpen()).expects("SYN,ACK seq 0 ack 1 len 0").cookie()).isEqualTo(first);
        assertThat(peer.shard.counters().get(Counter.TCP_FAST_OPEN_COOKIE_REQD)).isEqualTo(2);
        TestPeer other = new TestPeer(ShardConfig.DEFAULT, true, io.tributary.device.DeviceCapabilities.plain(1500));
        peer = other;
        listen(ON, false);
        assertThat(peer.sends(Segment.syn().fastOpen()).next().cookie()).isNotEqualTo(first);
    }

    @Test
    @DisplayName("R7413-4.2-1 Fast Open is off by default: no cookie, and a plain listener takes no text from a SYN")
    void offByDefault() {
        listen(FastOpenSettings.DEFAULT, false);
        assertThat(peer.sends(Segment.syn().fastOpen().data("early")).expects("SYN,ACK seq 0 ack 1 len 0").cookie()).isNull();
        peer.sends(Segment.ack(1, 1).data("early"));
        assertThat(app.read()).isEqualTo("early");
    }

    @Test
    @DisplayName("R7413-4.2-1 text beside a good cookie is readable, and answered, before the handshake is complete")
    void earlyText() {
        String[] seen = {null};
        next = () -> new Endpoint() {
            @Override
            public void onReadable(Connection c, long nowNs) {
                seen[0] = established + ":" + read();
                write("answer");
            }
        };
        listen(ON, false);
        byte[] cookie = cookie();
        peer.sends(Segment.syn().mss(1000).fastOpen(cookie).data("request"));
        assertThat(peer.expects("SYN,ACK seq 0 ack 8 len 0").cookie()).isNull();
        assertThat(seen[0]).isEqualTo("0:request");
        assertThat(peer.expects("ACK seq 1 ack 8 len 6").text()).isEqualTo("answer");
        peer.andNothingElse();
        peer.sends(Segment.ack(8, 7));
        assertThat(app.established).isEqualTo(1);
        peer.advance(10_000 * MS).andNothingElse();
        peer.sends(Segment.ack(8, 7).data("more"));
        assertThat(seen[0]).isEqualTo("1:more");
        assertThat(peer.shard.counters().get(Counter.TCP_FAST_OPEN_PASSIVE)).isEqualTo(1);
    }

    @Test
    @DisplayName("R7413-4.2-2 SYN/ACK and early answer that are lost: the SYN/ACK is repeated without them, the answer when the handshake is complete")
    void lostSynAck() {
        listen(ON, false);
        byte[] cookie = cookie();
        peer.sends(Segment.syn().mss(1000).fastOpen(cookie).data("request"));
        app.write("answer");
        peer.advance(0);
        drain();
        peer.advance(1000 * MS).expects("SYN,ACK seq 0 ack 8 len 0");
        peer.andNothingElse();
        peer.sends(Segment.syn().mss(1000)).expects("SYN,ACK seq 0 ack 8 len 0");
        peer.sends(Segment.ack(8, 1)).andNothingElse();
        assertThat(peer.advance(3000 * MS).expects("ACK seq 1 ack 8 len 6").text()).isEqualTo("answer");
        peer.sends(Segment.ack(8, 7));
        assertThat(app.established).isEqualTo(1);
        assertThat(app.read()).isEqualTo("request");
    }

    @Test
    @DisplayName("R7413-4.1-1 R7413-4.2-1 text beside a wrong cookie is not taken, and a good cookie is given")
    void wrongCookie() {
        listen(ON, false);
        byte[] cookie = cookie();
        byte[] forged = cookie.clone();
        forged[7] ^= 1;
        assertThat(peer.sends(Segment.syn().fastOpen(forged).data("early")).expects("SYN,ACK seq 0 ack 1 len 0").cookie()).isEqualTo(cookie);
        peer.sends(Segment.ack(1, 1).data("early"));
        assertThat(app.read()).isEqualTo("early");
        again(40_002);
        assertThat(peer.sends(Segment.syn().fastOpen(new byte[4]).data("early")).expects("SYN,ACK seq 0 ack 1 len 0").cookie()).isEqualTo(cookie);
        assertThat(peer.shard.counters().get(Counter.TCP_FAST_OPEN_PASSIVE_FAIL)).isEqualTo(2);
    }

    @Test
    @DisplayName("R7413-4.1-1 an option of length 4, 5, 7 or 20 is ignored, and so is one that is not on a SYN")
    void oddLengths() {
        listen(ON, false);
        int port = 40_010;
        for (int length : new int[] {3, 4, 5, 7, 20}) {
            again(port++);
            Segment syn = Segment.syn();
            int at = syn.options.claim(length);
            syn.options.buffer().setMemory(at, length, (byte) 7);
            syn.options.buffer().putByte(at, (byte) 34);
            syn.options.buffer().putByte(at + 1, (byte) length);
            assertThat(peer.sends(syn).expects("SYN,ACK seq 0 ack 1 len 0").cookie()).isNull();
            peer.sends(Segment.ack(1, 1).fastOpen()).andNothingElse();
        }
    }

    @Test
    @DisplayName("R7413-4.1-1 the option in its experimental form is understood and answered in the same form")
    void experimental() {
        listen(ON, false);
        Segment syn = Segment.syn();
        TcpOptionWriter.fastOpen(syn.options, new UnsafeBuffer(new byte[0]), 0, 0, true);
        Segment synAck = peer.sends(syn).expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(synAck.cookie()).hasSize(8);
        assertThat(synAck.view.options.fastOpenExperimental()).isTrue();
        again(40_003);
        Segment second = Segment.syn().data("early");
        TcpOptionWriter.fastOpen(second.options, new UnsafeBuffer(synAck.cookie()), 0, 8, true);
        peer.sends(second).expects("SYN,ACK seq 0 ack 6 len 0");
    }

    @Test
    @DisplayName("R7413-4.2-1 after the key has changed the cookie before is good and replaced, the one before that is not")
    void keyRotation() {
        listen(ON, false);
        byte[] first = cookie();
        peer.shard.fastOpenKey(1, 2);
        byte[] second = peer.sends(Segment.syn().fastOpen(first).data("early")).expects("SYN,ACK seq 0 ack 6 len 0").cookie();
        assertThat(second).hasSize(8).isNotEqualTo(first);
        again(40_004);
        assertThat(peer.sends(Segment.syn().fastOpen(second).data("early")).expects("SYN,ACK seq 0 ack 6 len 0").cookie()).isNull();
        peer.shard.fastOpenKey(3, 4);
        again(40_005);
        peer.sends(Segment.syn().fastOpen(first).data("early")).expects("SYN,ACK seq 0 ack 1 len 0");
    }

    @Test
    @DisplayName("R7413-4.2-1 beyond the limit of pending opens text is not taken")
    void pendingLimit() {
        listen(ON.withPending(2), false);
        byte[] cookie = cookie();
        for (int i = 0; i < 3; i++) {
            again(41_000 + i);
            peer.sends(Segment.syn().fastOpen(cookie).data("early")).expects("SYN,ACK seq 0 ack " + (i < 2 ? 6 : 1) + " len 0");
        }
        assertThat(peer.shard.counters().get(Counter.TCP_FAST_OPEN_LISTEN_OVERFLOW)).isEqualTo(1);
    }

    @Test
    @DisplayName("R7413-4.2-1 an open that was reset counts as pending for a minute, one that was completed no more")
    void resetCounts() {
        listen(ON.withPending(1), false);
        byte[] cookie = cookie();
        peer.sends(Segment.syn().fastOpen(cookie).data("1")).expects("SYN,ACK seq 0 ack 2 len 0");
        peer.sends(Segment.rst(2)).andNothingElse();
        again(40_001);
        peer.sends(Segment.syn().fastOpen(cookie).data("2")).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.ack(1, 1));
        peer.advance(59_000 * MS);
        drain();
        again(40_002);
        peer.sends(Segment.syn().fastOpen(cookie).data("3")).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.advance(1000 * MS);
        drain();
        again(40_003);
        peer.sends(Segment.syn().fastOpen(cookie).data("4")).expects("SYN,ACK seq 0 ack 2 len 0");
        peer.sends(Segment.ack(2, 1));
        again(40_004);
        peer.sends(Segment.syn().fastOpen(cookie).data("5")).expects("SYN,ACK seq 0 ack 2 len 0");
    }

    @Test
    @DisplayName("R7413-4.2-1 only as much text is taken as the application has room for")
    void partlyTaken() {
        app = new Endpoint(4096);
        int room = (int) app.in.window();
        listen(ON.withCookieless(true), false);
        peer.sends(Segment.syn().data(new byte[room + 50])).expects("SYN,ACK seq 0 ack " + (room + 1) + " len 0");
        assertThat(app.read()).hasSize(room);
        peer.sends(Segment.ack(room + 1, 1));
        peer.sends(Segment.ack(room + 1, 1).data("rest"));
        assertThat(app.read()).isEqualTo("rest");
    }

    @Test
    @DisplayName("CONV-4.2-5 R7413-4.2-1 a held listener takes text without cookie, apart from the stream, and still gives one")
    void heldListener() {
        listen(ON, true);
        assertThat(peer.sends(Segment.syn().fastOpen().data("request")).expects("SYN,ACK seq 0 ack 8 len 0").cookie()).hasSize(8);
        assertThat(new String(app.pending.synPayload())).isEqualTo("request");
        peer.sends(Segment.ack(8, 1).data("more"));
        assertThat(app.read()).isEqualTo("more");
    }
}
