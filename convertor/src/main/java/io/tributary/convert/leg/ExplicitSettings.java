package io.tributary.convert.leg;

import io.tributary.convert.policy.AccessPolicy;
import io.tributary.convert.policy.Endpoint;
import java.util.List;

/**
 * The upstream leg of clients that speak the Convert protocol to us.
 *
 * @param zone           zone the clients are in
 * @param listen         our convert addresses and ports
 * @param multipath      answer MP_CAPABLE
 * @param checksum       ask for DSS checksums
 * @param requireSynData false: a request may also come after the handshake
 * @param cookieSecret   32 octets and more, the same in every shard: a Cookie TLV is required; empty: none is asked for
 * @param access         who may go where
 */
public record ExplicitSettings(int zone, List<Endpoint> listen, boolean multipath, boolean checksum, boolean requireSynData,
                               byte[] cookieSecret, AccessPolicy access) {
    public ExplicitSettings {
        listen = List.copyOf(listen);
    }
}
