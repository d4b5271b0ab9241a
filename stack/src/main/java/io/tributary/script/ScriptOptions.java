package io.tributary.script;

import io.tributary.script.syntax.Action.CallAction;
import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.Script;
import io.tributary.script.syntax.ScriptException;
import io.tributary.wire.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The option lines of a script, with what holds where they say nothing. */
final class ScriptOptions {
    private static final Set<String> KNOWN = Set.of("tolerance_usecs", "ip_version", "mss", "mtu", "local_ip", "remote_ip", "bind_port",
        "connect_port", "tcp_ts_tick_usecs", "tcp_ts_ecr_scaled", "strict_segments", "define", "options");
    private static final Position TOP = new Position(1, 1);

    private final Map<String, String> options;
    private final RunSettings settings;
    private final Profile profile;
    /** Beside MPTCP's options there are several good places for paddings. */
    private final boolean multipath;

    ScriptOptions(Script script, RunSettings settings, Profile profile, List<String> notes) {
        this.options = script.options();
        this.settings = settings;
        this.profile = profile;
        this.multipath = script.events().stream().anyMatch(e -> e.action() instanceof CallAction c
            && c.name().equals("socket") && c.arguments().toString().contains("IPPROTO_MPTCP"));
        options.keySet().stream().filter(o -> !KNOWN.contains(o)).forEach(o -> notes.add("option --" + o + " is ignored"));
    }

    long toleranceNs() throws ScriptException {
        return options.containsKey("tolerance_usecs") ? number("tolerance_usecs", 0, 0, 60_000_000) * 1000L : settings.toleranceNs();
    }

    boolean strict() throws ScriptException {
        String mode = options.get("options");
        if (mode != null && !mode.equals("strict") && !mode.equals("set")) {
            throw ScriptException.failed(TOP, "--options must be strict or set");
        }
        return mode != null ? mode.equals("strict") : settings.strict() != null ? settings.strict() : profile.strict() && !multipath;
    }

    boolean strictSegments() {
        return options.containsKey("strict_segments");
    }

    boolean scaledEcho() {
        return options.containsKey("tcp_ts_ecr_scaled");
    }

    long tickUs() throws ScriptException {
        return number("tcp_ts_tick_usecs", 0, 0, 1_000_000);
    }

    int bindPort() throws ScriptException {
        return number("bind_port", 8080, 1, 65_535);
    }

    int connectPort() throws ScriptException {
        return number("connect_port", 8080, 1, 65_535);
    }

    /** --mss asks for packets that carry so much. */
    int mtu() throws ScriptException {
        int headers = isV4() ? 40 : 60;
        return options.containsKey("mss") ? number("mss", 0, 64, 65_000) + headers : number("mtu", 1500, 576, 65_535);
    }

    private boolean isV4() throws ScriptException {
        String version = options.getOrDefault("ip_version", "ipv4");
        return switch (version) {
            case "ipv4", "ipv4-mapped-ipv6" -> true;
            case "ipv6" -> false;
            default -> throw ScriptException.failed(TOP, "--ip_version must be ipv4, ipv6 or ipv4-mapped-ipv6");
        };
    }

    IpAddress localAddress() throws ScriptException {
        return address("local_ip", isV4() ? "192.168.0.1" : "fd3d:fa7b:d17d::1");
    }

    IpAddress remoteAddress() throws ScriptException {
        return address("remote_ip", isV4() ? "192.0.2.1" : "fd3d:fa7b:d17d:8888::1");
    }

    private IpAddress address(String name, String usual) throws ScriptException {
        try {
            IpAddress a = IpAddress.parse(options.getOrDefault(name, usual));
            if (a.isV4() != isV4()) {
                throw ScriptException.failed(TOP, "--" + name + " is of the other version");
            }
            return a;
        } catch (IllegalArgumentException e) {
            throw ScriptException.failed(TOP, "--" + name + " is no address");
        }
    }

    private int number(String name, int usual, int least, int most) throws ScriptException {
        String text = options.get(name);
        if (text == null) {
            return usual;
        }
        try {
            int n = Integer.decode(text);
            if (n >= least && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw ScriptException.failed(TOP, "--" + name + " must be " + least + " to " + most);
    }
}
