package io.tributary.convert.main.config;

import io.tributary.convert.main.toml.Section;
import io.tributary.convert.policy.Endpoint;
import io.tributary.convert.policy.Prefix;
import io.tributary.wire.IpAddress;
import java.util.List;

/** One convertor: how clients reach it, and how it reaches servers. */
public record ConvertorBlock(String name, Upstream upstream, Downstream downstream) {
    /**
     * The leg towards clients.
     *
     * @param mptcp          answer MP_CAPABLE
     * @param cookie         require the Cookie TLV
     * @param requireSynData take the request in the SYN only
     * @param hairpin        a client may reach another client
     */
    public record Upstream(String zone, String mode, List<Endpoint> listen, boolean mptcp, boolean cookie, boolean requireSynData,
                           boolean checksum, boolean hairpin, List<Prefix> allowClients,
                           List<Prefix> allowDestinations, List<Prefix> denyDestinations) {
        static Upstream of(Section s, StackSettings stack) {
            return new Upstream(s.text("zone"), s.text("mode"), s.list("listen", Endpoint.class), s.bool("mptcp"), s.bool("cookie"),
                s.bool("require-syn-data"), s.has("checksum") ? s.bool("checksum") : stack.checksum(),
                s.bool("hairpin"), s.list("allow-clients", Prefix.class), s.list("allow-destinations", Prefix.class),
                s.list("deny-destinations", Prefix.class));
        }
    }

    /**
     * The leg towards servers.
     *
     * @param tryMptcp offer MP_CAPABLE to the server
     * @param pool     source addresses; empty: those of the zone
     */
    public record Downstream(String zone, String mode, boolean tryMptcp, boolean checksum, List<IpAddress> pool) {
        static Downstream of(Section s, StackSettings stack) {
            return new Downstream(s.text("zone"), s.text("mode"), "try".equals(s.text("mptcp")),
                s.has("checksum") ? s.bool("checksum") : stack.checksum(), s.list("pool", IpAddress.class));
        }
    }
}
