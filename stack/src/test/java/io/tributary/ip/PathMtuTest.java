package io.tributary.ip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PathMtuTest {
    private static final int DEVICE = 1_500;
    private static final long V4 = IpAddress.v4(0xc6336407);
    private static final long US = IpAddress.v4(0xc0000201);
    private static final long V6_HI = 0x20010db8_00000000L;
    private static final FlowKey PATH = path(0, US, V4);

    private final Counters counters = new Counters();
    private final PathMtu table = new PathMtu(16, counters);

    private static FlowKey path(int zone, long local, long remote) {
        return new FlowKey(zone, 0, local, 1, 0, remote, 2);
    }

    private static FlowKey path6(int i) {
        return new FlowKey(0, V6_HI, 1, 1, V6_HI + i, i * 31L, 2);
    }

    private int mtu(long nowNs) {
        return table.mtu(PATH, DEVICE, nowNs);
    }

    /** What a message does to the table's estimate of {@link #PATH}. */
    private boolean message(int reported, int original, long nowNs) {
        int claimed = PathMtu.claim(true, reported, original, mtu(nowNs));
        return claimed > 0 && table.lower(PATH, claimed, DEVICE, nowNs);
    }

    @Test
    @DisplayName("R1191-3-1 the next-hop MTU of an error lowers the estimate; without one it is the device's")
    void lowers() {
        assertThat(mtu(0)).isEqualTo(1_500);
        assertThat(message(1_400, 1_500, 0)).isTrue();
        assertThat(mtu(1)).isEqualTo(1_400);
        assertThat(table.mtu(new FlowKey(0, 0, US, 7, 0, V4, 8), DEVICE, 1)).as("other ports").isEqualTo(1_400);
        assertThat(table.mtu(path(0, US, V4 + 1), DEVICE, 1)).as("another destination").isEqualTo(1_500);
        assertThat(table.mtu(path(0, US + 1, V4), DEVICE, 1)).as("from another of our addresses").isEqualTo(1_500);
        assertThat(table.mtu(path(1, US, V4), DEVICE, 1)).as("another zone").isEqualTo(1_500);
        assertThat(table.mtu(PATH, 1_300, 1)).as("a smaller device").isEqualTo(1_300);
    }

    @Test
    @DisplayName("R1191-3-1 an error never raises the estimate, nor does one that reports the same")
    void neverRaises() {
        assertThat(message(1_500, 1_500, 0)).isFalse();
        assertThat(message(9_000, 1_500, 0)).isFalse();
        assertThat(mtu(0)).isEqualTo(1_500);
        int changes = table.changes();
        assertThat(message(1_000, 1_500, 0)).isTrue();
        assertThat(table.changes()).isNotEqualTo(changes);
        assertThat(message(1_001, 1_500, 1)).isFalse();
        assertThat(message(1_000, 1_500, 1)).isFalse();
        assertThat(table.lower(PATH, 1_000, DEVICE, 1)).isFalse();
        assertThat(mtu(2)).isEqualTo(1_000);
        assertThat(message(999, 1_500, 3)).isTrue();
        assertThat(counters.get(Counter.PATH_MTU_LOWERED)).isEqualTo(2);
    }

    @Test
    @DisplayName("R1191-3-1 never below 68 for IPv4")
    void leastV4() {
        assertThat(message(69, 1_500, 0)).isTrue();
        assertThat(mtu(0)).isEqualTo(69);
        assertThat(message(1, 1_500, 0)).isTrue();
        assertThat(mtu(0)).isEqualTo(68);
        assertThat(message(67, 1_500, 0)).isFalse();
    }

    @Test
    @DisplayName("R8201-4-1 IPv6: an error below 1280 is discarded, 1280 is taken")
    void leastV6() {
        assertThat(PathMtu.claim(false, 1_279, 1_500, 1_500)).isZero();
        assertThat(PathMtu.claim(false, 0, 1_500, 1_500)).isZero();
        assertThat(PathMtu.claim(false, 1_280, 1_500, 1_500)).isEqualTo(1_280);
        assertThat(PathMtu.claim(false, 1_280, 1_280, 1_280)).isZero();
        assertThat(PathMtu.claim(false, Integer.MAX_VALUE, 1_500, 1_500)).isZero();
    }

    @Test
    @DisplayName("R1191-3-1 a router that reports 0: the next plateau below the packet that was too big; an older, larger packet says nothing")
    void plateaus() {
        int[][] steps = {{65_535, 32_000}, {1_500, 1_492}, {1_492, 1_006}, {1_006, 508}, {508, 296}, {296, 68}};
        for (int[] step : steps) {
            assertThat(PathMtu.claim(true, 0, step[0], step[0])).isEqualTo(step[1]);
        }
        assertThat(PathMtu.claim(true, 0, 68, 68)).isZero();
        assertThat(PathMtu.claim(true, 0, 0, 1_500)).as("a broken length").isEqualTo(68);
        assertThat(message(0, 1_500, 0)).isTrue();
        assertThat(message(0, 1_500, 0)).as("sent before the decrease").isFalse();
        assertThat(mtu(0)).isEqualTo(1_492);
    }

    @Test
    @DisplayName("R1191-3-1 an estimate is forgotten after ten minutes and not a moment earlier; lowering it starts anew")
    void ageing() {
        assertThat(table.expiresNs(PATH, 0)).isEqualTo(Long.MAX_VALUE);
        table.lower(PATH, 1_400, DEVICE, 100);
        assertThat(table.expiresNs(PATH, 100)).isEqualTo(100 + PathMtu.LIFETIME_NS);
        assertThat(mtu(100 + PathMtu.LIFETIME_NS - 1)).isEqualTo(1_400);
        assertThat(mtu(100 + PathMtu.LIFETIME_NS)).isEqualTo(1_500);
        table.lower(PATH, 1_400, DEVICE, 0);
        table.lower(PATH, 1_300, DEVICE, 1_000);
        assertThat(mtu(PathMtu.LIFETIME_NS + 999)).isEqualTo(1_300);
        assertThat(mtu(PathMtu.LIFETIME_NS + 1_000)).isEqualTo(1_500);
    }

    @Test
    @DisplayName("R1191-3-1 the table is limited: the latest lowered is always there, the oldest of a full set is gone, and counted")
    void limit() {
        PathMtu small = new PathMtu(1, counters);
        for (int i = 0; i < 9; i++) {
            assertThat(small.lower(path6(i), 1_300, DEVICE, i)).isTrue();
        }
        assertThat(counters.get(Counter.PATH_MTU_EVICTED)).isEqualTo(1);
        assertThat(small.mtu(path6(0), DEVICE, 10)).isEqualTo(1_500);
        for (int i = 1; i < 9; i++) {
            assertThat(small.mtu(path6(i), DEVICE, 10)).isEqualTo(1_300);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(table.lower(path6(i), 1_300, DEVICE, i)).isTrue();
            assertThat(table.mtu(path6(i), DEVICE, i)).isEqualTo(1_300);
        }
        assertThat(counters.get(Counter.PATH_MTU_EVICTED)).isEqualTo(1 + 100_000 - 16);
    }

    @Test
    @DisplayName("R1191-3-1 after a change of routes nothing is remembered")
    void clear() {
        table.lower(PATH, 1_400, DEVICE, 0);
        int changes = table.changes();
        table.clear();
        assertThat(mtu(0)).isEqualTo(1_500);
        assertThat(table.changes()).isNotEqualTo(changes);
    }

    @Test
    @DisplayName("R6864-4-1 identifications of packets that may be fragmented do not repeat within 65,536, super-segments counted in parts")
    void identifications() {
        boolean[] seen = new boolean[65_536];
        for (int i = 0; i < 65_536; i += 4) {
            int id = table.nextId(4);
            for (int part = 0; part < 4; part++) {
                assertThat(seen[id + part & 0xffff]).isFalse();
                seen[id + part & 0xffff] = true;
            }
        }
    }
}
