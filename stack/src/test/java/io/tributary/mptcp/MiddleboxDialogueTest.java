package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_1;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.capable;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A path that drops SYNs with MP_CAPABLE: found out once, remembered, forgotten. */
class MiddleboxDialogueTest {
    private static final long HOUR = 3_600_000 * MS;
    private static final String OFFER = "mpc4 v1 01";

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);
    private Endpoint app;
    private int port = 8000;

    private Flow open(boolean insistent) {
        app = new Endpoint();
        ConnectSpec spec = ConnectSpec.to(0, PEER_1, ++port).from(STACK_1, 0).insistent(insistent);
        app.attachTo(p.shard.connect(spec, app.out, app.in, app, p.nowNs));
        p.advance(0);
        return p.new Flow(PEER_1, port, STACK_1, 0);
    }

    private void end() {
        app.connection.abort(p.nowNs);
        p.advance(0);
        while (p.device.poll() != null) {
            app.connection.abort(p.nowNs);
        }
    }

    /** The next connection offers MPTCP in its first SYN, or does not. */
    private void expectOffer(boolean offered) {
        Flow f = open(false);
        f.expects("SYN seq 0 len 0", offered ? OFFER : "");
        end();
    }

    /** Three SYNs with the option are not answered; so many of those without are not either, then one is. */
    private void dropped(int plainUnanswered) {
        Flow f = open(false);
        for (int i = 0; i < 3; i++) {
            f.expects("SYN seq 0 len 0", OFFER);
            p.advance((1000L << i) * MS);
        }
        for (int i = 0; i < plainUnanswered; i++) {
            f.expects("SYN seq 0 len 0", "");
            p.advance((8000L << i) * MS);
        }
        f.expects("SYN seq 0 len 0", "");
        f.sends(Segment.synAck(1));
        f.expects("ACK seq 1 ack 1 len 0", "");
        app.write("plain");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "");
        end();
    }

    @Test
    @DisplayName("MPTCP-3.9.3-1 MPTCP-6-3 a plain SYN is answered where MP_CAPABLE was not: for an hour nobody offers it, then one tries again")
    void remembered() {
        dropped(0);
        assertThat(p.count(Counter.MP_CAPABLE_SYN_TX_DROP)).isEqualTo(1);
        assertThat(p.count(Counter.MP_BLACKHOLE)).isEqualTo(1);
        Flow f = open(false);
        f.expects("SYN seq 0 len 0", "");
        f.sends(Segment.synAck(1));
        f.expects("ACK seq 1 ack 1 len 0", "");
        assertThat(app.connection.isMultipath()).isFalse();
        app.write("x");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 1", "");
        f.sends(Segment.ack(1, 2).data("y"));
        assertThat(app.read()).isEqualTo("y");
        end();
        assertThat(p.count(Counter.MP_CAPABLE_SYN_TX_DISABLED)).isEqualTo(1);
        p.advance(HOUR - 100 * MS);
        expectOffer(false);
        p.advance(200 * MS);
        expectOffer(true);
        assertThat(p.count(Counter.MP_CAPABLE_SYN_TX_DISABLED)).isEqualTo(2);
        assertThat(p.count(Counter.MP_CAPABLE_FALLBACK_SYN_ACK)).as("plain connections count as such").isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.9.3-1 each further finding holds twice as long, up to 64 times; one agreement and it all is forgotten")
    void growsAndEnds() {
        long hours = 1;
        for (int i = 0; i < 8; i++) {
            dropped(0);
            p.advance(hours * HOUR - 100 * MS);
            expectOffer(false);
            p.advance(200 * MS);
            hours = Math.min(64, 2 * hours);
        }
        assertThat(p.count(Counter.MP_BLACKHOLE)).isEqualTo(8);
        Flow f = open(false);
        f.expects("SYN seq 0 len 0", OFFER);
        f.sends(capable(Segment.synAck(1), H));
        end();
        expectOffer(true);
        dropped(0);
        p.advance(HOUR - 100 * MS);
        expectOffer(false);
        p.advance(200 * MS);
        expectOffer(true);
    }

    @Test
    @DisplayName("MPTCP-3.9.3-1 a path on which plain SYNs get lost too proves nothing, nor does one where an answer lacks the option")
    void provesNothing() {
        dropped(1);
        assertThat(p.count(Counter.MP_CAPABLE_SYN_TX_DROP)).isEqualTo(1);
        assertThat(p.count(Counter.MP_BLACKHOLE)).isZero();
        expectOffer(true);
        Flow f = open(false);
        f.expects("SYN seq 0 len 0", OFFER);
        f.sends(Segment.synAck(1));
        end();
        expectOffer(true);
    }

    @Test
    @DisplayName("MPTCP-3.9.3-1 the answer to a late plain SYN still has the option: it was only slow, and the connection is MPTCP")
    void onlySlow() {
        Flow f = open(false);
        for (int i = 0; i < 3; i++) {
            f.expects("SYN seq 0 len 0", OFFER);
            p.advance((1000L << i) * MS);
        }
        f.expects("SYN seq 0 len 0", "");
        f.sends(capable(Segment.synAck(1), H));
        assertThat(app.connection.isMultipath()).isTrue();
        end();
        expectOffer(true);
    }

    @Test
    @DisplayName("MPTCP-3.9.3-1 who insists gets the option all the same, and its success is everybody's")
    void insistent() {
        dropped(0);
        Flow f = open(true);
        f.expects("SYN seq 0 len 0", OFFER);
        f.sends(capable(Segment.synAck(1), H));
        end();
        expectOffer(true);
    }

    @Test
    @DisplayName("MPTCP-3.9.3-1 a SYN that somebody else drives teaches the same")
    void driven() {
        drivenTo(1000 * MS, false);
    }

    @Test
    @DisplayName("MPTCP-3.9.3-1 one driven in haste proves nothing: the server may only be slow")
    void drivenInHaste() {
        drivenTo(999 * MS, true);
    }

    private void drivenTo(long patienceNs, boolean offersNext) {
        app = new Endpoint();
        ConnectSpec spec = ConnectSpec.to(0, PEER_1, ++port).from(STACK_1, 0).drivenSyn(true);
        app.attachTo(p.shard.connect(spec, app.out, app.in, app, p.nowNs));
        p.advance(0);
        Flow f = p.new Flow(PEER_1, port, STACK_1, 0);
        f.expects("SYN seq 0 len 0", OFFER);
        p.advance(60_000 * MS).andNothingElse();
        app.connection.repeatSyn(true, p.nowNs);
        p.advance(0);
        f.expects("SYN seq 0 len 0", OFFER);
        p.advance(patienceNs).andNothingElse();
        app.connection.repeatSyn(false, p.nowNs);
        p.advance(0);
        f.expects("SYN seq 0 len 0", "");
        f.sends(Segment.synAck(1));
        end();
        expectOffer(offersNext);
    }

    @Test
    @DisplayName("MPTCP-3.9.3-1 with a time of 0 nothing is remembered")
    void off() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.with(MptcpConfig.DEFAULT.capable().withBlackhole(0)));
        for (int i = 0; i < 2; i++) {
            Flow f = q.connect(false);
            for (int k = 0; k < 3; k++) {
                f.expects("SYN seq 0 len 0", OFFER);
                q.advance((1000L << k) * MS);
            }
            f.expects("SYN seq 0 len 0", "");
            f.sends(Segment.synAck(1));
            while (q.device.poll() != null) {
                q.app.connection.abort(q.nowNs);
                q.advance(0);
            }
        }
        assertThat(q.count(Counter.MP_BLACKHOLE)).isZero();
        assertThat(q.count(Counter.MP_CAPABLE_SYN_TX_DROP)).isEqualTo(2);
    }
}
