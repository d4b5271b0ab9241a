package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.IdleReason;
import io.tributary.connection.ListenSpec;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.data.DataSettings;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each reason for which a subflow sends nothing more, as {@code conn show} tells it. */
class IdleReasonTest {
    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    private static String reason(MptcpPeer q, int subflow) {
        q.advance(0);
        return q.app.connection.info(q.nowNs).subflows().get(subflow).idleReason();
    }

    private String reason(int subflow) {
        return reason(p, subflow);
    }

    private Flow second(MptcpPeer q, boolean backup) {
        Flow g = q.joined(80, 2, backup);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        return g;
    }

    @Test
    @DisplayName("labels are unique, lower case and explained")
    void labels() {
        assertThat(Arrays.stream(IdleReason.values()).map(IdleReason::label).distinct().count()).isEqualTo(IdleReason.values().length);
        for (IdleReason r : IdleReason.values()) {
            assertThat(r.label()).matches("[a-z]+(-[a-z]+)*");
            assertThat(r.sentence()).isNotBlank();
        }
    }

    @Test
    @DisplayName("no-data: nothing to send; then cwnd: the congestion window is full; then no-data again")
    void noDataAndCwnd() {
        Flow f = p.accepted(H);
        assertThat(reason(0)).isEqualTo("no-data");
        p.app.write(new byte[20_000]);
        assertThat(reason(0)).isEqualTo("cwnd");
        for (int i = 1; i < 60; i++) {
            f.sends(p.dataAck(Segment.ack(1, 1 + Math.min(20_000, i * 500)), 1 + Math.min(20_000, i * 500)));
        }
        assertThat(reason(0)).isEqualTo("no-data");
    }

    @Test
    @DisplayName("peer-window: this subflow's window is closed, the connection's is not")
    void peerWindow() {
        Flow f = p.accepted(H);
        second(p, false);
        p.app.write(new byte[100]);
        p.advance(0);
        f.sends(p.dataAck(Segment.ack(1, 101).window(0), 101));
        p.app.write(new byte[50_000]);
        assertThat(reason(0)).isEqualTo("peer-window");
        assertThat(reason(1)).isEqualTo("cwnd");
    }

    @Test
    @DisplayName("not-open: before the handshake is done; joining: before a join's is")
    void handshakes() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, MptcpPeer.STACK_2, 1)));
        q.connect(false);
        assertThat(reason(q, 0)).isEqualTo("not-open");
        MptcpPeer r = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, MptcpPeer.STACK_2, 1)));
        r.connected(H).sends(r.dataAck(Segment.ack(1, 1), 1));
        assertThat(reason(r, 1)).isEqualTo("joining");
    }

    @Test
    @DisplayName("stale: timed out; the other carries on")
    void stale() {
        p.accepted(H);
        second(p, false);
        p.app.write(new byte[100]);
        p.advance(250 * MS);
        assertThat(reason(0)).isEqualTo("stale");
        assertThat(reason(1)).isEqualTo("no-data");
    }

    @Test
    @DisplayName("backup: while another works; not any more when that is stale")
    void backup() {
        p.accepted(H);
        second(p, true);
        assertThat(reason(1)).isEqualTo("backup");
        p.app.write(new byte[100]);
        p.advance(250 * MS);
        assertThat(reason(0)).isEqualTo("stale");
        assertThat(reason(1)).isEqualTo("no-data");
    }

    @Test
    @DisplayName("scheduler: there is room and data, and it waits")
    void scheduler() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.with(DataSettings.DEFAULT.withScheduler(Schedulers.named("never").orElseThrow())));
        q.accepted(H);
        second(q, false);
        q.app.write(new byte[100]);
        q.advance(0);
        q.app.write(new byte[100]);
        assertThat(reason(q, 0)).isEqualTo("scheduler");
        assertThat(reason(q, 1)).isEqualTo("scheduler");
    }

    @Test
    @DisplayName("connection-window: the window of the whole connection is used up, room elsewhere")
    void connectionWindow() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow f = q.listen(false);
        f.sends(MptcpPeer.capable(Segment.syn().window(3000), H));
        q.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        f.sends(q.keys(Segment.ack(1, 1).window(3000), H));
        Flow g = q.new Flow(PEER_2, 41_000, STACK_1, 80);
        g.sends(q.join(Segment.syn().window(3000), 2, 77, false));
        Segment synAck = g.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
        g.stackNonce = synAck.view.options.buffer().getInt(synAck.view.options.mptcpAt(0) + 12, java.nio.ByteOrder.BIG_ENDIAN);
        g.sends(q.joinAck(Segment.ack(1, 1).window(3000), g, 77));
        q.app.write(new byte[10_000]);
        assertThat(reason(q, 1)).isEqualTo("connection-window");
        f.sends(q.dataAck(Segment.ack(1, 1).window(60_000), 1));
        assertThat(reason(q, 0)).as("until the window opens").isEqualTo("cwnd");
    }

    @Test
    @DisplayName("recovery: losses are repaired first")
    void recovery() {
        Flow f = p.accepted(H);
        p.app.write(new byte[200_000]);
        p.advance(0);
        p.advance(300 * MS);
        assertThat(reason(0)).as("its timer fired, and it is the only one").isEqualTo("stale");
        f.sends(p.dataAck(Segment.ack(1, 509), 509));
        assertThat(reason(0)).isIn("recovery", "cwnd");
        f.sends(p.dataAck(Segment.ack(1, 1017), 1017));
        assertThat(reason(0)).isEqualTo("recovery");
    }

    @Test
    @DisplayName("small-segment: what is written waits for more, as Nagle wants it")
    void smallSegment() {
        p.accepted(H);
        p.app.connection.noDelay(false);
        p.app.write("a");
        p.advance(0);
        p.app.write("b");
        assertThat(reason(0)).isEqualTo("small-segment");
    }

    @Test
    @DisplayName("closing: our direction of this subflow has ended")
    void closing() {
        Flow f = p.accepted(H);
        p.app.end();
        p.advance(0);
        f.sends(p.dataAck(Segment.ack(1, 1), 2));
        f.sends(p.mapped(Segment.ack(1, 1), 2, 1, 0, 1, true));
        assertThat(reason(0)).isEqualTo("closing");
    }

    @Test
    @DisplayName("pacing: the next packet is not due; and plain TCP has the same reasons")
    void pacing() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        TcpConfig paced = TcpConfig.DEFAULT.with(CongestionSettings.DEFAULT.withPacing(true));
        q.shard.listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 4, paced), q.app);
        Flow f = q.new Flow(MptcpPeer.PEER_1, 40_000, STACK_1, 80);
        f.sends(Segment.syn());
        f.expects("SYN,ACK seq 0 ack 1 len 0", "");
        q.advance(50 * MS);
        f.sends(Segment.ack(1, 1));
        assertThat(reason(q, 0)).isEqualTo("no-data");
        q.app.write(new byte[100_000]);
        assertThat(reason(q, 0)).isEqualTo("cwnd");
        for (int acked = 536; acked <= 5360; acked += 536) {
            f.sends(Segment.ack(1, 1 + acked));
        }
        assertThat(reason(q, 0)).isEqualTo("pacing");
        ConnectSpec toNobody = ConnectSpec.to(0, MptcpPeer.PEER_2, 9).multipath(false).from(STACK_1, 0);
        q.app.attachTo(q.shard.connect(toNobody, q.app.out, q.app.in, q.app, q.nowNs));
        assertThat(reason(q, 0)).isEqualTo("not-open");
    }
}
