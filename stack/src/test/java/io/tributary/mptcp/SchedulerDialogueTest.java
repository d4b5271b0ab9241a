package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.data.DataSettings;
import io.tributary.mptcp.schedule.ChunkView;
import io.tributary.mptcp.schedule.Scheduler;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.mptcp.schedule.SubflowsView;
import io.tributary.testkit.Segment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What leaves on which of two subflows, packet by packet: A has a round trip of 20 ms, B of 60 ms. */
class SchedulerDialogueTest {
    private MptcpPeer p;
    private Flow a;
    private Flow b;

    private void open(Scheduler scheduler, int mssA, int mssB) {
        p = new MptcpPeer(MptcpConfig.DEFAULT.with(DataSettings.DEFAULT.withScheduler(() -> scheduler)));
        a = p.listen(false);
        a.sends(MptcpPeer.capable(Segment.syn().mss(mssA), H));
        p.learnStackKey(a.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        p.advance(20 * MS);
        a.sends(p.keys(Segment.ack(1, 1), H));
        b = p.new Flow(PEER_2, 41_000, STACK_1, 80);
        b.sends(p.join(Segment.syn().mss(mssB), 2, 77, false));
        Segment synAck = b.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
        b.stackNonce = synAck.view.options.buffer().getInt(synAck.view.options.mptcpAt(0) + 12, ByteOrder.BIG_ENDIAN);
        p.advance(60 * MS);
        b.sends(p.joinAck(Segment.ack(1, 1), b, 77));
        b.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
    }

    private void open(String scheduler) {
        open(Schedulers.named(scheduler).orElseThrow().get(), 1028, 1028);
    }

    /** Everything that left: subflow, data position, bytes. */
    private List<String> sent() {
        p.advance(0);
        List<String> all = new ArrayList<>();
        for (byte[] packet = p.device.poll(); packet != null; packet = p.device.poll()) {
            int tcp = 20 + (packet[32] >>> 4 & 0xf) * 4;
            for (int at = 40; at + 20 <= tcp; at++) {
                // DSS with both 64-bit numbers and a mapping
                if (packet[at] == 30 && packet[at + 1] == 26 && packet[at + 2] == 0x20) {
                    long dsn = java.nio.ByteBuffer.wrap(packet).getLong(at + 12);
                    all.add((packet[19] == 1 ? "A" : "B") + (dsn - p.stackIdsn) + "+" + (packet.length - tcp));
                    break;
                }
            }
        }
        return all;
    }

    private List<String> write(int bytes) {
        p.app.write(new byte[bytes]);
        return sent();
    }

    @Test
    @DisplayName("SCH-1 the fastest subflow takes no more mappings: the other carries what comes")
    void fastestIsFull() {
        open("min-rtt");
        Subflow full = p.connection().subflows().get(0);
        while (full.mappings().add(1, 0, false)) {
            assertThat(full.mappings().size()).isLessThan(100_000);
        }
        assertThat(write(10)).containsExactly("B1+10");
    }

    @Test
    @DisplayName("SCH-1 one of two chosen subflows takes no more mappings: the other gets the chunk, once")
    void oneOfTwoIsFull() {
        open(new Scheduler() {
            @Override
            public long select(SubflowsView v, ChunkView chunk, long nowNs) {
                return v.withSpace();
            }

            @Override
            public String name() {
                return "both";
            }
        }, 1028, 1028);
        Subflow full = p.connection().subflows().get(1);
        while (full.mappings().add(1, 0, false)) {
            assertThat(full.mappings().size()).isLessThan(100_000);
        }
        assertThat(write(10)).containsExactly("A1+10");
        assertThat(write(10)).containsExactly("A11+10");
    }

    @Test
    @DisplayName("SCH-1 MPTCP-3.3.5-3 neither the connection's window nor a subflow's is ever exceeded")
    void windows() {
        open("min-rtt");
        a.sends(p.dataAck(Segment.ack(1, 1).window(2500), 1));
        b.sends(p.dataAck(Segment.ack(1, 1).window(2000), 1));
        List<String> first = write(200_000);
        assertThat(first).filteredOn(s -> s.startsWith("A")).hasSize(2);
        assertThat(first).filteredOn(s -> s.startsWith("B")).hasSize(2);
        // the connection's edge stands at 65,535 by the handshake: more window on B does not move it, as nothing is acknowledged as data
        long highest = 0;
        for (int acked = 2001; acked <= 70_001; acked += 1000) {
            b.sends(p.dataAck(Segment.ack(1, Math.min(acked, 1 + highest)).window(65_535), 1));
            for (String s : sent()) {
                assertThat(s).startsWith("B");
                highest = Math.max(highest, Long.parseLong(s.substring(1, s.indexOf('+'))) - 1 + Long.parseLong(s.substring(s.indexOf('+') + 1)));
            }
        }
        assertThat(highest).as("all that the peer's window takes, and nothing more").isBetween(64_000L, 65_535L);
        assertThat(p.connection().info(0).subflows().get(1).idleReason()).isEqualTo("connection-window");
    }

    @Test
    @DisplayName("SCH-4 MPTCP-3.2-12 nothing goes out on a subflow whose third packet is not acknowledged")
    void preEstablished() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(io.tributary.mptcp.path.Endpoint.subflow(0, MptcpPeer.STACK_2, 1)));
        Flow f = q.connected(H);
        f.sends(q.dataAck(Segment.ack(1, 1), 1));
        Flow g = q.new Flow(MptcpPeer.PEER_1, 8080, MptcpPeer.STACK_2, 0);
        Segment syn = g.expects("SYN seq 0 len 0", "join12 id=1");
        g.stackNonce = syn.view.options.buffer().getInt(syn.view.options.mptcpAt(0) + 8, ByteOrder.BIG_ENDIAN);
        long hmac = q.hmac.joinLeft64(MptcpPeer.PEER_KEY, q.stackKey, 55, g.stackNonce);
        g.sends(MptcpPeer.with(Segment.synAck(1), o -> io.tributary.wire.option.MpJoinOption.encodeSynAck(o, false, 9, hmac, 55)));
        g.expects("ACK seq 1 ack 1 len 0", "join24");
        p = q;
        assertThat(write(20_000)).isNotEmpty().allMatch(s -> s.startsWith("A"));
        byte[] fromSecond = null;
        g.sends(q.dataAck(Segment.ack(1, 1), 1));
        q.advance(0);
        for (byte[] packet = q.device.poll(); packet != null; packet = q.device.poll()) {
            fromSecond = packet[15] == (byte) 129 && packet.length > 100 ? packet : fromSecond;
        }
        assertThat(fromSecond).as("data from our second address, now that the join is confirmed").isNotNull();
    }

    /** Says no until it has been asked often enough. */
    private static final class Reluctant implements Scheduler {
        private final int refusals;
        int asked;

        Reluctant(int refusals) {
            this.refusals = refusals;
        }

        @Override
        public long select(SubflowsView v, ChunkView chunk, long nowNs) {
            return asked++ < refusals ? 0 : v.withSpace(1);
        }

        @Override
        public String name() {
            return "reluctant";
        }
    }

    @Test
    @DisplayName("SCH-5 a scheduler that waits is asked again after a round trip of the fastest at the latest, without any packet coming")
    void wakeUp() {
        Reluctant s = new Reluctant(3);
        open(s, 1028, 1028);
        assertThat(write(1000)).as("nothing in flight: there is nothing to wait for").containsExactly("A1+1000");
        assertThat(s.asked).isEqualTo(1);
        assertThat(write(1000)).as("it may wait").isEmpty();
        assertThat(s.asked).isEqualTo(2);
        long wake = p.shard.nextDeadlineNs() - p.nowNs;
        assertThat(wake).isBetween(19 * MS, 20 * MS + 1);
        p.advance(wake);
        assertThat(sent()).isEmpty();
        assertThat(s.asked).isGreaterThanOrEqualTo(3);
        p.advance(wake);
        assertThat(sent()).containsExactly("A1001+1000");
    }

    @Test
    @DisplayName("SCH-5 SCH-6 a scheduler that never chooses: data goes on, a flight at a time, and the DATA_FIN at once")
    void never() {
        open("never");
        assertThat(write(1000)).containsExactly("A1+1000");
        assertThat(write(1000)).isEmpty();
        a.sends(p.dataAck(Segment.ack(1, 1001), 1001));
        assertThat(sent()).as("asked again by the acknowledgment, and overruled").containsExactly("A1001+1000");
        p.app.end();
        p.advance(0);
        a.lastly("ACK seq 2001 ack 1 len 0", "dss ack=1 map=2001/0/1 fin");
        a.sends(p.dataAck(Segment.ack(1, 2001), 2002));
        p.advance(10_000 * MS).andNothingElse();
    }

    @Test
    @DisplayName("SCH-6 the DATA_FIN goes with the last data on whatever subflow that takes, if it can")
    void finWithData() {
        open("never");
        p.app.write(new byte[700]);
        p.app.end();
        p.advance(0);
        a.expects("ACK seq 1 ack 1 len 700", "dss ack=1 map=1/1/701 fin");
    }

    @Test
    @DisplayName("SCH-7 one write, two subflows with different segment sizes: each mapping is whole segments of the subflow that sends it")
    void segmentation() {
        open(Schedulers.named("round-robin").orElseThrow().get(), 1428, 1028);
        List<String> all = write(20_000);
        List<String> onA = all.stream().filter(s -> s.startsWith("A")).toList();
        List<String> onB = all.stream().filter(s -> s.startsWith("B")).toList();
        assertThat(onA.subList(0, 5)).allMatch(s -> s.endsWith("+1400"));
        assertThat(onB.subList(0, 5)).allMatch(s -> s.endsWith("+1000"));
    }

    @Test
    @DisplayName("MPTCP-3.3.1-1 several writes at the start, no timestamps: the first segment and all that follow it have the same size")
    void evenFirstSegments() {
        open("min-rtt");
        assertThat(write(4000)).containsExactly("A1+1000", "A1001+1000", "A2001+1000", "A3001+1000");
    }

    // ---- redundant

    @Test
    @DisplayName("redundant: each subflow sends everything at its own pace, and leaves out what was acknowledged as data meanwhile")
    void redundant() {
        open("redundant");
        b.sends(p.dataAck(Segment.ack(1, 1).window(2000), 1));
        List<String> all = write(5000);
        assertThat(all).filteredOn(s -> s.startsWith("A")).containsExactly("A1+1000", "A1001+1000", "A2001+1000", "A3001+1000", "A4001+1000");
        assertThat(all).filteredOn(s -> s.startsWith("B")).containsExactly("B1+1000", "B1001+1000");
        a.sends(p.dataAck(Segment.ack(1, 4001), 4001));
        assertThat(p.app.out.acknowledgedUpTo()).as("B may have to repeat its own").isZero();
        b.sends(p.dataAck(Segment.ack(1, 2001), 4001));
        assertThat(sent()).as("3001 and so on are not worth it any more").containsExactly("B4001+1000");
        a.sends(p.dataAck(Segment.ack(1, 5001), 5001));
        b.sends(p.dataAck(Segment.ack(1, 3001), 5001));
        assertThat(p.app.out.acknowledgedUpTo()).isEqualTo(5000);
        assertThat(p.count(Counter.MP_RETRANS)).isZero();
    }

    @Test
    @DisplayName("redundant: a path that dies costs nothing, its data is on the other already")
    void redundantPathDies() {
        open("redundant");
        write(3000);
        b.sends(p.dataAck(Segment.ack(1, 3001), 3001));
        p.advance(300 * MS);
        assertThat(sent()).as("A's own repetition").containsExactly("A1+1000");
        assertThat(write(1000)).as("A is stale after its timeout").containsExactly("B3001+1000");
        b.sends(p.dataAck(Segment.ack(1, 4001), 4001));
        assertThat(p.connection().sender().dataUna()).isEqualTo(4001);
    }

    // ---- a live connection

    @Test
    @DisplayName("the scheduler of a live connection is changed: the next chunk is its own; what is in flight stays as it is")
    void switched() {
        open("min-rtt");
        assertThat(write(2000)).containsExactly("A1+1000", "A1001+1000");
        assertThat(p.connection().scheduler("fastest")).isFalse();
        assertThat(p.connection().info(0).scheduler()).isEqualTo("min-rtt");
        assertThat(p.connection().scheduler("round-robin")).isTrue();
        assertThat(p.connection().info(0).scheduler()).isEqualTo("round-robin");
        assertThat(write(4000)).containsExactlyInAnyOrder("A2001+1000", "B3001+1000", "A4001+1000", "B5001+1000");
        assertThat(p.connection().scheduler("redundant")).isTrue();
        assertThat(write(1000)).as("from now on everything on both").containsExactlyInAnyOrder("A6001+1000", "B6001+1000");
        assertThat(p.connection().scheduler("min-rtt")).isTrue();
        assertThat(write(1000)).containsExactly("A7001+1000");
    }

    @Test
    @DisplayName("a plain TCP connection has no scheduler to change")
    void plain() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow f = q.listen(false);
        f.sends(Segment.syn());
        q.advance(0);
        f.sends(Segment.ack(1, 1));
        assertThat(q.app.connection.scheduler("blest")).isFalse();
    }
}
