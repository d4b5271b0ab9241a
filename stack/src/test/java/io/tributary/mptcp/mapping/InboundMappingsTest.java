package io.tributary.mptcp.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.mptcp.mapping.InboundMappings.Outcome;
import io.tributary.wire.Checksum;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InboundMappingsTest {
    private static final int SPACE = 4000;

    @Test
    @DisplayName("MPTCP-3.3.1-18 MPTCP-3.3.1-19 announcements in any order against one array cell per byte")
    void againstModel() {
        Random random = new Random(23);
        for (int round = 0; round < 200; round++) {
            InboundMappings mappings = new InboundMappings(1000, false);
            long[] model = new long[SPACE];
            int below = 0;
            for (int step = 0; step < 80; step++) {
                int from = below + random.nextInt(SPACE - below - 200);
                int length = 1 + random.nextInt(200);
                long data = random.nextInt(5) > 0 ? from + 100L : random.nextInt(SPACE);
                Outcome outcome = mappings.announce(from, data, length, length, 0);
                assertThat(outcome).isEqualTo(announce(model, from, data, length));
                if (random.nextInt(10) == 0) {
                    int text = below;
                    while (text < SPACE && model[text] != 0) {
                        text++;
                    }
                    below = Math.max(below, Math.min(text, SPACE - 400));
                    mappings.removeBelow(below);
                }
                for (int i = 0; i < 40; i++) {
                    int at = below + random.nextInt(SPACE - below);
                    int found = mappings.find(at);
                    assertThat(found < 0 ? 0 : mappings.data(found) + at - mappings.text(found)).isEqualTo(model[at]);
                    if (found < 0) {
                        int next = at;
                        while (next < SPACE && model[next] == 0) {
                            next++;
                        }
                        assertThat(mappings.nextStart(at)).isEqualTo(next == SPACE ? Long.MAX_VALUE : next);
                    }
                }
            }
        }
    }

    private static Outcome announce(long[] model, int from, long data, int length) {
        boolean taken = false;
        for (int i = 0; i < length; i++) {
            if (model[from + i] == 0) {
                model[from + i] = data + i;
                taken = true;
            } else if (model[from + i] != data + i) {
                return Outcome.CONTRADICTS;
            }
        }
        return taken ? Outcome.TAKEN : Outcome.KNOWN;
    }

    @Test
    @DisplayName("MPTCP-3.3.1-19 the same start with a longer length is the same mapping, a moved start is ignored")
    void growsAtItsEnd() {
        InboundMappings mappings = new InboundMappings(10, true);
        assertThat(mappings.announce(0, 1, 7232, 7232, 0x1111)).isEqualTo(Outcome.TAKEN);
        assertThat(mappings.announce(0, 1, 7232, 7232, 0x1111)).isEqualTo(Outcome.KNOWN);
        assertThat(mappings.announce(0, 1, 7232, 7233, 0x1110)).as("with DATA_FIN").isEqualTo(Outcome.TAKEN);
        assertThat(mappings.announce(100, 500, 7132, 7132, 0x2222)).isEqualTo(Outcome.CONTRADICTS);
        assertThat(mappings.announce(0, 2, 7232, 7232, 0x3333)).isEqualTo(Outcome.CONTRADICTS);
        assertThat(mappings.announce(7232, 7233, 100, 100, 0)).isEqualTo(Outcome.TAKEN);
        assertThat(mappings.announce(0, 1, 7300, 7300, 0)).as("into the next one").isEqualTo(Outcome.CONTRADICTS);
        assertThat(mappings.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-6 pieces in any order complete and verify a mapping; one flipped bit fails it")
    void verifies() {
        Random random = new Random(31);
        long idsn = random.nextLong();
        for (int round = 0; round < 200; round++) {
            int length = 2 + random.nextInt(2000);
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            UnsafeBuffer data = new UnsafeBuffer(bytes);
            boolean fin = random.nextBoolean();
            int dll = length + (fin ? 1 : 0);
            long text = random.nextInt(100_000);
            long position = 1 + random.nextInt(1_000_000);
            int field = DssChecksum.of(DataSequence.dsn(idsn, position), (int) text + 1, dll, Checksum.sum(data, 0, length));
            boolean broken = random.nextBoolean();
            if (broken) {
                bytes[random.nextInt(length)] ^= 1 << random.nextInt(8);
            }
            InboundMappings mappings = new InboundMappings(4, true);
            mappings.announce(text, position, length, dll, field);
            int cut = 1 + random.nextInt(length - 1);
            int i = mappings.find(text);
            mappings.arrived(i, cut, length - cut, Checksum.sum(data, cut, length - cut));
            assertThat(mappings.isComplete(i)).isFalse();
            mappings.arrived(i, 0, cut, Checksum.sum(data, 0, cut));
            assertThat(mappings.isComplete(i)).isTrue();
            assertThat(mappings.verifies(i, idsn)).isEqualTo(!broken);
        }
    }

    @Test
    @DisplayName("MPTCP-5-1 the number of mappings is limited; what is removed makes room")
    void limited() {
        InboundMappings mappings = new InboundMappings(3, false);
        for (int i = 0; i < 3; i++) {
            assertThat(mappings.announce(10L * i, 10L * i + 1000 * i, 10, 10, 0)).isEqualTo(Outcome.TAKEN);
        }
        assertThat(mappings.announce(30, 5000, 10, 10, 0)).isEqualTo(Outcome.FULL);
        mappings.removeBelow(10);
        assertThat(mappings.announce(30, 5000, 10, 10, 0)).isEqualTo(Outcome.TAKEN);
        assertThat(Arrays.asList(mappings.find(9), mappings.find(40))).containsOnly(-1);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-6 a place taken over by another copy is not judged by the first one's sum")
    void takenOver() {
        InboundMappings mappings = new InboundMappings(4, true);
        mappings.announce(0, 1, 100, 100, 0);
        mappings.announce(100, 101, 100, 100, 0);
        mappings.arrived(mappings.find(0), 0, 50, 0);
        mappings.arrived(mappings.find(100), 0, 50, 0);
        mappings.takenOver(51, 120, -1);
        assertThat(mappings.countableUpTo(mappings.find(0))).isEqualTo(51);
        assertThat(mappings.countableUpTo(mappings.find(100))).isEqualTo(101);
    }
}
