package io.tributary.convert.wire;

import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Seeded generator of well-formed messages. */
final class RandomMessages {
    private final Random random;

    RandomMessages(long seed) {
        random = new Random(seed);
    }

    /** One to seven elements of different types, in any order, together no longer than a message may be. */
    Tlv[] next() {
        List<Tlv> all = new ArrayList<>(List.of(new InfoTlv(), connect(), new ExtendedTcpHeaderTlv(octets(4 * random.nextInt(11))),
            new SupportedExtensionsTlv(kinds()), new CookieTlv(octets(4 * random.nextInt(20))),
            ErrorTlv.echoing(random.nextInt(256), octets(40), 0, random.nextInt(41)),
            new UnknownTlv(200 + random.nextInt(50), octets(2 + 4 * random.nextInt(30)))));
        Collections.shuffle(all, random);
        return all.subList(0, 1 + random.nextInt(all.size())).toArray(Tlv[]::new);
    }

    ConnectTlv connect() {
        List<TcpOption> options = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            options.add(new TcpOption(2 + random.nextInt(254), octets(random.nextInt(12))));
        }
        IpAddress a = random.nextBoolean() ? new IpAddress(0, IpAddress.v4(random.nextInt()))
            : new IpAddress(random.nextLong(), random.nextLong());
        return new ConnectTlv(a, random.nextInt(65536), options);
    }

    byte[] octets(int n) {
        byte[] b = new byte[n];
        random.nextBytes(b);
        return b;
    }

    private byte[] kinds() {
        byte[] b = octets(random.nextInt(9));
        for (int i = 0; i < b.length; i++) {
            b[i] = b[i] == 0 ? 4 : b[i];
        }
        return b;
    }
}
