package io.tributary.script.call;

import io.tributary.script.syntax.Printable;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.Value;
import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.open.OpenSettings;
import java.util.Set;

/** Options and states of sockets. */
final class OptionCalls {
    private static final Set<String> IGNORED = Set.of("SO_REUSEADDR", "SO_REUSEPORT", "SO_PRIORITY", "SO_MARK", "SO_SNDTIMEO", "SO_RCVTIMEO");

    /** Options about another system's memory, clocks and devices. */
    private static final Set<String> ELSEWHERE = Set.of("SO_ZEROCOPY", "SO_TIMESTAMPING", "SO_TIMESTAMP", "SO_TXTIME", "SO_BUSY_POLL",
        "SO_INCOMING_CPU", "SO_BINDTODEVICE", "TCP_REPAIR", "TCP_MD5SIG", "TCP_ZEROCOPY_RECEIVE", "TCP_TX_DELAY", "TCP_SAVE_SYN");

    private final SocketTable sockets;
    private final boolean comparesBuffers;

    /** @param comparesBuffers what scripts say about the sizes of buffers counts */
    OptionCalls(SocketTable sockets, boolean comparesBuffers) {
        this.sockets = sockets;
        this.comparesBuffers = comparesBuffers;
    }

    Attempt set(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a.atLeast(4));
        String name = a.symbol(2);
        return () -> {
            if (IGNORED.contains(name)) {
                return Outcome.DONE;
            }
            try {
                return set(s, name, a);
            } catch (IllegalArgumentException e) {
                return Outcome.error("EINVAL");
            }
        };
    }

    private static Outcome set(ScriptSocket s, String name, Arguments a) throws ScriptException {
        switch (name) {
            case "SO_SNDBUF", "SO_SNDBUFFORCE" -> s.settings.sendBuffer((int) Math.max(4608, Math.min(2 * a.number(3), 64 << 20)));
            case "SO_RCVBUF", "SO_RCVBUFFORCE" -> s.settings.receiveBuffer((int) Math.max(2304, Math.min(2 * a.number(3), 64 << 20)));
            case "TCP_FASTOPEN" -> s.settings.tcp(s.settings.tcp().with(fastOpen(s.settings.tcp().open(), (int) a.number(3))));
            case "TCP_FASTOPEN_CONNECT" -> s.fastOpen = a.number(3) != 0;
            case "SO_LINGER" -> linger(s, a);
            case "TCP_CONGESTION" -> congestion(s, a);
            case "TCP_ULP" -> {
                return Outcome.error("ENOENT");
            }
            case "IP_RECVERR", "IPV6_RECVERR" -> s.settings.receiveErrors(a.number(3) != 0);
            default -> {
                if (!StackOptions.set(s, name, a)) {
                    throw unknown("setsockopt", name, a);
                }
            }
        }
        return Outcome.DONE;
    }

    private static ScriptException unknown(String call, String name, Arguments a) {
        return ELSEWHERE.contains(name) ? ScriptException.notApplicable(a.position(), name + " is about another system's inside")
            : a.unsupported(call + " " + name);
    }

    /** Before there is a connection; afterwards only to what it is already. */
    private static void congestion(ScriptSocket s, Arguments a) throws ScriptException {
        String name = a.value(3) instanceof Value.Text t ? t.text().equals("reno") ? "newreno" : t.text() : "";
        CongestionAlgorithm wanted = CongestionAlgorithms.named(name)
            .orElseThrow(() -> a.unsupported("congestion control " + Printable.of(name)));
        if (s.connection != null && !wanted.name().equals(s.settings.tcp().congestion().algorithm().name())) {
            throw a.unsupported("another congestion control for an open connection");
        }
        s.settings.tcp(s.settings.tcp().with(s.settings.tcp().congestion().withAlgorithm(wanted)));
    }

    private static OpenSettings fastOpen(OpenSettings o, int pending) {
        return o.with(o.fastOpen().withServer(pending > 0).withPending(pending));
    }

    private static void linger(ScriptSocket s, Arguments a) throws ScriptException {
        if (!(a.value(3) instanceof Value.Fields f)) {
            throw a.failed("SO_LINGER needs {onoff=..., linger=...}");
        }
        Value on = f.fields().getOrDefault("onoff", f.fields().getOrDefault("l_onoff", f.fields().get("0")));
        Value time = f.fields().getOrDefault("linger", f.fields().getOrDefault("l_linger", f.fields().get("1")));
        if (on == null || time == null) {
            throw a.failed("SO_LINGER needs {onoff=..., linger=...}");
        }
        StackOptions.linger(s, a.number(on) != 0, a.number(time));
    }

    Attempt get(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a.atLeast(4));
        String name = a.symbol(2);
        return () -> {
            long value = switch (name) {
                case "SO_ERROR" -> error(s);
                case "SO_SNDBUF" -> s.settings.sendBuffer();
                case "SO_RCVBUF" -> s.settings.receiveBuffer();
                case "TCP_IS_MPTCP" -> s.connection != null && s.connection.isMultipath() ? 1 : 0;
                default -> known(StackOptions.get(s, name), name, a);
            };
            boolean ignored = !comparesBuffers && name.endsWith("BUF");
            if (!ignored && !a.isDots(3) && a.number(3) != value) {
                throw a.failed(name + " is " + value + " and not " + a.number(3));
            }
            return Outcome.DONE;
        };
    }

    private static long known(Long value, String name, Arguments a) throws ScriptException {
        if (value == null) {
            throw unknown("getsockopt", name, a);
        }
        return value;
    }

    private static long error(ScriptSocket s) {
        String e = s.takeError();
        Long number = e == null ? Long.valueOf(0) : Constants.value(e);
        return number == null ? -1 : number;
    }

    Attempt fcntl(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a.atLeast(2));
        String command = a.symbol(1);
        return () -> switch (command) {
            case "F_GETFL" -> Outcome.of(s.nonBlocking ? 0x802 : 2);
            case "F_SETFL" -> {
                s.nonBlocking = a.flags(2).contains("O_NONBLOCK");
                yield Outcome.DONE;
            }
            default -> throw a.unsupported("fcntl " + command);
        };
    }

    Attempt ioctl(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a.atLeast(3));
        String request = a.symbol(1);
        return () -> {
            long value = switch (request) {
                case "SIOCINQ", "FIONREAD" -> s.available();
                case "SIOCOUTQ", "TIOCOUTQ" -> s.unacknowledged();
                default -> throw a.unsupported("ioctl " + request);
            };
            if (!a.isDots(2) && a.number(2) != value) {
                throw a.failed(request + " is " + value + " and not " + a.number(2));
            }
            return Outcome.DONE;
        };
    }
}
