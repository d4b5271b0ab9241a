package io.tributary.mptcp.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Choices in canned situations: windows and queues in segments of 1000 bytes, times in milliseconds. */
class SchedulersTest {
    private static final long MS = 1_000_000L;
    private static final int MSS = 1000;

    /** The odd one out on the class path. */
    public static final class Foreign implements Scheduler {
        @Override
        public long select(SubflowsView v, ChunkView chunk, long nowNs) {
            return 0;
        }

        @Override
        public String name() {
            return "never";
        }
    }

    private final SubflowsView v = new SubflowsView();
    private final ChunkView chunk = new ChunkView();

    /** A working subflow: round trip, congestion window, room left in it. */
    private SchedulersTest subflow(int slot, long rttMs, int cwnd, int room) {
        v.usable |= 1L << slot;
        v.srttNs[slot] = rttMs * MS;
        v.rttvarNs[slot] = rttMs * MS / 20;
        v.cwnd[slot] = cwnd * MSS;
        v.inFlight[slot] = (cwnd - room) * MSS;
        v.space[slot] = room * MSS;
        v.mss[slot] = MSS;
        v.window = 1_000_000;
        v.unsent = 1_000_000;
        return this;
    }

    private long ask(Scheduler s, boolean again) {
        return s.select(v, chunk.set(1, v.unsent, again), 0);
    }

    private long ask(Scheduler s) {
        return ask(s, false);
    }

    private void give(Scheduler s, long slots, int segments) {
        s.onAssigned(v, slots, (long) segments * MSS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"min-rtt", "round-robin", "weighted", "redundant", "blest", "ecf"})
    @DisplayName("each is found by its name, one object for each connection")
    void byName(String name) {
        var made = Schedulers.named(name).orElseThrow();
        assertThat(made.get().name()).isEqualTo(name);
        assertThat(made.get()).isNotSameAs(made.get());
        assertThat(Schedulers.names()).contains(name);
    }

    @Test
    @DisplayName("a service on the class path is found like ours, a name that nobody has is not")
    void service() {
        var made = Schedulers.named("never").orElseThrow();
        assertThat(made.get()).isInstanceOf(Foreign.class).isNotSameAs(made.get());
        assertThat(Schedulers.named("fastest")).isEmpty();
    }

    @ParameterizedTest(name = "{0}: backup {1}, stale {2}, excluded {3} -> slot {4}")
    @CsvSource({"min-rtt,0,0,0,0", "min-rtt,1,0,0,1", "min-rtt,0,1,0,1", "min-rtt,3,0,0,0", "min-rtt,2,1,0,1", "min-rtt,3,1,0,1",
        "min-rtt,0,3,0,0", "min-rtt,0,0,1,1", "min-rtt,2,0,1,1", "min-rtt,0,0,3,-1",
        "blest,1,0,0,1", "ecf,1,0,0,1", "round-robin,1,0,0,1", "weighted,1,0,0,1", "redundant,1,0,0,1", "redundant,2,0,0,0"})
    @DisplayName("SCH-3 MPTCP-3.3.8-1 MPTCP-3.3.8-4 backups only when nothing else works, stale ones last; what has the chunk already does not get it")
    void tiers(String name, long backup, long stale, long excluded, int slot) {
        subflow(0, 20, 10, 5).subflow(1, 40, 10, 5);
        v.backup = backup;
        v.stale = stale;
        v.excluded = excluded;
        assertThat(ask(Schedulers.named(name).orElseThrow().get())).isEqualTo(slot < 0 ? 0 : 1L << slot);
    }

    @Test
    @DisplayName("a backup is not used while the other only has no room")
    void backupNeedsFailure() {
        subflow(0, 20, 10, 0).subflow(1, 40, 10, 5);
        v.backup = 2;
        for (String name : Schedulers.names()) {
            assertThat(ask(Schedulers.named(name).orElseThrow().get()) & 2).as(name).isZero();
        }
    }

    @Test
    @DisplayName("min-rtt: the shortest round trip that has room; one that nobody has measured gets one segment")
    void minRtt() {
        MinRtt s = new MinRtt();
        subflow(0, 50, 10, 5).subflow(1, 20, 10, 5).subflow(2, 10, 10, 0);
        assertThat(ask(s)).isEqualTo(2);
        v.space[1] = 0;
        assertThat(ask(s)).isEqualTo(1);
        subflow(3, 0, 10, 10);
        assertThat(ask(s)).isEqualTo(8);
        assertThat(chunk.length).isEqualTo(MSS);
        v.inFlight[3] = MSS;
        assertThat(ask(s)).as("until it has a sample it is the last").isEqualTo(1);
    }

