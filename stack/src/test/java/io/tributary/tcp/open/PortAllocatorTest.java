package io.tributary.tcp.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.random.SeededRandomSource;
import io.tributary.wire.IpAddress;
import java.util.BitSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PortAllocatorTest {
    private static final IpAddress LOCAL = IpAddress.parse("192.0.2.1");
    private static final IpAddress REMOTE = IpAddress.parse("192.0.2.2");

    private final PortAllocator ports = new PortAllocator(new SeededRandomSource(6056));

    private int next(IpAddress remote, int remotePort) {
        return ports.allocate(0, LOCAL, remote, remotePort, p -> true);
    }

    @Test
    @DisplayName("R6056-3-1 every port from 1024 to 65535 is given to one destination before the range is exhausted, none twice")
    void wholeRange() {
        BitSet used = new BitSet();
        for (int i = 0; i < 64_512; i++) {
            int port = 0;
            for (int tries = 0; port == 0 && tries < 9; tries++) {
                port = ports.allocate(0, LOCAL, REMOTE, 80, p -> !used.get(p));
            }
            assertThat(port).isBetween(1024, 65_535);
            assertThat(used.get(port)).isFalse();
            used.set(port);
        }
        assertThat(ports.allocate(0, LOCAL, REMOTE, 80, p -> !used.get(p))).isZero();
    }

    @Test
    @DisplayName("R6056-3-1 one destination's ports go on in small steps and are not reused soon; another's begin elsewhere")
    void sequence() {
        BitSet used = new BitSet();
        int last = next(REMOTE, 80);
        boolean uneven = false;
        for (int i = 0; i < 5000; i++) {
            int port = next(REMOTE, 80);
            int step = Math.floorMod(port - last, 64_512);
            assertThat(step).isBetween(1, 8);
            uneven |= step != 1;
            assertThat(used.get(port)).isFalse();
            used.set(port);
            last = port;
        }
        assertThat(uneven).isTrue();
        int near = 0;
        for (int i = 0; i < 100; i++) {
            near += Math.abs(next(REMOTE, 1000 + i) - next(REMOTE, 2000 + i)) < 100 ? 1 : 0;
        }
        assertThat(near).isLessThan(5);
    }

    @Test
    @DisplayName("R6056-3-1 another secret gives other ports")
    void secret() {
        PortAllocator other = new PortAllocator(new SeededRandomSource(6057));
        assertThat(other.allocate(0, LOCAL, REMOTE, 80, p -> true)).isNotEqualTo(next(REMOTE, 80));
    }
}
