package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_1;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.STACK_2;
import static io.tributary.mptcp.MptcpPeer.capable;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.RemoveAddrOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What moves the counters that have the kernel's names; those of handshakes, fallback and closing are in their own dialogues. */
class CounterDialogueTest {
    private MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    private void counted(Counter c, long n) {
        assertThat(p.count(c)).as(c.label()).isEqualTo(n);
    }

    private void drain() {
        while (p.device.poll() != null) {
            p.advance(0);
        }
    }

    @Test
    @DisplayName("data out of order: stored, at the end, beside other such data; again; beyond the window; mapped where nothing is")
    void data() {
        Flow f = p.accepted(H);
        f.sends(p.mapped(Segment.ack(1, 1).data("cc"), 1, 21, 1, 2, false));
        counted(Counter.MP_OFO_QUEUE, 1);
        counted(Counter.MP_OFO_QUEUE_TAIL, 1);
        counted(Counter.MP_OFO_MERGE, 0);
        f.sends(p.mapped(Segment.ack(3, 1).data("bb"), 1, 11, 3, 2, false));
        counted(Counter.MP_OFO_QUEUE, 2);
        counted(Counter.MP_OFO_QUEUE_TAIL, 1);
        f.sends(p.mapped(Segment.ack(5, 1).data("bb"), 1, 13, 5, 2, false));
        counted(Counter.MP_OFO_MERGE, 1);
        f.sends(p.mapped(Segment.ack(7, 1).data("aa"), 1, 1, 7, 2, false));
        f.sends(p.mapped(Segment.ack(9, 1).data("aa"), 1, 1, 9, 2, false));
        counted(Counter.MP_DUPLICATE_DATA, 1);
        f.sends(p.mapped(Segment.ack(11, 1).data("x"), 1, 50_000_000, 11, 1, false));
        counted(Counter.MP_NO_DSS_IN_WINDOW, 1);
        f.sends(p.mapped(Segment.ack(12, 1).data("y"), 1, 3, 500, 1, false));
        counted(Counter.MP_DSS_NO_MATCH_TCP, 1);
        counted(Counter.MP_DSS_NOT_MATCHING, 0);
    }

    @Test
    @DisplayName("a connection's closed window is probed; that of a plain connection is another counter")
    void windowProbe() {
        Flow f = p.listen(false);
        f.sends(capable(Segment.syn().window(4), H));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        f.sends(p.keys(Segment.ack(1, 1).window(4), H));
        p.app.write("0123456789");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        f.sends(p.dataAck(Segment.ack(1, 5).window(0), 5));
        p.advance(250 * MS);
        counted(Counter.MP_WIN_PROBE, 1);
        counted(Counter.TCP_WIN_PROBE, 0);
    }

    @Test
    @DisplayName("fallback tells its kind: first data without mapping, later data without, data acknowledged without Data ACK, infinite mappings")
    void fallback() {
        Flow f = p.accepted(H);
        f.sends(Segment.ack(1, 1).data("plain"));
        counted(Counter.MP_CAPABLE_DATA_FALLBACK, 1);
        counted(Counter.MP_DSS_FALLBACK, 0);
        p = new MptcpPeer(MptcpConfig.DEFAULT);
        f = p.accepted(H);
        f.sends(p.mapped(Segment.ack(1, 1).data("ab"), 1, 1, 1, 2, false));
        f.sends(Segment.ack(3, 1).data("plain"));
        counted(Counter.MP_CAPABLE_DATA_FALLBACK, 0);
        counted(Counter.MP_DSS_FALLBACK, 1);
        p = new MptcpPeer(MptcpConfig.DEFAULT);
        f = p.connected(H);
        p.app.write("hello");
        p.advance(0);
        f.sends(Segment.ack(1, 6));
        counted(Counter.MP_DSS_FALLBACK, 1);
        counted(Counter.MP_INFINITE_MAP_TX, 0);
        p.app.write("world");
        p.advance(0);
        counted(Counter.MP_INFINITE_MAP_TX, 1);
        f.sends(with(Segment.ack(1, 11).data("x"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 1, 1, 0,
            DssOption.NO_CHECKSUM)));
        counted(Counter.MP_INFINITE_MAP_RX, 0);
        p = new MptcpPeer(MptcpConfig.DEFAULT);
        f = p.accepted(H);
        f.sends(with(Segment.ack(1, 1).data("x"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 1, 1, 0,
            DssOption.NO_CHECKSUM)));
        counted(Counter.MP_INFINITE_MAP_RX, 1);
    }

    @Test
    @DisplayName("where nobody can go on as plain TCP, since data was sent twice, that is counted too")
    void fallbackFailed() {
        Flow f = p.accepted(H);
        p.app.write("hello");
        p.advance(0);
        f.sends(p.dataAck(Segment.ack(1, 6), 1));
        p.advance(250 * MS);
        drain();
        f.sends(Segment.ack(1, 11).data("plain"));
        f.lastly("RST,ACK seq 11 ack 1 len 0", "tcprst=6");
        counted(Counter.MP_FALLBACK_FAILED, 1);
    }

