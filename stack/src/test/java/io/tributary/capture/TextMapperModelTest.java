package io.tributary.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.mptcp.mapping.DssChecksum;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random streams cut into random mappings and segments on several subflows, in random order: the stream comes out whole. */
class TextMapperModelTest {
    private static final CaptureLimits LIMITS = CaptureLimits.DEFAULT;
    private static final long IDSN = 0xffff_ffff_ffff_f000L;   // the stream crosses the end of the number space

    private final BufferBudget budget = new BufferBudget(1 << 24);
    private final DataStream stream = new DataStream(budget);
    private long right;
    private long wrong;

    private final TextMapper.Listener listener = new TextMapper.Listener() {
        @Override
        public void onChecksum(Mapping m, boolean isRight) {
            right += isRight ? 1 : 0;
            wrong += isRight ? 0 : 1;
        }

        @Override
        public void onContradiction(Mapping known, Mapping other) {
            throw new AssertionError(known + " contradicts " + other);
        }
    };

    /** One direction of one subflow under test: a side with text of its own, and the steps that bring it in. */
    private final class Subflow {
        final FlowSide side = new FlowSide(new Endpoint(IpAddress.ANY, 1), LIMITS, budget);
        final List<Runnable> steps = new ArrayList<>();
        final ByteArrayOutputStream text = new ByteArrayOutputStream();

        Subflow() {
            side.start(0x7fff_fff0);   // sequence numbers change sign soon
            side.mapper(new TextMapper(stream, side.seen(), budget, LIMITS.mappings(), listener));
        }

        void carry(byte[] data, int from, int to, boolean checked, Random random) {
            int start = text.size();
            text.write(data, from, to - from);
            UnsafeBuffer b = new UnsafeBuffer(data, from, to - from);
            int checksum = checked ? DssChecksum.of(IDSN + 1 + from, start + 1, to - from, Checksum.sum(b, 0, to - from)) : Mapping.UNCHECKED;
            Mapping m = new Mapping(start, from, to - from, IDSN + 1 + from, start + 1, to - from, checksum);
            steps.add(() -> side.mapper().onMapping(m));
            if (random.nextInt(3) == 0) {
                steps.add(() -> side.mapper().onMapping(m));
            }
        }

        void segments(Random random) {
            byte[] all = text.toByteArray();
            for (int at = 0; at < all.length; ) {
                int n = Math.min(all.length - at, 1 + random.nextInt(700));
                int from = at;
                Runnable arrives = () -> side.onPayload(0x7fff_fff0 + from, new UnsafeBuffer(all), from, n);
                steps.add(arrives);
                if (random.nextInt(5) == 0) {
                    steps.add(arrives);
                }
                at += random.nextInt(4) == 0 ? Math.max(1, n / 2) : n;   // the next one overlaps sometimes
            }
        }
    }

    @ParameterizedTest(name = "MPTCP-3.3.1-1 MPTCP-3.3.1-6 MPTCP-3.3.1-18 MPTCP-3.3.4-5 seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void anyOrder(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] data = new byte[20_000];
        random.nextBytes(data);
        boolean checked = random.nextBoolean();
        List<Subflow> subflows = List.of(new Subflow(), new Subflow(), new Subflow());
        int mappings = 0;
        for (int at = 0; at < data.length; ) {
            int to = Math.min(data.length, at + 1 + random.nextInt(2_500));
            subflows.get(random.nextInt(3)).carry(data, at, to, checked, random);
            mappings++;
            if (random.nextInt(6) == 0) {   // reinjected
                subflows.get(random.nextInt(3)).carry(data, at, to, checked, random);
                mappings++;
            }
            at = to;
        }
        List<Runnable> steps = new ArrayList<>();
        for (Subflow s : subflows) {
            s.segments(random);
            steps.addAll(s.steps);
        }
        Collections.shuffle(steps, random);
        steps.forEach(Runnable::run);

        assertThat(stream.missing()).isZero();
        assertThat(stream.bytes()).isEqualTo(data.length);
        assertThat(HexFormat.of().formatHex(stream.finish()))
            .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data)));
        assertThat(wrong).isZero();
        assertThat(right).isEqualTo(checked ? mappings : 0);
        assertThat(budget.left()).as("everything held back was let go").isEqualTo((1 << 24) - 32 * subflows.stream().mapToInt(s -> s.side.seen().size()).sum());
        for (Subflow s : subflows) {
            assertThat(s.side.bytes()).isEqualTo(s.text.size());
            assertThat(s.side.mapper().waiting()).isZero();
        }
    }
}
