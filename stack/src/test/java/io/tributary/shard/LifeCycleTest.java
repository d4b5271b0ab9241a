package io.tributary.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;
import io.tributary.connection.PendingOpen;
import io.tributary.metrics.Counter;
import io.tributary.tcp.CloseReason;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way a connection can end: told once, and nothing stays. */
class LifeCycleTest {
    private static final long MS = TestPeer.MS;
    private static final int OUR_PORT = 5555;

    private final TestPeer peer = new TestPeer();
    private final App app = new App();

    private static final class App extends Endpoint {
        private final List<CloseReason> ends = new ArrayList<>();
        private int tooLate;
        private boolean abortWhenReadable;

        @Override
        public void onEstablished(Connection c, long nowNs) {
            tooLate += ends.size();
            super.onEstablished(c, nowNs);
        }

        @Override
        public void onReadable(Connection c, long nowNs) {
            tooLate += ends.size();
            if (abortWhenReadable) {
                c.abort(nowNs);
            }
        }

        @Override
        public void onWritable(Connection c, long nowNs) {
            tooLate += ends.size();
        }

        @Override
        public void onClosed(Connection c, CloseReason reason, long nowNs) {
            super.onClosed(c, reason, nowNs);
            ends.add(reason);
        }
    }

    enum End {
        REFUSED(CloseReason.REFUSED) {
            @Override
            void play(LifeCycleTest t) {
                t.peer.sends(Segment.of(TcpFlags.RST | TcpFlags.ACK, 0, 1));
            }
        },
        SYN_TIMED_OUT(CloseReason.TIMED_OUT) {
            @Override
            void play(LifeCycleTest t) {
                t.peer.advance(300_000 * MS);
            }
        },
        ABORTED_OPENING(CloseReason.ABORTED) {
            @Override
            void play(LifeCycleTest t) {
                t.app.connection.abort(t.peer.nowNs);
                t.app.connection.abort(t.peer.nowNs);
            }
        },
        RESET(CloseReason.RESET) {
            @Override
            void play(LifeCycleTest t) {
                t.establish();
                t.peer.sends(Segment.rst(1));
            }
        },
        ABORTED(CloseReason.ABORTED) {
            @Override
            void play(LifeCycleTest t) {
                t.establish();
                t.app.write("unheard");
                t.app.connection.abort(t.peer.nowNs);
            }
        },
        ABORTED_BY_HANDLER_AT_THE_END(CloseReason.NORMAL) {
            @Override
            void play(LifeCycleTest t) {
                t.establish();
                t.app.end();
                t.peer.advance(0);
                t.app.abortWhenReadable = true;
                t.peer.sends(Segment.fin(1, 2).data(""));
            }
        },
        TIMED_OUT(CloseReason.TIMED_OUT) {
            @Override
            void play(LifeCycleTest t) {
                t.establish();
                t.app.write("unheard");
                t.peer.advance(3_600_000 * MS);
            }
        },
        CLOSED_BY_US(CloseReason.NORMAL) {
            @Override
            void play(LifeCycleTest t) {
                t.establish();
                t.app.end();
                t.peer.advance(0);
                t.peer.sends(Segment.ack(1, 2));
                t.peer.sends(Segment.fin(1, 2));
            }
        },
        CLOSED_BY_PEER(CloseReason.NORMAL) {
            @Override
            void play(LifeCycleTest t) {
                t.establish();
                t.peer.sends(Segment.fin(1, 1));
                t.app.end();
                t.peer.advance(0);
                t.peer.sends(Segment.ack(2, 2));
            }
        },
        CLOSED_AT_ONCE(CloseReason.NORMAL) {
            @Override
            void play(LifeCycleTest t) {
                t.establish();
                t.app.end();
                t.peer.advance(0);
                t.peer.sends(Segment.fin(1, 1));
                t.peer.sends(Segment.ack(2, 2));
            }
        },
        RESET_IN_LAST_ACK(CloseReason.RESET) {
            @Override
            void play(LifeCycleTest t) {
                t.establish();
                t.peer.sends(Segment.fin(1, 1));
                t.app.end();
                t.peer.advance(0);
                t.peer.sends(Segment.rst(2));
            }
        },
        RESET_IN_FIN_WAIT_2(CloseReason.RESET) {
            @Override
            void play(LifeCycleTest t) {
                t.establish();
                t.app.end();
                t.peer.advance(0);
                t.peer.sends(Segment.ack(1, 2));
                t.peer.sends(Segment.rst(1));
            }
        },
        RESET_IN_CLOSING(CloseReason.RESET) {
            @Override
            void play(LifeCycleTest t) {
                t.establish();
                t.app.end();
                t.peer.advance(0);
                t.peer.sends(Segment.fin(1, 1));
                t.peer.sends(Segment.rst(2));
            }
        };

        private final CloseReason reason;

        End(CloseReason reason) {
            this.reason = reason;
        }

        abstract void play(LifeCycleTest t);
    }

