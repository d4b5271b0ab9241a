package io.tributary.script.call;

import io.tributary.script.syntax.ScriptException;
import io.tributary.tcp.SocketOptions;
import io.tributary.tcp.SocketOptions.Closing;
import io.tributary.tcp.SocketOptions.KeepAlive;
import io.tributary.tcp.SocketOptions.Sending;

/** Options of sockets that the stack has: before there is a connection they become its settings, later they change it. */
final class StackOptions {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;

    private StackOptions() {
    }

    /** @return false if the name is unknown */
    static boolean set(ScriptSocket s, String name, Arguments a) throws ScriptException {
        if (name.equals("TCP_QUICKACK")) {
            if (s.connection != null) {
                s.connection.quickAck(a.number(3) != 0);
            }
            return true;
        }
        SocketOptions o = changed(current(s), name, a.number(3));
        if (o == null) {
            return false;
        }
        apply(s, o);
        return true;
    }

    static void linger(ScriptSocket s, boolean on, long seconds) {
        apply(s, current(s).withLinger(on ? seconds * SECOND : -1));
    }

    private static void apply(ScriptSocket s, SocketOptions o) {
        s.settings.tcp(s.settings.tcp().with(o));
        if (s.connection != null) {
            s.connection.options(o);
        }
    }

    private static SocketOptions current(ScriptSocket s) {
        return s.connection != null ? s.connection.options() : s.settings.tcp().socket();
    }

    private static SocketOptions changed(SocketOptions o, String name, long n) {
        KeepAlive k = o.keepAlive();
        Closing c = o.closing();
        Sending g = o.sending();
        return switch (name) {
            case "TCP_NODELAY" -> o.withNoDelay(n != 0);
            case "TCP_CORK" -> o.withCork(n != 0);
            case "TCP_MAXSEG" -> o.withMaxSegment((int) n);
            case "TCP_NOTSENT_LOWAT" -> o.with(new Sending(g.noDelay(), g.cork(), g.maxSegment(), (int) n));
            case "SO_KEEPALIVE" -> o.withKeepAlive(n != 0);
            case "TCP_KEEPIDLE" -> o.with(new KeepAlive(k.on(), n * SECOND, k.intervalNs(), k.probes()));
            case "TCP_KEEPINTVL" -> o.with(new KeepAlive(k.on(), k.idleNs(), n * SECOND, k.probes()));
            case "TCP_KEEPCNT" -> o.with(new KeepAlive(k.on(), k.idleNs(), k.intervalNs(), (int) n));
            case "TCP_USER_TIMEOUT" -> o.withUserTimeout(n * MS);
            case "TCP_LINGER2" -> o.with(new Closing(c.linger(), c.lingerNs(), n * SECOND));
            case "IP_TOS", "IPV6_TCLASS" -> o.withDscp((int) n >> 2 & 63);
            case "IP_TTL", "IPV6_UNICAST_HOPS" -> o.withHopLimit((int) n);
            default -> null;
        };
    }

    /** @return null if the name is unknown */
    static Long get(ScriptSocket s, String name) {
        SocketOptions o = current(s);
        return switch (name) {
            case "TCP_NODELAY" -> flag(o.sending().noDelay());
            case "TCP_CORK" -> flag(o.sending().cork());
            case "TCP_NOTSENT_LOWAT" -> (long) o.sending().notSentLowWater();
            case "SO_KEEPALIVE" -> flag(o.keepAlive().on());
            case "TCP_KEEPIDLE" -> o.keepAlive().idleNs() / SECOND;
            case "TCP_KEEPINTVL" -> o.keepAlive().intervalNs() / SECOND;
            case "TCP_KEEPCNT" -> (long) o.keepAlive().probes();
            case "TCP_USER_TIMEOUT" -> o.userTimeout().abortAfterNs() / MS;
            case "TCP_LINGER2" -> o.closing().finWait2Ns() / SECOND;
            case "IP_TOS", "IPV6_TCLASS" -> (long) o.ip().dscp() << 2;
            case "IP_TTL", "IPV6_UNICAST_HOPS" -> (long) o.ip().hopLimit();
            default -> null;
        };
    }

    private static Long flag(boolean on) {
        return on ? 1L : 0L;
    }
}
