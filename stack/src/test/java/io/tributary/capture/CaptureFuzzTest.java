package io.tributary.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.wire.option.OptionPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged packets are ordinary events: nothing is thrown, no limit is exceeded, the report can still be written. */
class CaptureFuzzTest {
    private static final CaptureLimits SMALL = new CaptureLimits(6, 2, 20_000, 8, 4, 20);
    private static final int[] LINK_TYPES = {LinkLayer.NULL, LinkLayer.ETHERNET, LinkLayer.RAW_BSD, LinkLayer.RAW, LinkLayer.LINUX_SLL,
        LinkLayer.IPV4, LinkLayer.IPV6, LinkLayer.LINUX_SLL2, 147};

    private static void isBounded(CaptureReport r, CaptureLimits limits) {
        List<ConnectionReport> all = new ArrayList<>(r.connections());
        all.addAll(r.tcp());
        assertThat(all.stream().mapToInt(c -> c.subflows().size()).sum()).isLessThanOrEqualTo(limits.flows());
        for (ConnectionReport c : all) {
            assertThat(c.subflows()).hasSizeLessThanOrEqualTo(limits.subflows());
            assertThat(c.events()).hasSizeLessThanOrEqualTo(limits.events());
            for (SubflowReport s : c.subflows()) {
                assertThat(s.bytesClient()).isNotNegative();
                assertThat(s.repeatedServer()).isNotNegative();
            }
            assertThat(c.clientStream().missing()).isNotNegative();
            assertThat(c.serverStream().sha256()).hasSize(64);
        }
        Json.read(r.toJson());
        assertThat(r.toText()).isNotEmpty();
    }

    private static Captures.Packet damage(Captures.Packet p, Random random, boolean fixChecksums) {
        byte[] b = p.frame().clone();
        int hits = 1 + random.nextInt(3);
        for (int i = 0; i < hits; i++) {
            int from = random.nextInt(4) == 0 ? 0 : 14;   // mostly IP and TCP headers with their options
            b[from + random.nextInt(Math.min(b.length, 110) - from)] = (byte) random.nextInt();
        }
        if (random.nextInt(8) == 0) {
            b = Arrays.copyOf(b, random.nextInt(b.length));
        }
        if (fixChecksums && b.length > 54 && (b[14] & 0xf0) == 0x40) {
            b[24] = 0;
            b[25] = 0;   // a checksum of 0 counts as one that a device was to fill in
            int tcp = 14 + ((b[14] & 0xf) << 2);
            if (tcp + 18 <= b.length) {
                b[tcp + 16] = 0;
                b[tcp + 17] = 0;
            }
        }
        return new Captures.Packet(p.timeNs(), b);
    }

    @ParameterizedTest(name = "MPTCP-3-1 damaged captures, seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void damaged(long seed) {
        Random random = new Random(seed);
        for (String name : Captures.NAMES) {
            List<Captures.Packet> packets = new ArrayList<>();
            for (Captures.Packet p : Captures.packets(name)) {
                int fate = random.nextInt(20);
                if (fate < 10) {
                    packets.add(p);
                }
                if (fate >= 9) {
                    packets.add(damage(p, random, random.nextBoolean()));
                }
            }
            for (int i = 0; i < 10; i++) {
                Collections.swap(packets, random.nextInt(packets.size()), random.nextInt(packets.size()));
            }
            isBounded(Captures.decode(packets, seed % 2 == 0 ? SMALL : CaptureLimits.DEFAULT), seed % 2 == 0 ? SMALL : CaptureLimits.DEFAULT);
        }
    }

    @Test
    @DisplayName("MPTCP-3-1 MPTCP options of arbitrary bytes in otherwise right segments")
    void arbitraryOptions() {
        Random random = new Random(7);
        Conversation t = new Conversation();
        t.path().capable();
        t.secondPath().join(Conversation.SERVER_TOKEN, Conversation.CLIENT_KEY, Conversation.SERVER_KEY, 1);
        List<Conversation.Path> paths = List.of(t.path(), t.secondPath(), t.path("192.0.2.3", 9, "198.51.100.1", 443, 0, 0));
        for (int i = 0; i < 20_000; i++) {
            int flags = random.nextInt(4) == 0 ? random.nextInt(32) : 16;
            byte[] option = new byte[3 + random.nextInt(36)];
            random.nextBytes(option);
            option[0] = 30;
            option[1] = (byte) option.length;
            option[2] = (byte) (random.nextInt(9) << 4 | 1);
            long seq = random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(3000);
            long ack = random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(3000);
            Conversation.Path p = paths.get(random.nextInt(3));
            String data = "d".repeat(random.nextInt(3) == 0 ? 0 : random.nextInt(600));
            boolean client = random.nextBoolean();
            Consumer<OptionPlan> o = plan -> plan.buffer().putBytes(plan.claim(option.length), option);
            if (client) {
                p.client(flags, seq, ack, data, o);
            } else {
                p.server(flags, seq, ack, data, o);
            }
        }
        CaptureLimits limits = new CaptureLimits(100, 8, 1 << 20, 64, 64, 200);
        isBounded(t.decode(limits), limits);
    }

    @Test
    @DisplayName("arbitrary bytes on every link type")
    void arbitraryBytes() {
        Random random = new Random(3);
        CaptureDecoder d = new CaptureDecoder(SMALL);
        for (int i = 0; i < 200_000; i++) {
            byte[] b = new byte[random.nextInt(120)];
            random.nextBytes(b);
            if (b.length > 40 && i % 2 == 0) {
                b[0] = (byte) (i % 4 == 0 ? 0x45 : 0x60);
                b[9] = 6;
                b[6] = (byte) (i % 4 == 0 ? 0 : 6);
            }
            d.onPacket(random.nextLong(), LINK_TYPES[random.nextInt(LINK_TYPES.length)], new UnsafeBuffer(b), 0, b.length, b.length + random.nextInt(3));
        }
        CaptureReport r = d.finish();
        assertThat(r.packets()).isEqualTo(200_000);
        assertThat(r.malformed()).isPositive();
        isBounded(r, SMALL);
    }
}