    private ConnectSpec toPeer() {
        return ConnectSpec.to(TestPeer.ZONE, peer.peerAddress, peer.peerPort).from(peer.stackAddress, OUR_PORT).multipath(false);
    }

    private void connect(App by) {
        by.attachTo(peer.shard.connect(toPeer(), by.out, by.in, by, peer.nowNs));
        peer.advance(0);
    }

    private void establish() {
        peer.sends(Segment.synAck(1));
        peer.next();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("TCP-MUST-12 an end is told once, nothing is told after it, and slot, flow and timers are free again")
    void ends(End end) {
        connect(app);
        peer.next();
        end.play(this);
        peer.advance(0);
        assertThat(app.ends).containsExactly(end.reason);
        assertThat(app.tooLate).isZero();
        assertThat(peer.shard.isEmpty()).isTrue();
        peer.advance(60_000 * MS);
        assertThat(peer.shard.timeWaits()).isZero();
        assertThat(peer.shard.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        App again = new App();
        connect(again);
        assertThat(again.ends).as("the flow is free").isEmpty();
        app.connection.wake();
        app.connection.abort(peer.nowNs);
        peer.advance(0);
        assertThat(app.ends).hasSize(1);
        assertThat(peer.shard.connections()).isEqualTo(1);
        assertThat(peer.shard.counters().get(Counter.INTERNAL_ERRORS)).isZero();
    }

    @Test
    @DisplayName("R4987-3-1 the backlog counts connections whose handshake is not complete, accepted or not")
    void backlog() {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 3),
            (open, now) -> new Endpoint().onSyn(open, now));
        for (int i = 0; i < 10; i++) {
            peer.newConnection(41_000 + i);
            peer.sends(Segment.syn());
        }
        assertThat(peer.device.size()).isEqualTo(3);
        assertThat(peer.shard.counters().get(Counter.TCP_LISTEN_OVERFLOWS)).isEqualTo(7);
        assertThat(peer.shard.pending()).isZero();
        for (int i = 0; i < 3; i++) {
            peer.newConnection(41_000 + i);
            peer.next();
            peer.sends(i == 0 ? Segment.ack(1, 1) : Segment.rst(1));
        }
        for (int i = 10; i < 20; i++) {
            peer.newConnection(41_000 + i);
            peer.sends(Segment.syn());
        }
        assertThat(peer.device.size()).isEqualTo(3);
        peer.advance(300_000 * MS);
        assertThat(peer.shard.connections()).isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-MUST-41 a closed listener's undecided SYNs still count, and are still to be decided")
    void closedListener() {
        app.acceptAtOnce = false;
        Listener l = peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 3), app);
        peer.sends(Segment.syn()).andNothingElse();
        l.close();
        assertThat(peer.shard.pending()).isEqualTo(1);
        assertThat(peer.shard.isEmpty()).isFalse();
        app.attachTo(app.pending.accept(app.out, app.in, app, peer.nowNs));
        peer.advance(0).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.ack(1, 1)).andNothingElse();
        assertThat(app.established).isEqualTo(1);
        assertThat(peer.shard.pending()).isZero();
    }

    @Test
    @DisplayName("TCP-P-13 a SYN accepted after its client reset it is a connection that ended: hostile timing is no error")
    void acceptedTooLate() {
        boolean[] abandoned = {false};
        app.acceptAtOnce = false;
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 3), new AcceptHandler() {
            @Override
            public void onSyn(PendingOpen open, long nowNs) {
                app.onSyn(open, nowNs);
            }

            @Override
            public void onAbandoned(PendingOpen open, long nowNs) {
                abandoned[0] = true;
            }
        });
        peer.sends(Segment.syn()).andNothingElse();
        peer.inject(Segment.rst(1));
        app.attachTo(app.pending.accept(app.out, app.in, app, peer.nowNs));
        peer.advance(0).andNothingElse();
        assertThat(app.ends).containsExactly(CloseReason.RESET);
        assertThat(abandoned[0]).isFalse();
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("TCP-MUST-46 an open to an address that is no single host's, or to port 0, is refused")
    void invalidRemote() {
        for (String remote : new String[] {"224.0.0.1", "255.255.255.255", "0.0.0.0"}) {
            App one = new App();
            peer.shard.connect(ConnectSpec.to(TestPeer.ZONE, IpAddress.parse(remote), 80).multipath(false), one.out, one.in, one, peer.nowNs);
            peer.advance(0);
            assertThat(peer.device.size()).isZero();
            assertThat(one.ends).containsExactly(CloseReason.NO_RESOURCES);
        }
        App one = new App();
        peer.shard.connect(ConnectSpec.to(TestPeer.ZONE, peer.peerAddress, 0).multipath(false), one.out, one.in, one, peer.nowNs);
        peer.advance(0).andNothingElse();
        assertThat(one.ends).containsExactly(CloseReason.NO_RESOURCES);
    }
}
