package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.Connection;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import io.tributary.testkit.Segment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A closed window, and news of it that do not come. */
class SilentWindowTest {
    private Flow closedWindow(MptcpPeer p) {
        Flow f = p.accepted(H);
        f.sends(p.dataAck(Segment.ack(1, 1).window(5), 1));
        p.app.write("hello world");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        f.sends(p.dataAck(Segment.ack(1, 6).window(0), 6));
        return f;
    }

    @Test
    @DisplayName("MPTCP-3.3.5-6 questions after a closed window that nobody answers end the connection, as those of TCP do")
    void unanswered() {
        MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);
        closedWindow(p);
        p.advance(300_000 * MS);
        assertThat(p.app.closed).isNull();
        p.advance(900_000 * MS);
        assertThat(p.app.closed).isEqualTo(CloseReason.TIMED_OUT);
        assertThat(p.count(Counter.MP_WIN_PROBE)).isEqualTo(16);
    }

    @Test
    @DisplayName("MPTCP-3.3.5-6 a window may stay closed for as long as the peer answers")
    void answered() {
        MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow f = closedWindow(p);
        for (int i = 0; i < 60; i++) {
            p.advance(60_000 * MS);
            f.lastly("ACK seq 5 ack 1 len 0", "dss ack=1");
            f.sends(p.dataAck(Segment.ack(1, 6).window(0), 6));
        }
        assertThat(p.app.closed).isNull();
        f.sends(p.dataAck(Segment.ack(1, 6).window(100), 6));
        f.lastly("ACK seq 6 ack 1 len 6", "dss ack=1 map=6/6/6");
    }

    @Test
    @DisplayName("MPTCP-3.3.8-1 MPTCP-3.3.5-6 the regular path dies while the window is closed, the news come by the backup: it takes over")
    void backupKnowsMore() {
        MptcpConfig config = MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1).withBackup(true));
        boolean[] asleep = {true};
        TwoPaths t = new TwoPaths(1, 2_000_000, 10, config, MptcpConfig.DEFAULT, asleep);
        t.start(false);
        t.sim.run(Simulation.seconds(4));
        assertThat(t.client.counters().get(Counter.MP_WIN_PROBE)).as("the window is closed").isPositive();
        t.path1.down();
        t.sim.after(0, () -> {
            asleep[0] = false;
            Connection c = t.serverApp.connection;
            t.serverApp.onReadable(c, t.sim.nowNs());
        });
        assertThat(t.sim.run(t::closed, Simulation.seconds(120))).as("received %d", t.serverApp.received()).isTrue();
        assertThat(t.clientApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(t.intact()).isTrue();
    }
}