    @Test
    @DisplayName("addresses: announced with a port, with a wrong HMAC, withdrawn, unknown; what we say of ours")
    void addresses() {
        p = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(Endpoint.signal(0, STACK_2, 4)));
        Flow f = p.accepted(H, false);
        counted(Counter.MP_ADD_ADDR_TX, 1);
        f.sends(p.announce(Segment.ack(1, 1), 7, PEER_2, 8080));
        counted(Counter.MP_ADD_ADDR, 1);
        counted(Counter.MP_PORT_ADD, 1);
        counted(Counter.MP_ECHO_ADD_TX, 1);
        Segment forged = p.announce(Segment.ack(1, 1), 8, IpAddress.parse("198.51.100.200"), 0);
        forged.options.buffer().putByte(forged.options.length() - 1, (byte) (forged.options.buffer().getByte(forged.options.length() - 1) ^ 1));
        f.sends(forged);
        counted(Counter.MP_ADD_ADDR, 1);
        counted(Counter.MP_ADD_ADDR_DROP, 1);
        f.sends(with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, 99)));
        counted(Counter.MP_RM_ADDR, 1);
        counted(Counter.MP_RM_ADDR_DROP, 1);
        p.connection().withdraw(4);
        p.advance(0);
        f.sends(p.dataAck(Segment.ack(1, 1), 1));
        counted(Counter.MP_RM_ADDR_TX, 1);
    }

    @Test
    @DisplayName("joins: as a backup, to another port, with a wrong address; priorities; a subflow that ends with its address")
    void joins() {
        Flow f = p.accepted(H);
        p.joined(9999, 2, true);
        counted(Counter.MP_JOIN_SYN_RX, 1);
        counted(Counter.MP_JOIN_SYN_BACKUP_RX, 1);
        counted(Counter.MP_JOIN_PORT_SYN_RX, 1);
        counted(Counter.MP_JOIN_PORT_ACK_RX, 1);
        drain();
        p.connection().prioritize(0, true);
        p.advance(0);
        assertThat(p.count(Counter.MP_PRIO_TX)).isPositive();
        drain();
        f.sends(with(p.dataAck(Segment.ack(1, 1), 1), o -> RemoveAddrOption.encode(o, 2)));
        p.advance(10_000 * MS);
        counted(Counter.MP_RM_SUBFLOW, 1);
        p = new MptcpPeer(MptcpConfig.DEFAULT);
        f = p.connected(H);
        f.sends(p.announce(p.dataAck(Segment.ack(1, 1), 1), 7, IpAddress.parse("224.0.0.1"), 0));
        p.advance(100 * MS);
        counted(Counter.MP_JOIN_SYN_TX, 0);
        counted(Counter.MP_JOIN_SYN_TX_BIND_ERR, 0);
        assertThat(p.count(Counter.MP_JOIN_SYN_TX_CONNECT_ERR) + p.count(Counter.MP_ADD_ADDR_DROP)).isPositive();
    }

    @Test
    @DisplayName("MPTCP-3.6-4 a subflow that is given up for silence, while others work, is reset with reason 5, and may be tried again")
    void silentSubflow() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(p.dataAck(Segment.ack(1, 1), 1));
        p.app.write("data");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        byte[] reset = null;
        for (int i = 0; i < 4000 && reset == null; i++) {
            p.advance(100 * MS);
            g.sends(p.dataAck(Segment.ack(1, 5), 5));
            for (byte[] packet = p.device.poll(); packet != null; packet = p.device.poll()) {
                reset = (packet[33] & 4) != 0 ? packet : reset;
            }
        }
        assertThat(reset).as("RST on the silent subflow").isNotNull();
        MpTcprstOption o = new MpTcprstOption().wrap(new org.agrona.concurrent.UnsafeBuffer(reset), reset.length - 4, 4);
        assertThat(o.isWellFormed()).isTrue();
        assertThat(o.reason()).isEqualTo(MpTcprstOption.UNACCEPTABLE_PERFORMANCE);
        assertThat(o.isTransient()).isTrue();
        assertThat(p.app.closed).isNull();
        counted(Counter.MP_SUBFLOW_STALE, 1);
        counted(Counter.MP_RST_TX, 1);
    }

    @Test
    @DisplayName("connections of the moment: one more when both have agreed, one less at the end; plain ones are not counted")
    void current() {
        Flow f = p.accepted(H);
        counted(Counter.MP_CURR_ESTAB, 1);
        p.app.connection.abort(p.nowNs);
        p.advance(0);
        counted(Counter.MP_CURR_ESTAB, 0);
        Flow g = p.new Flow(PEER_1, 40_002, STACK_1, 80);
        g.sends(Segment.syn());
        drain();
        g.sends(Segment.ack(1, 1));
        counted(Counter.MP_CURR_ESTAB, 0);
        assertThat(f.stackPort).isEqualTo(80);
    }
}
