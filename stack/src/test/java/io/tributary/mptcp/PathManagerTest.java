package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_1;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.STACK_2;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.EndpointManager;
import io.tributary.mptcp.path.JoinSpec;
import io.tributary.mptcp.path.PathEvent;
import io.tributary.mptcp.path.PathEvent.Type;
import io.tributary.mptcp.path.PathManagers;
import io.tributary.mptcp.path.RecordingManager;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.tcp.CloseReason;
import io.tributary.testkit.Segment;
import io.tributary.wire.option.MpPrioOption;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.RemoveAddrOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A path manager of somebody else in the place of ours: every event reaches it, every action works, and nothing happens by itself. */
class PathManagerTest {
    private static final String BARE = "ACK seq 1 ack 1 len 0";

    private final RecordingManager manager = (RecordingManager) PathManagers.named("recording").orElseThrow().get();
    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, STACK_2, 3), Endpoint.signal(0, STACK_1, 4)));
    private final List<PathEvent> watched = new ArrayList<>();

    PathManagerTest() {
        p.shard.multipath(first -> manager, Schedulers.STANDARD);
        p.shard.watchPaths(watched::add);
    }

    private List<Type> heard() {
        return manager.events.stream().map(PathEvent::type).toList();
    }

    @Test
    @DisplayName("found by name, each time a new one; ours is the standard")
    void named() {
        assertThat(PathManagers.named("recording").orElseThrow().get()).isNotSameAs(manager);
        assertThat(PathManagers.named(PathManagers.STANDARD).orElseThrow().get()).isInstanceOf(EndpointManager.class);
        assertThat(PathManagers.named("nobody")).isEmpty();
    }

    @Test
    @DisplayName("MPTCP-3.9.2-1 every event, in order, with addresses, IDs and reasons; and whoever watches hears the same")
    void events() {
        Flow f = p.connected(H);
        assertThat(heard()).containsExactly(Type.CREATED);
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        p.andNothingElse();
        assertThat(heard()).as("the ADD_ADDR is the proof that further subflows are possible").containsExactly(Type.CREATED, Type.ANNOUNCED, Type.ESTABLISHED);
        PathEvent announced = manager.events.get(1);
        assertThat(announced.remoteId()).isEqualTo(5);
        assertThat(announced.remote()).isEqualTo(PEER_2);
        assertThat(announced.remotePort()).isEqualTo(8080);
        assertThat(announced.local()).isNull();
        assertThat(announced.serverSide()).isFalse();
        assertThat(announced.token()).isEqualTo(p.connection().keys().localToken());

        Flow g = p.new Flow(PEER_2, 41_000, STACK_1, f.stackPort);
        g.sends(p.join(Segment.syn(), 5, 77, true));
        Segment s = g.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
        g.stackNonce = s.view.options.buffer().getInt(s.view.options.mptcpAt(0) + 12, java.nio.ByteOrder.BIG_ENDIAN);
        g.sends(p.joinAck(Segment.ack(1, 1), g, 77));
        g.expects(BARE, "dss ack=1");
        PathEvent up = manager.events.get(3);
        assertThat(up.type()).isEqualTo(Type.SF_ESTABLISHED);
        assertThat(List.of(up.slot(), up.localId(), up.remoteId(), up.localPort(), up.remotePort())).containsExactly(1, 0, 5, f.stackPort, 41_000);
        assertThat(up.backup()).isTrue();
        assertThat(up.opener()).isFalse();
        assertThat(up.networkInterface()).isEqualTo("test0");

        g.sends(with(Segment.ack(1, 1), o -> MpPrioOption.encode(o, false)));
        assertThat(manager.events.get(4).type()).isEqualTo(Type.SF_PRIO);
        assertThat(manager.events.get(4).backup()).isFalse();
        f.sends(with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, 5)));
        assertThat(manager.events.get(5).type()).isEqualTo(Type.REMOVED);
        g.sends(with(Segment.rst(1), o -> MpTcprstOption.encode(o, true, MpTcprstOption.LACK_OF_RESOURCES)));
        PathEvent closed = manager.events.get(6);
        assertThat(closed.type()).isEqualTo(Type.SF_CLOSED);
        assertThat(closed.error()).isEqualTo(CloseReason.RESET);
        assertThat(closed.established()).isTrue();
        assertThat(closed.resetReason()).isEqualTo(2);
        assertThat(closed.isTransient()).isTrue();
        p.app.connection.abort(p.nowNs);
        assertThat(manager.events.get(7).type()).isEqualTo(Type.CLOSED);
        assertThat(manager.events).hasSize(8);
        assertThat(watched).isEqualTo(manager.events);
    }

    @Test
    @DisplayName("MPTCP-3.9.2-1 a manager of one's own acts: it announces, joins, changes priorities, destroys, takes back, and asks for the time")
    void actions() {
        manager.onEvent = (c, e) -> {
            if (e.type() == Type.ESTABLISHED) {
                assertThat(c.isInitiator()).isTrue();
                assertThat(c.announce(9, STACK_2, 0, p.nowNs)).isTrue();
                assertThat(c.join(JoinSpec.to(0, PEER_1, 8080).from(STACK_2, 9), p.nowNs)).isEqualTo(1);
                c.wakeAt(p.nowNs + 5000 * MS);
            } else if (e.type() == Type.SF_ESTABLISHED) {
                assertThat(c.prioritize(e.slot(), true)).isTrue();
                assertThat(c.subflowsFrom(9)).isEqualTo(2);
                assertThat(c.usable()).isEqualTo(2);
            }
        };
        Flow f = p.connected(H);
        f.sends(p.dataAck(Segment.ack(1, 1), 1));
        f.expects(BARE, "dss ack=1 add id=9 192.0.2.129");
        Flow g = p.new Flow(PEER_1, 8080, STACK_2, 0);
        p.takesJoin(g, g.expects("SYN seq 0 len 0", "join12 id=9"), 0);
        g.expects(BARE, "dss ack=1 prio backup");
        f.sends(with(Segment.ack(1, 1), o -> io.tributary.wire.option.AddAddrOption.encodeEcho(o, 9, STACK_2.hi(), STACK_2.lo(), 0)));
        assertThat(manager.timers).isZero();
        p.advance(5000 * MS).andNothingElse();
        assertThat(manager.timers).isEqualTo(1);
        assertThat(p.connection().paths().remove(9)).isTrue();
        p.advance(0);
        f.expects(BARE, "dss ack=1 remove id=9");
        g.expects("FIN,ACK seq 1 ack 1 len 0", "dss ack=1");
        assertThat(p.connection().paths().destroy(1, MpTcprstOption.PROHIBITED, false)).isTrue();
        p.advance(0);
        g.expects("RST,ACK seq 2 ack 1 len 0", "tcprst=3");
    }

    @Test
    @DisplayName("MPTCP-3.7-1 when the connection becomes plain TCP the manager hears that it is over, and can do nothing more")
    void fallback() {
        Flow f = p.connected(H);
        f.sends(Segment.ack(1, 1).data("plain"));
        assertThat(heard()).containsExactly(Type.CREATED, Type.CLOSED);
        assertThat(p.connection().paths().join(JoinSpec.to(0, PEER_1, 8080).from(STACK_2, 9), p.nowNs)).isEqualTo(-1);
        assertThat(p.connection().paths().announce(9, STACK_2, 0, p.nowNs)).isFalse();
        assertThat(p.connection().paths().destroy(0, 0, false)).isFalse();
        assertThat(p.connection().isMultipath()).isFalse();
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        q.shard.watchPaths(watched::add);
        watched.clear();
        Flow plain = q.listen(false);
        plain.sends(Segment.syn());
        assertThat(watched).as("never spoke MPTCP").isEmpty();
    }
}
