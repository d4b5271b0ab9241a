package io.tributary.convert.leg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.buffer.RingAllocator;
import io.tributary.tcp.CloseReason;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What passes between two open legs. */
class RelayedTest {
    private static final int RING = 64 << 10;

    private final Bench bench = new Bench(Bench.UPSTREAM, Bench.DOWNSTREAM, new ConvertorLimits(10, 10, 10, 10, 10, 4096, RING));
    private FakeConnection client;
    private FakeConnection server;

    @BeforeEach
    void establish() {
        FakePending p = bench.syn(Bench.CONNECT);
        server = bench.server();
        server.establish(bench.now);
        client = p.accepted;
        client.establish(bench.now);
        client.peerReceives();
    }

    private static byte[] random(int length, long seed) {
        byte[] b = new byte[length];
        new Random(seed).nextBytes(b);
        return b;
    }

    private byte[] transfer(FakeConnection from, FakeConnection to, byte[] data) {
        int[] at = {0};
        return to.peerReceivesWhile(
            () -> at[0] += from.peerSends(Arrays.copyOfRange(data, at[0], Math.min(data.length, at[0] + 9_000)), bench.now), data.length);
    }

    @Test
    @DisplayName("D1 1 MiB each way arrives unchanged")
    void bulk() {
        byte[] up = random(1 << 20, 1);
        byte[] down = random(1 << 20, 2);
        assertThat(transfer(client, server, up)).isEqualTo(up);
        assertThat(transfer(server, client, down)).isEqualTo(down);
        SessionRow row = bench.convertor.rows(bench.now).get(0);
        assertThat(row.bytesUp()).isEqualTo(1 << 20);
        assertThat(row.bytesDown()).isEqualTo(1 << 20);
    }

    @Test
    @DisplayName("CONV-DD-18 D4 a stalled server closes the client's window; it re-opens, and wakes the client's leg, when the server reads")
    void backPressure() {
        byte[] b = random(RING, 3);
        assertThat(client.peerSends(b, bench.now)).isEqualTo(RING);
        assertThat(client.window()).isZero();
        int wakes = client.wakes;
        assertThat(server.peerReceives()).isEqualTo(b);
        assertThat(client.window()).isEqualTo(RING);
        assertThat(client.wakes).isGreaterThan(wakes);
    }

    @Test
    @DisplayName("D1 new bytes wake the other leg")
    void wakesReceiver() {
        int wakes = server.wakes;
        client.peerSends(new byte[1], bench.now);
        assertThat(server.wakes).isGreaterThan(wakes);
        wakes = client.wakes;
        server.peerSends(new byte[1], bench.now);
        assertThat(client.wakes).isGreaterThan(wakes);
    }

    @Test
    @DisplayName("CONV-4.2-9 CONV-5.1-2 D2 the client ends: end downstream behind all data, the server may go on")
    void clientEnds() {
        client.peerSends("last".getBytes(), bench.now);
        client.peerEnds(bench.now);
        assertThat(server.endIsToBeSent()).isTrue();
        assertThat(new String(server.peerReceives())).isEqualTo("last");
        assertThat(client.endIsToBeSent()).isFalse();
        byte[] down = random(1 << 20, 4);
        assertThat(transfer(server, client, down)).isEqualTo(down);
        server.peerEnds(bench.now);
        assertThat(client.endIsToBeSent()).isTrue();
        server.close(CloseReason.NORMAL, bench.now);
        assertThat(bench.convertor.sessions()).isEqualTo(1);
        client.close(CloseReason.NORMAL, bench.now);
        assertThat(bench.convertor.sessions()).isZero();
        assertThat(client.aborts + server.aborts).isZero();
    }

    @Test
    @DisplayName("CONV-4.2-9 D2 the server ends first: the client may go on")
    void serverEnds() {
        server.peerEnds(bench.now);
        assertThat(client.endIsToBeSent()).isTrue();
        assertThat(server.endIsToBeSent()).isFalse();
        byte[] up = random(1 << 20, 5);
        assertThat(transfer(client, server, up)).isEqualTo(up);
    }

    @ParameterizedTest
    @EnumSource(value = CloseReason.class, mode = EnumSource.Mode.EXCLUDE, names = "NORMAL")
    @DisplayName("CONV-4.2-7 CONV-5.1-1 D3 whatever ends one leg but its proper end aborts the other; then nothing is left")
    void aborts(CloseReason reason) {
        client.close(reason, bench.now);
        assertThat(server.aborts).isEqualTo(1);
        server.close(CloseReason.ABORTED, bench.now);
        assertThat(bench.convertor.sessions()).isZero();
        establish();
        server.close(reason, bench.now);
        assertThat(client.aborts).isEqualTo(1);
        client.close(CloseReason.ABORTED, bench.now);
        assertThat(bench.convertor.sessions()).isZero();
        assertThat(client.aborts + server.aborts).isEqualTo(1);
    }

    @Test
    @DisplayName("CONV-4.2-7 a leg that ended in order is not aborted afterwards")
    void abortAfterNormalEnd() {
        client.peerEnds(bench.now);
        server.peerEnds(bench.now);
        client.close(CloseReason.NORMAL, bench.now);
        server.close(CloseReason.TIMED_OUT, bench.now);
        assertThat(client.aborts + server.aborts).isZero();
        assertThat(bench.convertor.sessions()).isZero();
    }

    @Test
    @DisplayName("CONV-4.2-8 a soft error about an open connection changes nothing")
    void softErrorAfterwards() {
        server.softError(0x0301, bench.now);
        assertThat(client.aborts + server.aborts).isZero();
        byte[] up = random(1000, 6);
        assertThat(transfer(client, server, up)).isEqualTo(up);
    }

    @Test
    @DisplayName("CONV-DD-7 an open session has no deadline of ours")
    void noDeadline() {
        assertThat(bench.convertor.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        bench.convertor.onTimers(bench.now + 1_000_000 * Bench.SECOND);
        assertThat(bench.convertor.sessions()).isEqualTo(1);
    }

    @Test
    @DisplayName("CONV-DD-18 no memory for the reply: the client is left without an answer, the server reset, nothing stays")
    void noMemory() {
        RingAllocator none = new RingAllocator() {
            @Override
            public UnsafeBuffer take(int capacity) {
                return null;
            }

            @Override
            public void give(UnsafeBuffer slab) {
                throw new AssertionError("nothing was taken");
            }
        };
        Bench poor = new Bench(Bench.UPSTREAM, Bench.DOWNSTREAM, ConvertorLimits.DEFAULT, none);
        FakePending p = poor.syn(Bench.CONNECT);
        poor.server().establish(poor.now);
        assertThat(p.wasDropped).isTrue();
        assertThat(poor.server().aborts).isEqualTo(1);
        poor.server().close(CloseReason.ABORTED, poor.now);
        assertThat(poor.convertor.sessions()).isZero();
        assertThat(poor.syn(Bench.CONNECT + "aabb").wasDropped).isTrue();
        assertThat(poor.syn("01022263 63010000").wasDropped).isTrue();
        assertThat(poor.convertor.sessions()).isZero();
    }
}
