package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_1;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.capable;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.open.FastOpenSettings;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** MPTCP and Fast Open in the same SYN: the text of the SYN is the stream's first, and outside the data sequence space. */
class FastOpenDialogueTest {
    private static final byte[] COOKIE = {1, 2, 3, 4, 5, 6, 7, 8};

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);
    private Endpoint app = new Endpoint();

    private Flow listen(OpenSettings open) {
        p.shard.listen(new ListenSpec(0, IpAddress.ANY, 80, true, false, 4, TcpConfig.DEFAULT.with(open)), (o, now) -> app.onSyn(o, now));
        return p.new Flow(PEER_1, 39_999, STACK_1, 80);
    }

    private static OpenSettings server() {
        return OpenSettings.DEFAULT.with(ListenSettings.PLAIN).with(FastOpenSettings.DEFAULT.withServer(true));
    }

    private byte[] cookie() {
        Flow f = listen(server());
        f.sends(capable(Segment.syn().mss(1460).sackPermitted().timestamps(5, 0).scale(7).fastOpen(), H));
        Segment synAck = f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01");
        assertThat(synAck.view.options.hasTimestamps()).as("timestamps are given up").isFalse();
        assertThat(synAck.view.options.hasWindowScale()).isTrue();
        assertThat(synAck.view.options.sackPermitted()).isTrue();
        p.learnStackKey(synAck);
        f.sends(p.keys(Segment.ack(1, 1), H));
        app.connection.abort(p.nowNs);
        p.advance(0);
        while (p.device.poll() != null) {
            app = new Endpoint();
        }
        return synAck.cookie();
    }

    @Test
    @DisplayName("MPTCP-B-1 a cookie is asked for beside MP_CAPABLE and given beside it: timestamps make room, and the connection goes without")
    void cookieRequest() {
        assertThat(cookie()).hasSize(8);
    }

    @Test
    @DisplayName("MPTCP-B-2 MPTCP-B-3 R7413-4.2-1 text of the SYN is read first, before the handshake is complete; SSN 1 and the first DSN lie behind it")
    void serverTakesText() {
        byte[] cookie = cookie();
        Flow f = p.new Flow(PEER_1, 40_000, STACK_1, 80);
        f.sends(capable(Segment.syn().mss(1460).sackPermitted().fastOpen(cookie).data("request"), H));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 8 len 0", "mpc12 v1 01"));
        assertThat(app.read()).isEqualTo("request");
        app.write("answer");
        p.advance(100 * MS).andNothingElse();
        f.sends(p.firstData(Segment.ack(8, 1).data("data"), H, 4, 0));
        f.expects("ACK seq 1 ack 12 len 6", "dss ack=5 map=1/1/6");
        assertThat(app.read()).isEqualTo("data");
        assertThat(app.connection.isMultipath()).isTrue();
    }

    // ---- client

    private Flow open(String text) {
        app = new Endpoint();
        app.write(text);
        app.attachTo(p.shard.connect(ConnectSpec.to(0, PEER_1, 8080).from(STACK_1, 0).fastOpen(true), app.out, app.in, app, p.nowNs));
        p.advance(0);
        return p.new Flow(PEER_1, 8080, STACK_1, 0);
    }

    private void keysOf(Endpoint e) {
        p.stackKey = ((MptcpConnection) e.connection).keys().localKey();
        p.stackIdsn = ((MptcpConnection) e.connection).keys().localIdsn();
    }

    private void learn() {
        Flow f = open("x");
        assertThat(f.expects("SYN seq 0 len 0", "mpc4 v1 01").cookie()).isEmpty();
        keysOf(app);
        f.sends(capable(Segment.synAck(1).mss(1000).fastOpen(COOKIE), H));
        f.expects("ACK seq 1 ack 1 len 1", "mpc22 v1 01 len=1");
        app.connection.abort(p.nowNs);
        p.advance(0);
        while (p.device.poll() != null) {
            app = new Endpoint();
        }
    }

    @Test
    @DisplayName("MPTCP-B-2 MPTCP-B-3 a client's SYN text that is taken is outside the data space: what follows is DSN 1, SSN 1")
    void clientTextTaken() {
        learn();
        Flow f = open("request");
        assertThat(f.expects("SYN seq 0 len 7", "mpc4 v1 01").cookie()).isEqualTo(COOKIE);
        keysOf(app);
        f.sends(capable(Segment.synAck(8).mss(1000), H));
        f.expects("ACK seq 8 ack 1 len 0", "mpc20 v1 01");
        assertThat(app.out.acknowledgedUpTo()).isEqualTo(7);
        app.write("more");
        p.advance(0);
        assertThat(f.expects("ACK seq 8 ack 1 len 4", "mpc22 v1 01 len=4").text()).isEqualTo("more");
        f.sends(p.dataAck(Segment.ack(1, 12), 5));
        assertThat(app.out.acknowledgedUpTo()).isEqualTo(11);
        assertThat(app.connection.isMultipath()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-B-4 SYN text that is not taken is sent again with a mapping, and is data then")
    void clientTextNotTaken() {
        learn();
        Flow f = open("request");
        f.expects("SYN seq 0 len 7", "mpc4 v1 01");
        keysOf(app);
        f.sends(capable(Segment.synAck(1).mss(1000), H));
        assertThat(f.expects("ACK seq 1 ack 1 len 7", "mpc22 v1 01 len=7").text()).isEqualTo("request");
        f.sends(p.dataAck(Segment.ack(1, 8), 8));
        assertThat(app.out.acknowledgedUpTo()).isEqualTo(7);
    }

    @Test
    @DisplayName("MPTCP-B-5 R7413-4.2-3 of SYN text that is taken in part the rest is sent with a mapping that begins at 1")
    void clientTextPartlyTaken() {
        learn();
        Flow f = open("request");
        f.expects("SYN seq 0 len 7", "mpc4 v1 01");
        keysOf(app);
        f.sends(capable(Segment.synAck(4).mss(1000), H));
        assertThat(f.expects("ACK seq 4 ack 1 len 4", "mpc22 v1 01 len=4").text()).isEqualTo("uest");
        f.sends(p.dataAck(Segment.ack(1, 8), 5));
        assertThat(app.out.acknowledgedUpTo()).isEqualTo(7);
        app.write("!");
        p.advance(0);
        f.expects("ACK seq 8 ack 1 len 1", "dss ack=1 map=5/5/1");
    }
}
