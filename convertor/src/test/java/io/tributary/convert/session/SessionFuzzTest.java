package io.tributary.convert.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tributary.convert.policy.AccessPolicy;
import io.tributary.convert.policy.CookieAuthority;
import io.tributary.convert.policy.Prefix;
import io.tributary.convert.wire.ConvertHeader;
import io.tributary.convert.wire.ConvertMessage;
import io.tributary.wire.IpAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SessionFuzzTest {
    private static final IpAddress CLIENT = IpAddress.parse("10.1.0.1");
    private static final AccessPolicy OPEN = new AccessPolicy(List.of(Prefix.parse("0.0.0.0/0")),
        List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0")), List.of(), true, List.of());

    /** The verdict does not depend on how the octets were cut, and every refusal can be sent. */
    private static Verdict converter(byte[] b, int step, boolean cookie) {
        ConverterSession s = new ConverterSession(
            new ConverterRules(OPEN, cookie ? new CookieAuthority(new byte[32], 1_000) : null), CLIENT);
        Verdict v = new Verdict.NeedMore(false);
        for (int at = 0; at < b.length && v instanceof Verdict.NeedMore; at += step) {
            v = s.receive(b, at, Math.min(step, b.length - at), 0);
        }
        if (v instanceof Verdict.NeedMore) {
            v = s.truncated();
        }
        if (v instanceof Verdict.Refuse r) {
            assertThat(ConvertMessage.encode(r.error()).length).isLessThanOrEqualTo(ConvertHeader.MAX_OCTETS);
        }
        return v;
    }

    private static void client(byte[] b, int step) {
        ConvertClientSession s = ConvertClientSession.connect(CLIENT, 1, true, new byte[0]);
        ClientOutcome o = new ClientOutcome.NeedMore();
        for (int at = 0; at < b.length && o instanceof ClientOutcome.NeedMore; at += step) {
            o = s.receive(b, at, Math.min(step, b.length - at));
        }
        if (o instanceof ClientOutcome.Accepted a) {
            assertThat(a.userDataAt()).isBetween(8, b.length);
        }
    }

    private static void check(byte[] b) {
        for (boolean cookie : new boolean[] {false, true}) {
            assertThat(converter(b, 3, cookie)).usingRecursiveComparison().isEqualTo(converter(b, Math.max(1, b.length), cookie));
        }
        client(b, 5);
        client(b, Math.max(1, b.length));
    }

    @FuzzTest(maxDuration = "30s")
    @DisplayName("CONV-9-1 neither side throws, whatever it receives in whatever pieces")
    void octets(byte[] b) {
        check(b);
    }

    @Test
    @DisplayName("CONV-9-1 neither side throws on damaged requests and replies")
    void seeded() {
        Random random = new Random(1);
        byte[][] seeds = {
            ConvertClientSession.connect(IpAddress.parse("198.51.100.9"), 443, true, new byte[16]).request(),
            ConvertClientSession.info(new byte[0]).request(),
            new ConverterSession(new ConverterRules(OPEN, null), CLIENT).success(new byte[40])};
        for (int i = 0; i < 5_000; i++) {
            byte[] b = seeds[random.nextInt(seeds.length)].clone();
            for (int n = random.nextInt(4); n > 0; n--) {
                b[random.nextInt(b.length)] = (byte) random.nextInt(random.nextBoolean() ? 256 : 40);
            }
            check(b);
        }
    }
}
