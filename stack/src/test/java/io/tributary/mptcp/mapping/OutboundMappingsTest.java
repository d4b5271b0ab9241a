package io.tributary.mptcp.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OutboundMappingsTest {
    private record Mapping(long text, long data, int length, boolean fin) {
    }

    @Test
    @DisplayName("MPTCP-3.3.1-2 MPTCP-3.3.6-4 mappings against a plain list: look-up, acknowledgment, oldest data kept")
    void againstModel() {
        Random random = new Random(17);
        for (int round = 0; round < 40; round++) {
            OutboundMappings mappings = new OutboundMappings(64);
            List<Mapping> model = new ArrayList<>();
            long end = 0;
            long acked = 0;
            long nextData = 1;
            for (int step = 0; step < 600; step++) {
                if (random.nextInt(3) > 0) {
                    int length = 1 + random.nextInt(3000);
                    long data = random.nextInt(4) > 0 ? nextData : Math.max(1, nextData - random.nextInt(20_000));
                    boolean fin = random.nextInt(10) == 0;
                    boolean added = mappings.add(data, length, fin);
                    assertThat(added).isEqualTo(live(model, acked).size() < 64);
                    if (added) {
                        model.add(new Mapping(end, data, length, fin));
                        end += length;
                        nextData = Math.max(nextData, data + length);
                    }
                } else {
                    acked = Math.min(end, acked + random.nextInt(6000));
                    mappings.acknowledged(acked);
                }
                check(mappings, live(model, acked), acked, end, random);
            }
        }
    }

    private static List<Mapping> live(List<Mapping> model, long acked) {
        return model.stream().filter(m -> m.text + m.length > acked).toList();
    }

    private static void check(OutboundMappings mappings, List<Mapping> live, long acked, long end, Random random) {
        assertThat(mappings.size()).isEqualTo(live.size());
        assertThat(mappings.textEnd()).isEqualTo(end);
        long oldest = Long.MAX_VALUE;
        for (Mapping m : live) {
            oldest = Math.min(oldest, m.data + Math.max(0, acked - m.text));
        }
        assertThat(mappings.oldestData()).isEqualTo(oldest);
        if (live.isEmpty()) {
            assertThat(mappings.find(end - 1)).isEqualTo(-1);
            return;
        }
        Mapping m = live.get(random.nextInt(live.size()));
        long found = mappings.find(m.text + random.nextInt(m.length));
        assertThat(mappings.text(found)).isEqualTo(m.text);
        assertThat(mappings.data(found)).isEqualTo(m.data);
        assertThat(mappings.length(found)).isEqualTo(m.length);
        assertThat(mappings.hasDataFin(found)).isEqualTo(m.fin);
        assertThat(mappings.find(end)).isEqualTo(-1);
        assertThat(mappings.find(live.get(0).text - 1)).isEqualTo(-1);
        long probe = m.data + random.nextInt(2 * m.length) - m.length / 2;
        boolean expected = false;
        for (Mapping l : live) {
            expected |= l.data + Math.max(0, acked - l.text) <= probe && probe < l.data + l.length;
        }
        assertThat(mappings.isOutstanding(probe)).isEqualTo(expected);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-2 a checksum computed once stays with its mapping")
    void keepsChecksums() {
        OutboundMappings mappings = new OutboundMappings(100);
        for (int i = 0; i < 50; i++) {
            mappings.add(1 + i, 1, false);
            assertThat(mappings.checksum(i)).isEqualTo(OutboundMappings.NO_CHECKSUM);
            mappings.setChecksum(i, i);
        }
        mappings.acknowledged(20);
        for (int i = 20; i < 50; i++) {
            assertThat(mappings.checksum(mappings.find(i))).isEqualTo(i);
        }
    }
}
