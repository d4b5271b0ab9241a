package io.tributary.tcp;

import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.EcnMode;
import io.tributary.tcp.open.FastOpenSettings;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.tcp.open.SynCookieMode;
import java.util.Random;

/** Settings of a world, or of one connection in it: every switch at random. */
final class FuzzSettings {
    private static final long MS = 1_000_000;

    private FuzzSettings() {
    }

    static TcpConfig config(Random random, boolean held) {
        return TcpConfig.DEFAULT.withDataRetries(6).with(open(random, held)).with(congestion(random)).with(socket(random))
            .with(PathSettings.DEFAULT.withProbing(any(random, PathSettings.MtuProbing.values())));
    }

    private static CongestionSettings congestion(Random random) {
        return new CongestionSettings(random.nextBoolean() ? CongestionAlgorithms.NEWRENO : CongestionAlgorithms.CUBIC, 1 + random.nextInt(20),
            random.nextBoolean(), random.nextBoolean(), any(random, EcnMode.values()), random.nextInt(3) == 0);
    }

    /** Also for a connection that lives. */
    static SocketOptions socket(Random random) {
        int window = 2048 + random.nextInt(1 << 4 + random.nextInt(14));
        return SocketOptions.DEFAULT
            .with(new SocketOptions.Sending(random.nextBoolean(), random.nextInt(6) == 0, random.nextInt(3) == 0 ? 64 + random.nextInt(1400) : 0, 0))
            .with(new SocketOptions.Receiving(MS * random.nextInt(500), window, window + random.nextInt(1 << 20)))
            .with(new SocketOptions.KeepAlive(random.nextBoolean(), MS * (1000 + random.nextInt(60_000)), MS * (1000 + random.nextInt(9000)),
                2 + random.nextInt(5)))
            .with(new SocketOptions.UserTimeout(random.nextInt(3) == 0 ? MS * random.nextInt(60_000) : 0, random.nextInt(3) == 0, MS * 20_000,
                random.nextBoolean(), MS * 1000, MS * 100_000, 3))
            .with(new SocketOptions.Closing(random.nextInt(5) == 0, MS * random.nextInt(3000), MS * (1 + random.nextInt(60_000))))
            .with(new SocketOptions.IpFields(random.nextInt(64), 1 + random.nextInt(255)));
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static OpenSettings open(Random random, boolean held) {
        FastOpenSettings fastOpen = new FastOpenSettings(random.nextBoolean(), random.nextBoolean(), 1 + random.nextInt(2), random.nextInt(4) == 0);
        ListenSettings listen = new ListenSettings(held, any(random, SynCookieMode.values()), 1 + random.nextInt(2048));
        return OpenSettings.DEFAULT.with(fastOpen).with(listen).withSynRetries(1 + random.nextInt(7)).withChallengeAcks(1 + random.nextInt(20))
            .withTimeWait(1_000_000L * (1 + random.nextInt(60_000)))
            .withOptions(random.nextInt(5) > 0, random.nextInt(5) > 0, random.nextInt(5) > 0);
    }
}
