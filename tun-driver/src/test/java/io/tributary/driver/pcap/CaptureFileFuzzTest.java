package io.tributary.driver.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.capture.CaptureDecoder;
import io.tributary.capture.Captures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files are ordinary events: reading ends sooner or later, with a sentence or without, never with an exception. */
class CaptureFileFuzzTest {
    private static byte[] pcapng(List<Captures.Packet> packets, ByteOrder order) {
        CaptureBytes f = new CaptureBytes(order).section().networkInterface(1, 9, 0);
        for (Captures.Packet p : packets) {
            f.enhanced(0, p.timeNs(), p.frame(), p.frame().length);
        }
        return f.bytes();
    }

    @ParameterizedTest(name = "damaged pcap and pcapng files, seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void damaged(long seed) throws IOException {
        Random random = new Random(seed);
        for (String name : List.of("mpc_v4_small", "fastclose_linger", "addaddr_v6", "mptfo_cookie")) {
            List<Captures.Packet> packets = Captures.packets(name);
            for (byte[] whole : List.of(Captures.bytes(name), pcapng(packets, ByteOrder.LITTLE_ENDIAN), pcapng(packets, ByteOrder.BIG_ENDIAN))) {
                for (int round = 0; round < 100; round++) {
                    byte[] b = whole.clone();
                    for (int i = random.nextInt(6); i >= 0; i--) {
                        int at = random.nextInt(random.nextBoolean() ? 200 : b.length);
                        b[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (b[at] ^ 1 << random.nextInt(8));
                    }
                    int end = random.nextInt(10) == 0 ? random.nextInt(b.length) : b.length;
                    CaptureDecoder d = new CaptureDecoder();
                    try (CaptureFile f = CaptureFile.read(new ByteArrayInputStream(Arrays.copyOf(b, end)))) {
                        f.forEach(d);
                        assertThat(f.next()).isFalse();
                    }
                    assertThat(d.finish().packets()).isLessThanOrEqualTo(b.length / 12);
                }
            }
        }
    }
}
