package io.tributary.convert.address;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * Address sharing: the source addresses servers see. A client gets the same one for all its connections of a family ("paired
 * pooling"), as it depends on nothing but the client's address and the pool.
 */
@Rfc(value = 8803, section = {"4.3", "4.4.2"})
public final class SharedPool {
    private final List<IpAddress> v4;
    private final List<IpAddress> v6;

    /** @param addresses of both families, in any order */
    public SharedPool(List<IpAddress> addresses) {
        v4 = addresses.stream().filter(IpAddress::isV4).sorted().distinct().toList();
        v6 = addresses.stream().filter(a -> !a.isV4()).sorted().distinct().toList();
    }

    /** Source address for {@code client} towards {@code server}; empty if the pool has none of the server's family. */
    public Optional<IpAddress> sourceFor(IpAddress client, IpAddress server) {
        List<IpAddress> pool = server.isV4() ? v4 : v6;
        return pool.isEmpty() ? Optional.empty() : Optional.of(pool.get(Math.floorMod(mix(client), pool.size())));
    }

    /** Spreads neighbouring clients: addresses of one network differ in a few low bits only. */
    private static long mix(IpAddress a) {
        long x = a.hi() * 0x9e3779b97f4a7c15L ^ a.lo();
        x = (x ^ x >>> 32) * 0xd6e8feb86659fd93L;
        x = (x ^ x >>> 32) * 0xd6e8feb86659fd93L;
        return x ^ x >>> 32;
    }
}
