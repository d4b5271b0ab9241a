package io.tributary.tcp;

import io.tributary.tcp.open.FastOpenSettings;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.tcp.open.SynCookieMode;
import java.util.Random;

/** Settings of a world, or of one connection in it: every switch at random. */
final class FuzzSettings {
    private FuzzSettings() {
    }

    static TcpConfig config(Random random, boolean held) {
        return TcpConfig.DEFAULT.withDataRetries(6).with(open(random, held));
    }

    private static OpenSettings open(Random random, boolean held) {
        FastOpenSettings fastOpen = new FastOpenSettings(random.nextBoolean(), random.nextBoolean(), 1 + random.nextInt(4), random.nextInt(4) == 0);
        SynCookieMode[] modes = SynCookieMode.values();
        ListenSettings listen = new ListenSettings(held, modes[random.nextInt(modes.length)], 1 + random.nextInt(4096));
        return OpenSettings.DEFAULT.with(fastOpen).with(listen).withSynRetries(1 + random.nextInt(7)).withChallengeAcks(1 + random.nextInt(20))
            .withTimeWait(1_000_000L * (1 + random.nextInt(60_000)))
            .withOptions(random.nextInt(5) > 0, random.nextInt(5) > 0, random.nextInt(5) > 0);
    }
}
