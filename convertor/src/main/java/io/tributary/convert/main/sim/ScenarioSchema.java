package io.tributary.convert.main.sim;

import static io.tributary.convert.main.toml.Key.optional;
import static io.tributary.convert.main.toml.Key.required;

import io.tributary.convert.main.toml.Key;
import io.tributary.convert.main.toml.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key of a scenario file. */
final class ScenarioSchema {
    private static final long MS = 1_000_000L;
    private static final long HOUR = 3_600_000 * MS;
    static final ValueType NAME = ValueType.text("[A-Za-z][A-Za-z0-9_-]{0,23}", "a name of 1 to 24 letters, digits, '-' and '_'");
    private static final ValueType DIRECTION = ValueType.oneOf("both", "forward", "back");
    private static final ValueType TIME = Quantities.time(HOUR);

    static final List<Key> TOP = List.of(
        optional("title", ValueType.text(".{1,200}", "a line of text"), ""),
        optional("seed", ValueType.integer(Long.MIN_VALUE, Long.MAX_VALUE), 1L),
        optional("duration", Quantities.time(24 * HOUR), 600_000 * MS),
        optional("sample", TIME, 0L));

    static final List<Key> HOST = List.of(
        required("name", NAME),
        optional("backup", NAME.list(), List.of()));

    static final List<Key> ROUTER = List.of(
        required("name", NAME),
        optional("routes", ValueType.text("[0-9a-fA-F:.]+(/\\d{1,3})?\\s+via\\s+[A-Za-z0-9_-]+", "\"PREFIX via LINK\", as \"10.2.0.0/16 via core\"").list(), List.of()),
        optional("icmp-per-second", ValueType.integer(0, 1_000_000), 1000L));

    /** What one direction of a link can be. */
    static final List<Key> DIRECTION_KEYS = List.of(
        optional("rate", Quantities.rate(), null),
        optional("delay", TIME, 0L),
        optional("jitter", TIME, 0L),
        optional("loss", Quantities.share(), 0.0),
        optional("burst", ValueType.integer(1, 1_000_000), 1L),
        optional("reorder", Quantities.share(), 0.0),
        optional("reorder-delay", TIME, 5 * MS),
        optional("duplicate", Quantities.share(), 0.0),
        optional("corrupt", Quantities.share(), 0.0),
        optional("queue", ValueType.oneOf("drop-tail", "codel"), "drop-tail"),
        optional("ecn", ValueType.bool(), false),
        optional("queue-limit", Quantities.queueLimit(), null));

    static final List<Key> LINK = with(DIRECTION_KEYS,
        required("name", NAME),
        required("between", NAME.list()),
        optional("addresses", ValueType.text("[0-9a-fA-F:. ]+", "one or more IP addresses, with spaces between them").list(), List.of()),
        optional("mtu", ValueType.integer(576, 65_535), 1500L));

    static final List<Key> CHANGE = with(DIRECTION_KEYS,
        required("at", Quantities.time(24 * HOUR)),
        required("link", NAME),
        optional("direction", DIRECTION, "both"),
        optional("down", ValueType.bool(), false),
        optional("up", ValueType.bool(), false),
        optional("mtu", ValueType.integer(576, 65_535), null));

    static final List<Key> FLOW = List.of(
        required("name", NAME),
        required("from", NAME),
        required("to", NAME),
        optional("via", NAME, null),
        optional("protocol", ValueType.oneOf("tcp", "mptcp"), "tcp"),
        optional("checksum", ValueType.bool(), false),
        optional("size", Quantities.size(1, 1_000_000_000_000L), null),
        optional("direction", ValueType.oneOf("up", "down", "both"), "up"),
        optional("start", Quantities.time(24 * HOUR), 0L),
        optional("count", ValueType.integer(1, 1000), 1L),
        optional("apart", TIME, 0L),
        optional("congestion", FlowSettings.congestion(), null),
        optional("initial-window", ValueType.integer(1, 1000), null),
        optional("ecn", ValueType.bool(), false),
        optional("pacing", ValueType.bool(), false),
        optional("sack", ValueType.bool(), true),
        optional("timestamps", ValueType.bool(), true),
        optional("send-buffer", Quantities.size(4096, 1 << 30), 4L << 20),
        optional("receive-buffer", Quantities.size(4096, 1 << 30), 4L << 20));

    private static final List<Key> RULE = List.of(
        optional("on", ValueType.oneOf("all", "syn", "not-syn", "data", "ack"), "all"),
        optional("direction", DIRECTION, "both"),
        optional("every", ValueType.integer(1, 1_000_000_000), 1L),
        optional("from-segment", ValueType.integer(1, 1_000_000_000), 1L),
        optional("once", ValueType.bool(), false));

    /** Keys of each type of middlebox, beside link and type. */
    static final Map<String, List<Key>> BOXES = boxes();

    private ScenarioSchema() {
    }

    private static Map<String, List<Key>> boxes() {
        Map<String, List<Key>> m = new LinkedHashMap<>();
        m.put("nat", List.of(required("outside", ValueType.address()), optional("first-port", ValueType.integer(1024, 65_535), 40_000L),
            optional("opening", TIME, 240_000 * MS), optional("idle", Quantities.time(24 * HOUR), 7_440_000 * MS)));
        m.put("firewall", List.of(optional("opening", TIME, 60_000 * MS), optional("idle", Quantities.time(24 * HOUR), 3_600_000 * MS)));
        m.put("strip", with(RULE, required("options", ValueType.oneOf("mptcp", "mss", "window-scale", "sack", "timestamps", "fast-open").list())));
        m.put("mss-clamp", List.of(required("mss", ValueType.integer(88, 65_535))));
        m.put("window-scale", with(RULE, required("most", ValueType.integer(0, 14))));
        m.put("timestamp-shift", List.of());
        m.put("sequence-shift", List.of(optional("sack", ValueType.bool(), true)));
        m.put("split", List.of(required("size", ValueType.integer(8, 65_535)), optional("repeat-options", ValueType.bool(), true)));
        m.put("coalesce", List.of(required("size", ValueType.integer(8, 65_535)), optional("wait", TIME, MS)));
        m.put("rewrite", with(RULE, required("find", ValueType.text(".+", "text")), required("replace", ValueType.text(".*", "text"))));
        m.put("early-ack", List.of(optional("copies", ValueType.bool(), true), optional("repeat", TIME, 200 * MS)));
        m.put("ecn-bleach", List.of());
        m.put("hold", with(RULE, required("delay", TIME)));
        m.put("duplicate", with(RULE, optional("delay", TIME, 0L)));
        m.put("corrupt", RULE);
        m.put("drop", RULE);
        m.put("drop-icmp", List.of());
        return m;
    }

    private static List<Key> with(List<Key> more, Key... own) {
        List<Key> all = new ArrayList<>(List.of(own));
        all.addAll(more);
        return List.copyOf(all);
    }
}
