package io.tributary.convert.leg;

import io.tributary.wire.IpAddress;
import java.util.List;

/**
 * The downstream leg to the server itself.
 *
 * @param zone      zone the servers are in
 * @param multipath offer MP_CAPABLE although the client did not ask for it
 * @param checksum  ask for DSS checksums
 * @param pool      source addresses shared by all clients; of a family that is missing, no server can be reached
 */
public record DirectSettings(int zone, boolean multipath, boolean checksum, List<IpAddress> pool) {
    public DirectSettings {
        pool = List.copyOf(pool);
    }
}