    @Test
    @DisplayName("round-robin: in turns, whoever has no room is passed over")
    void roundRobin() {
        RoundRobin s = new RoundRobin();
        subflow(0, 50, 10, 5).subflow(1, 20, 10, 5).subflow(4, 10, 10, 5);
        List<Long> chosen = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            if (i == 4) {
                v.space[1] = 0;
            }
            long slot = ask(s);
            chosen.add(slot);
            give(s, slot, 1);
        }
        assertThat(chosen).containsExactly(1L, 2L, 16L, 1L, 16L, 1L, 16L);
    }

    @Test
    @DisplayName("weighted: shares as window per round trip, whatever the sizes; who comes back has nothing to catch up")
    void weighted() {
        Weighted s = new Weighted();
        subflow(0, 20, 30, 30).subflow(1, 20, 10, 10).subflow(2, 40, 20, 20);
        int[] all = shares(s, 500);
        assertThat(all[0]).as("1.5 : 0.5 : 0.5 segments/ms").isBetween(295, 305);
        assertThat(all[1]).isBetween(97, 103);
        v.space[1] = 0;
        assertThat(shares(s, 400)[0]).isBetween(296, 304);
        v.space[1] = 10 * MSS;
        int[] after = shares(s, 50);
        assertThat(after[1]).isBetween(9, 12);
    }

    private int[] shares(Scheduler s, int segments) {
        int[] n = new int[3];
        for (int given = 0; given < segments; ) {
            long slot = ask(s);
            int size = Math.min(1 + given % 3, segments - given);
            give(s, slot, size);
            n[Long.numberOfTrailingZeros(slot)] += size;
            given += size;
        }
        return n;
    }

    @ParameterizedTest(name = "rtt {0} and {1} ms, window left {2} segments: {3}")
    @CsvSource({
        // fast: 10 segments a round trip. 5 round trips of it: (10 + 2) * 5 = 60 segments, times 1.19
        "20,100,100,2", "20,100,78,2", "20,100,72,0", "20,100,40,0",
        // equal round trips: 10 * 1.19 + what it has in flight itself
        "20,20,20,2", "20,20,12,0"})
    @DisplayName("BLEST: a slow subflow only if the window lasts for what the fast one sends meanwhile")
    void blest(long fastMs, long slowMs, int window, long expected) {
        subflow(0, fastMs, 10, 0).subflow(1, slowMs, 10, 5);
        v.window = window * MSS;
        assertThat(ask(new Blest())).isEqualTo(expected);
        assertThat(ask(new Blest(), true)).as("what travels again goes at once").isEqualTo(2);
        v.space[0] = MSS;
        assertThat(ask(new Blest())).as("the fast one has room").isEqualTo(1);
    }

    @Test
    @DisplayName("BLEST: the factor rises by 0.04 in a round trip with a blocked window and falls by 0.01 in others, within 1.0 and 1.3")
    void blestLearns() {
        Blest s = new Blest();
        subflow(0, 20, 10, 0).subflow(1, 100, 10, 5);
        s.select(v, chunk.set(1, 1, false), 0);
        assertThat(s.lambda()).isEqualTo(1190);
        s.select(v, chunk.set(1, 1, false), 99 * MS);
        assertThat(s.lambda()).as("once in a round trip of the slow one").isEqualTo(1190);
        for (int i = 1; i < 10; i++) {
            v.headRepairs++;
            s.select(v, chunk.set(1, 1, false), i * 100 * MS);
        }
        assertThat(s.lambda()).isEqualTo(1300);
        for (int i = 10; i < 60; i++) {
            s.select(v, chunk.set(1, 1, false), i * 100 * MS);
        }
        assertThat(s.lambda()).isEqualTo(1000);
    }

    @ParameterizedTest(name = "rtt {0} and {1} ms, windows {2} and {3}, {4} segments left: {5}")
    @CsvSource({
        // 20 ms * (1 + 10/10) = 40 < 105: waiting is faster; slow: 100 * 10/10 = 100 >= 45: and the slow one late
        "20,100,10,10,5,0",
        // 20 * (1 + 60/10) = 140 > 105: the fast one alone would take longer
        "20,100,10,10,60,2",
        // 90 ms * 2 = 180 > 105
        "90,100,10,10,5,2",
        // 40 < 105, slow: at least its window, 100 >= 45
        "20,100,10,100,5,0",
        // 80 < 84, but the slow one has it there within two round trips of the fast one: 80 < 84
        "40,80,10,10,5,2"})
    @DisplayName("ECF: waits for the fast subflow when what is left would be through sooner that way")
    void ecf(long fastMs, long slowMs, int cwndFast, int cwndSlow, int left, long expected) {
        subflow(0, fastMs, cwndFast, 0).subflow(1, slowMs, cwndSlow, 5);
        v.unsent = left * MSS;
        assertThat(ask(new Ecf())).isEqualTo(expected);
        assertThat(ask(new Ecf(), true)).as("what travels again goes at once").isEqualTo(2);
    }

    @Test
    @DisplayName("ECF: once it waits it has a quarter more patience")
    void ecfPatience() {
        Ecf s = new Ecf();
        subflow(0, 20, 10, 0).subflow(1, 100, 10, 5);
        v.unsent = 45 * MSS;
        assertThat(ask(s)).as("110 > 105").isEqualTo(2);
        v.unsent = 5 * MSS;
        assertThat(ask(s)).isZero();
        v.unsent = 45 * MSS;
        assertThat(ask(s)).as("110 < 131").isZero();
        v.unsent = 60 * MSS;
        assertThat(ask(s)).isEqualTo(2);
        v.unsent = 45 * MSS;
        assertThat(ask(s)).isEqualTo(2);
    }
}
