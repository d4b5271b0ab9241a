package io.tributary.convert.main.config;

import static io.tributary.convert.main.toml.Key.optional;
import static io.tributary.convert.main.toml.Key.required;

import io.tributary.convert.main.toml.Key;
import io.tributary.convert.main.toml.ValueType;
import io.tributary.convert.policy.Prefix;
import io.tributary.mptcp.path.PathManagers;
import java.util.List;

/** Every key there is, with type, standard value, and what of it this version can do. */
final class Schema {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1000 * MS;
    private static final long DAY = 86_400 * SECOND;
    private static final ValueType ZONE = ValueType.text("[A-Za-z0-9_.-]{1,32}", "a name of letters, digits, '-', '_' and '.'");
    private static final List<Object> EVERYWHERE = List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0"));

    static final String CONTROL = "/run/tributary/control.sock";

    static final List<Key> STACK = List.of(
        optional("workers", ValueType.integer(1, 64), 1L).only(1L),
        optional("path-manager", ValueType.parsed("\"endpoints\" or the name of one on the class path", Schema::pathManager),
            PathManagers.STANDARD),
        optional("scheduler", ValueType.oneOf("min-rtt", "round-robin", "weighted", "redundant", "blest", "ecf"), "min-rtt"),
        optional("congestion", ValueType.oneOf("newreno", "cubic", "lia", "olia", "balia", "wvegas"), "lia"),
        optional("checksum-enabled", ValueType.bool(), false),
        optional("allow-join-initial-addr-port", ValueType.bool(), true),
        optional("add-addr-timeout", ValueType.duration(SECOND, DAY), 120 * SECOND),
        optional("close-timeout", ValueType.duration(SECOND, DAY), 60 * SECOND),
        optional("syn-retrans-before-tcp-fallback", ValueType.integer(0, 7), 2L),
        optional("blackhole-timeout", ValueType.duration(0, 365 * DAY), 3600 * SECOND),
        optional("refuse-checksums", ValueType.bool(), false),
        optional("confirmed-aborts", ValueType.bool(), false),
        optional("drain-timeout", ValueType.duration(0, DAY), 5 * SECOND),
        optional("control", ValueType.text("/[^\\x00]{1,99}", "an absolute path of at most 100 bytes"), CONTROL));

    static final List<Key> LIMITS = List.of(
        optional("subflows", ValueType.integer(0, 8), 2L),
        optional("add-addr-accepted", ValueType.integer(0, 8), 2L),
        optional("connections", ValueType.integer(1, 10_000_000), 100_000L));

    static final List<Key> INTERFACE = List.of(
        required("name", ValueType.text("[A-Za-z0-9_.-]{1,15}", "an interface name of 1 to 15 letters, digits, '-', '_' and '.'")),
        optional("driver", ValueType.oneOf("tun", "packet"), "tun").only("tun"),
        optional("zone", ZONE, "default"),
        required("addresses", ValueType.address().list()),
        optional("mtu", ValueType.integer(1280, 65_535), 1500L),
        optional("offload", ValueType.bool(), true));

    static final List<Key> ENDPOINT = List.of(
        required("address", ValueType.address()),
        optional("flags", ValueType.oneOf("subflow", "signal", "backup", "fullmesh").list(), List.of()),
        optional("id", ValueType.integer(1, 255), 0L),
        optional("port", ValueType.integer(1, 65_535), 0L));

    static final List<Key> CONVERTOR = List.of(
        optional("name", ZONE, null));

    static final List<Key> UPSTREAM = List.of(
        optional("zone", ZONE, "default"),
        optional("mode", ValueType.oneOf("explicit", "implicit"), "explicit").only("explicit"),
        optional("listen", ValueType.hostPort().list(), List.of()),
        optional("intercept", ValueType.prefix().list(), EVERYWHERE),
        optional("mptcp", ValueType.bool(), true),
        optional("mptcp-capable-client", ValueType.oneOf("terminate", "bypass"), "terminate"),
        optional("steer", ValueType.bool(), false).only(false),
        optional("cookie", ValueType.bool(), false),
        optional("require-syn-data", ValueType.bool(), true),
        optional("early-reply", ValueType.bool(), false).only(false),
        optional("checksum", ValueType.bool(), null),
        optional("refused", ValueType.oneOf("forward", "drop"), "forward"),
        optional("hairpin", ValueType.bool(), true),
        optional("allow-clients", ValueType.prefix().list(), EVERYWHERE),
        optional("allow-destinations", ValueType.prefix().list(), EVERYWHERE),
        optional("deny-destinations", ValueType.prefix().list(),
            List.of(Prefix.parse("127.0.0.0/8"), Prefix.parse("169.254.0.0/16"), Prefix.parse("::1/128"))));

    static final List<Key> DOWNSTREAM = List.of(
        optional("zone", ZONE, "default"),
        optional("mode", ValueType.oneOf("direct", "convertor"), "direct").only("direct"),
        optional("convertor", ValueType.hostPort(), null),
        optional("mptcp", ValueType.oneOf("never", "try"), "try"),
        optional("source", ValueType.oneOf("share", "preserve"), "share").only("share"),
        optional("source-v6", ValueType.oneOf("share", "preserve"), "share").only("share"),
        optional("bypass", ValueType.oneOf("never", "failure", "learned"), "failure"),
        optional("checksum", ValueType.bool(), null),
        optional("pool", ValueType.address().list(), List.of()));

    private Schema() {
    }

    private static Object pathManager(String name) {
        if (PathManagers.named(name).isEmpty()) {
            throw new IllegalArgumentException("no path manager has this name");
        }
        return name;
    }
}
