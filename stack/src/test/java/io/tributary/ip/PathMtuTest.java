package io.tributary.ip;

import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PathMtuTest {
    private static final int DEVICE = 1_500;
    private static final long V4 = IpAddress.v4(0xc6336407);
    private static final long V6_HI = 0x20010db8_00000000L;

    private final PathMtu table = new PathMtu(16);

    private int v4(long nowNs) {
        return table.mtu(0, V4, DEVICE, nowNs);
    }

    @Test
    @DisplayName("R1191-3-1 the next-hop MTU of an error lowers the estimate; without one it is the device's")
    void lowers() {
        assertThat(v4(0)).isEqualTo(1_500);
        assertThat(table.onTooBig(0, V4, 1_400, 1_500, DEVICE, 0)).isTrue();
        assertThat(v4(1)).isEqualTo(1_400);
        assertThat(table.mtu(0, V4 + 1, DEVICE, 1)).as("another destination").isEqualTo(1_500);
        assertThat(table.mtu(0, V4, 1_300, 1)).as("a smaller device").isEqualTo(1_300);
    }

    @Test
    @DisplayName("R1191-3-1 an error never raises the estimate, nor does one that reports the same")
    void neverRaises() {
        assertThat(table.onTooBig(0, V4, 1_500, 1_500, DEVICE, 0)).isFalse();
        assertThat(table.onTooBig(0, V4, 9_000, 1_500, DEVICE, 0)).isFalse();
        assertThat(v4(0)).isEqualTo(1_500);
        table.onTooBig(0, V4, 1_000, 1_500, DEVICE, 0);
        assertThat(table.onTooBig(0, V4, 1_001, 1_500, DEVICE, 1)).isFalse();
        assertThat(table.onTooBig(0, V4, 1_000, 1_500, DEVICE, 1)).isFalse();
        assertThat(v4(2)).isEqualTo(1_000);
        assertThat(table.onTooBig(0, V4, 999, 1_500, DEVICE, 3)).isTrue();
    }

    @Test
    @DisplayName("R1191-3-1 never below 68 for IPv4")
    void leastV4() {
        assertThat(table.onTooBig(0, V4, 69, 1_500, DEVICE, 0)).isTrue();
        assertThat(v4(0)).isEqualTo(69);
        assertThat(table.onTooBig(0, V4, 1, 1_500, DEVICE, 0)).isTrue();
        assertThat(v4(0)).isEqualTo(68);
        assertThat(table.onTooBig(0, V4, 67, 1_500, DEVICE, 0)).isFalse();
    }

    @Test
    @DisplayName("R8201-4-1 IPv6: an error below 1280 is discarded, 1280 is taken")
    void leastV6() {
        assertThat(table.onTooBig(V6_HI, 7, 1_279, 1_500, DEVICE, 0)).isFalse();
        assertThat(table.onTooBig(V6_HI, 7, 0, 1_500, DEVICE, 0)).isFalse();
        assertThat(table.mtu(V6_HI, 7, DEVICE, 0)).isEqualTo(1_500);
        assertThat(table.onTooBig(V6_HI, 7, 1_280, 1_500, DEVICE, 0)).isTrue();
        assertThat(table.mtu(V6_HI, 7, DEVICE, 0)).isEqualTo(1_280);
        assertThat(table.onTooBig(V6_HI, 8, Integer.MAX_VALUE, 1_500, DEVICE, 0)).isFalse();
    }

    @Test
    @DisplayName("R1191-3-1 a router that reports 0: the next plateau below the packet that was too big")
    void plateaus() {
        int[][] steps = {{1_500, 1_492}, {1_492, 1_006}, {1_006, 508}, {508, 296}, {296, 68}};
        for (int[] step : steps) {
            assertThat(table.onTooBig(0, V4, 0, step[0], DEVICE, 0)).isTrue();
            assertThat(v4(0)).isEqualTo(step[1]);
        }
        assertThat(table.onTooBig(0, V4, 0, 68, DEVICE, 0)).isFalse();
        PathMtu large = new PathMtu(8);
        assertThat(large.onTooBig(0, V4, 0, 65_535, 65_535, 0)).isTrue();
        assertThat(large.mtu(0, V4, 65_535, 0)).isEqualTo(32_000);
        assertThat(large.onTooBig(0, V4, 0, 65_535, 65_535, 0)).as("a claimed length above the estimate").isTrue();
        assertThat(large.mtu(0, V4, 65_535, 0)).isEqualTo(17_914);
    }

    @Test
    @DisplayName("R1191-3-1 an estimate is forgotten after ten minutes and not a moment earlier; lowering it starts anew")
    void ageing() {
        table.onTooBig(0, V4, 1_400, 1_500, DEVICE, 100);
        assertThat(v4(100 + PathMtu.LIFETIME_NS - 1)).isEqualTo(1_400);
        assertThat(v4(100 + PathMtu.LIFETIME_NS)).isEqualTo(1_500);
        table.onTooBig(0, V4, 1_400, 1_500, DEVICE, 0);
        table.onTooBig(0, V4, 1_300, 1_500, DEVICE, 1_000);
        assertThat(v4(PathMtu.LIFETIME_NS + 999)).isEqualTo(1_300);
        assertThat(v4(PathMtu.LIFETIME_NS + 1_000)).isEqualTo(1_500);
    }

    @Test
    @DisplayName("R1191-3-1 the table is limited: the latest lowered is always there, the oldest of a full set is gone")
    void limit() {
        PathMtu small = new PathMtu(1);
        for (int i = 0; i < 9; i++) {
            assertThat(small.onTooBig(V6_HI, i, 1_300, 1_500, DEVICE, i)).isTrue();
        }
        assertThat(small.mtu(V6_HI, 0, DEVICE, 10)).isEqualTo(1_500);
        for (int i = 1; i < 9; i++) {
            assertThat(small.mtu(V6_HI, i, DEVICE, 10)).isEqualTo(1_300);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(table.onTooBig(V6_HI + i, i * 31L, 1_300, 1_500, DEVICE, i)).isTrue();
            assertThat(table.mtu(V6_HI + i, i * 31L, DEVICE, i)).isEqualTo(1_300);
        }
    }

    @Test
    @DisplayName("R1191-3-1 after a change of routes nothing is remembered")
    void clear() {
        table.onTooBig(0, V4, 1_400, 1_500, DEVICE, 0);
        table.clear();
        assertThat(v4(0)).isEqualTo(1_500);
    }
}
