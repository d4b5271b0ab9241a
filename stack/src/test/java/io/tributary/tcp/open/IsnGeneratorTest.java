package io.tributary.tcp.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.ip.FlowKey;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IsnGeneratorTest {
    private final IsnGenerator isn = new IsnGenerator(1, 2);

    private static FlowKey flow(int localPort, int remotePort, int zone) {
        return new FlowKey(zone, 0, 0xffff_c000_0201L, localPort, 0, 0xffff_c000_0202L, remotePort);
    }

    @Test
    @DisplayName("TCP-MUST-8 R6528-3-1 for one 4-tuple the number grows by one every 4 microseconds")
    void clock() {
        FlowKey k = flow(80, 4000, 0);
        int first = isn.isn(k, 0);
        assertThat(isn.isn(k, 3999) - first).isZero();
        assertThat(isn.isn(k, 4000) - first).isEqualTo(1);
        assertThat(isn.isn(k, 3_600_000_000_000L) - first).isEqualTo(900_000_000);
    }

    @Test
    @DisplayName("TCP-SHLD-1 TCP-MUST-9 R6528-3-1 ports, addresses, zone and secret each move it to another place")
    void perFlow() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(isn.isn(flow(80, 1024 + i, 0), 0));
            seen.add(isn.isn(flow(1024 + i, 80, 0), 0));
        }
        seen.add(isn.isn(flow(80, 1024, 1), 0));
        seen.add(isn.isn(new FlowKey(0, 0, 0xffff_c000_0202L, 80, 0, 0xffff_c000_0201L, 1024), 0));
        seen.add(new IsnGenerator(1, 3).isn(flow(80, 1024, 0), 0));
        seen.add(new IsnGenerator(2, 2).isn(flow(80, 1024, 0), 0));
        assertThat(seen).hasSize(2004);
    }

    @Test
    @DisplayName("TCP-MUST-9 the hash is SipHash-2-4: the reference value of its paper")
    void reference() {
        SipHash h = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertThat(h.of(0x0706050403020100L)).isEqualTo(0x93f5f5799a932462L);
        assertThat(h.of()).isEqualTo(0x726fdb47dd0e0e31L);
    }
}
