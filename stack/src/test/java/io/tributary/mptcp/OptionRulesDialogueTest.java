package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.STACK_6;
import static io.tributary.mptcp.MptcpPeer.capable;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.random.RandomSource;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.testkit.CollectingDevice;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpFailOption;
import io.tributary.wire.option.MpFastcloseOption;
import io.tributary.wire.option.MpPrioOption;
import io.tributary.wire.option.OptionPlan;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which options count, and what shares the forty octets. */
class OptionRulesDialogueTest {
    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    private Segment fastclose(Segment s) {
        return with(s, o -> MpFastcloseOption.encode(o, p.stackKey));
    }

    // ---- acceptability

    @Test
    @DisplayName("MPTCP-3-4 options of a segment outside the window, or behind what was received, do nothing")
    void outsideWindow() {
        Flow f = p.accepted(H);
        f.sends(fastclose(Segment.ack(10_000_000, 1)));
        f.sends(with(Segment.ack(10_000_000, 1), o -> MpFailOption.encode(o, p.stackIdsn + 1)));
        f.sends(p.mapped(Segment.ack(10_000_000, 1), 1, 1, 0, 1, true));
        f.lastly("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(fastclose(Segment.ack(-100, 1)));
        assertThat(p.app.closed).isNull();
        assertThat(p.app.in.isEnded()).isFalse();
        assertThat(p.app.connection.isMultipath()).isTrue();
        assertThat(p.count(Counter.MP_FASTCLOSE_RX) + p.count(Counter.MP_FAIL_RX)).isZero();
    }

    @Test
    @DisplayName("MPTCP-3-4 nor do those of a segment that acknowledges what was never sent")
    void impossibleAcknowledgment() {
        Flow f = p.accepted(H);
        f.sends(fastclose(Segment.ack(1, 1000)));
        f.sends(p.mapped(Segment.ack(1, 1000).data("x"), 1, 1, 1, 1, false));
        f.sends(with(Segment.ack(1, 1000), o -> MpPrioOption.encode(o, true)));
        assertThat(p.app.closed).isNull();
        assertThat(p.app.read()).isEmpty();
        assertThat(p.count(Counter.MP_PRIO_RX) + p.count(Counter.MP_FASTCLOSE_RX)).isZero();
    }

    @Test
    @DisplayName("MPTCP-3-4 a RST with MP_FASTCLOSE that is not exactly in order is challenged, and ends nothing")
    void resetOutOfOrder() {
        Flow f = p.accepted(H);
        f.sends(fastclose(Segment.rst(100)));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        assertThat(p.app.closed).isNull();
        assertThat(p.count(Counter.MP_FASTCLOSE_RX)).isZero();
        assertThat(p.count(Counter.TCP_CHALLENGE_ACK)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3-1 unknown subtypes, and known ones of impossible length, are as if they were not there")
    void unknownOptions() {
        Flow f = p.accepted(H);
        for (int subtype : new int[] {0x9, 0xa, 0xe, 0xf}) {
            f.sends(with(p.dataAck(Segment.ack(1, 1), 1), o -> raw(o, subtype, 12)));
        }
        f.sends(with(Segment.ack(1, 1), o -> raw(o, 0x7, 11)));
        f.sends(with(Segment.ack(1, 1), o -> raw(o, 0x6, 8)));
        f.sends(with(Segment.ack(1, 1), o -> raw(o, 0x2, 5)));
        f.sends(with(p.mapped(Segment.ack(1, 1).data("abc"), 1, 1, 1, 3, false), o -> raw(o, 0xf, 4)));
        assertThat(p.app.read()).isEqualTo("abc");
        assertThat(p.app.connection.isMultipath()).isTrue();
        assertThat(p.app.closed).isNull();
        p.advance(40 * MS);
        f.lastly("ACK seq 1 ack 4 len 0", "dss ack=4");
    }

    private static boolean raw(OptionPlan o, int subtype, int length) {
        int at = o.claim(length);
        o.buffer().setMemory(at, length, (byte) 0);
        o.buffer().putByte(at, (byte) 30);
        o.buffer().putByte(at + 1, (byte) length);
        o.buffer().putByte(at + 2, (byte) (subtype << 4));
        return true;
    }

    private int joinNumber(int port) {
        Flow g = p.new Flow(PEER_2, port, STACK_1, 80);
        g.sends(p.join(Segment.syn(), 2, 77, false));
        g.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
        g.sends(Segment.rst(1));
        while (p.device.poll() != null) {
            p.advance(0);
        }
        return g.stackIsn;
    }

    @Test
    @DisplayName("MPTCP-3-5 initial numbers of subflows grow with the clock, each flow's from a place of its own")
    void subflowNumbers() {
        p.accepted(H);
        int first = joinNumber(41_000);
        int other = joinNumber(41_001);
        p.advance(1000 * MS);
        assertThat(joinNumber(41_000) - first).as("one every 4 microseconds").isEqualTo(250_000);
        assertThat(joinNumber(41_001) - other).isEqualTo(250_000);
        assertThat(Math.abs(other - first)).isGreaterThan(1_000_000);
    }

    private static long keyOf(long secretSeed, long openSeed) {
        Shard shard = new Shard(ShardConfig.DEFAULT, RandomSource.of(new SplittableRandom(secretSeed), new SplittableRandom(openSeed)), new Counters());
        CollectingDevice device = new CollectingDevice(DeviceCapabilities.plain(1500));
        shard.addInterface("test0", 0, new IpAddress[] {STACK_1}, device);
        Endpoint end = new Endpoint();
        MptcpConnection c = (MptcpConnection) shard.connect(ConnectSpec.to(0, PEER_2, 80), end.out, end.in, end, 0);
        return c.keys().localKey();
    }

    @Test
    @DisplayName("MPTCP-5-2 MPTCP-3.1-10 keys come from the secret generator, and nothing that can be observed says anything about them")
    void secretKeys() {
        assertThat(keyOf(1, 2)).isEqualTo(keyOf(1, 3)).isNotEqualTo(keyOf(2, 2));
    }

    // ---- space

    private Flow accepted(MptcpPeer q, boolean timestamps) {
        Flow f = q.listen(false);
        Segment syn = Segment.syn().mss(1460).sackPermitted();
        f.sends(capable(timestamps ? syn.timestamps(5, 0) : syn, H));
        Segment synAck = f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01");
        q.learnStackKey(synAck);
        f.sends(q.keys(stamped(Segment.ack(1, 1), synAck, timestamps), H));
        return f;
    }

    private static Segment stamped(Segment s, Segment synAck, boolean timestamps) {
        return timestamps ? s.timestamps(6, synAck.view.options.tsVal()) : s;
    }

    private int sackBlocks(boolean timestamps) {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow f = accepted(q, timestamps);
        Segment last = null;
        for (int i = 1; i <= 5; i++) {
            Segment s = Segment.ack(1 + 10L * i, 1).data("x");
            Segment gap = timestamps ? s.timestamps(6, 0) : s;
            f.sends(with(gap, o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, q.peerIdsn + 1 + 10L * s.seq, (int) s.seq, 1,
                DssOption.NO_CHECKSUM)));
            last = f.lastly("ACK seq 1 ack 1 len 0", "dss ack=1");
            assertThat(last.view.options.length()).isLessThanOrEqualTo(40);
        }
        return last.view.options.sackBlocks();
    }

    @Test
    @DisplayName("MPTCP-A-1 SACK blocks leave room for the Data ACK: two beside timestamps, three without, instead of three and four")
    void fewerSackBlocks() {
        assertThat(sackBlocks(true)).isEqualTo(2);
        assertThat(sackBlocks(false)).isEqualTo(3);
    }

    @Test
    @DisplayName("MPTCP-A-2 ADD_ADDR has an ACK without payload to itself, also while data waits to be sent")
    void announcedWithoutPayload() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(io.tributary.mptcp.path.Endpoint.signal(0, STACK_6, 5)));
        Flow f = q.listen(false);
        f.sends(capable(Segment.syn().mss(1460), H));
        q.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        q.app.write("hello");
        f.sends(q.keys(Segment.ack(1, 1), H));
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        f.expects("ACK seq 6 ack 1 len 0", "dss ack=1 add id=5 2001:db8::1");
        q.andNothingElse();
    }
}
