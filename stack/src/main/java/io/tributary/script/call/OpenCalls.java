package io.tributary.script.call;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.PendingOpen;
import io.tributary.script.host.StackSettings;
import io.tributary.script.host.World;
import io.tributary.script.packet.Addresses;
import io.tributary.script.packet.Flow;
import io.tributary.script.packet.Flows;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.Value;
import io.tributary.wire.IpAddress;
import java.util.Set;

/** Calls that make sockets and open connections. */
final class OpenCalls {
    private final World world;
    private final SocketTable sockets;
    private final StackSettings settings;
    private final Flows flows;
    private final Addresses addresses;

    OpenCalls(World world, SocketTable sockets, StackSettings settings, Flows flows, Addresses addresses) {
        this.world = world;
        this.sockets = sockets;
        this.settings = settings;
        this.flows = flows;
        this.addresses = addresses;
    }

    Attempt socket(Arguments a) throws ScriptException {
        a.atLeast(3);
        Set<String> type = a.flags(1);
        String protocol = a.symbol(2);
        if (!type.contains("SOCK_STREAM")) {
            throw a.unsupported("socket type " + a.symbol(1));
        }
        if (!Set.of("0", "IPPROTO_TCP", "IPPROTO_MPTCP", "IPPROTO_IP").contains(protocol)) {
            throw a.unsupported("protocol " + protocol);
        }
        ScriptSocket s = new ScriptSocket(protocol.equals("IPPROTO_MPTCP"), new SocketSettings(settings.tcp(), settings.receiveBuffer()));
        s.nonBlocking = type.contains("SOCK_NONBLOCK");
        return () -> Outcome.of(sockets.add(s, a));
    }

    Attempt bind(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a);
        s.boundPort = port(a, 1, flows.listenPort());
        return () -> Outcome.DONE;
    }

    /** A port that the address structure names, or the usual one. */
    private static int port(Arguments a, int i, int usual) throws ScriptException {
        if (i < a.count() && a.value(i) instanceof Value.Fields f && f.fields().get("sin_port") instanceof Value.Made m
            && m.arguments().size() == 1) {
            return (int) a.number(m.arguments().get(0)) & 0xffff;
        }
        return usual;
    }

    Attempt listen(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a);
        int backlog = (int) Math.max(1, Math.min(a.atLeast(2).number(1), 4096));
        AcceptHandler handler = (PendingOpen p, long nowNs) -> {
            ScriptSocket child = s.child();
            child.attachTo(p.accept(child.out, child.in, child, nowNs));
            if (sockets.current() == null || sockets.current().isOver()) {
                sockets.makeCurrent(child);
            }
        };
        return () -> {
            int port = s.boundPort == 0 ? flows.listenPort() : s.boundPort;
            s.listener = world.shard().listen(new ListenSpec(World.ZONE, IpAddress.ANY, port, s.multipath, settings.checksum(), backlog,
                s.settings.tcp()), handler);
            return Outcome.DONE;
        };
    }

    Attempt accept(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a);
        if (!s.isListener()) {
            return () -> Outcome.error("EINVAL");
        }
        boolean nonBlocking = a.flags(3).contains("SOCK_NONBLOCK");
        return () -> {
            ScriptSocket child = s.accepted.poll();
            if (child == null) {
                return s.nonBlocking ? Outcome.error("EAGAIN") : null;
            }
            child.nonBlocking = nonBlocking;
            long fd = sockets.add(child, a);
            sockets.makeCurrent(child);
            Flow f = flows.find(child.connection.localAddress(), child.connection.localPort(), child.connection.remoteAddress(),
                child.connection.remotePort());
            if (f != null) {
                flows.makeCurrent(f);
            }
            return Outcome.of(fd);
        };
    }

    private void open(ScriptSocket s, int port) {
        ConnectSpec spec = ConnectSpec.to(World.ZONE, addresses.firstRemote(), port).multipath(s.multipath)
            .checksum(settings.checksum()).from(addresses.firstLocal(), s.boundPort).tcp(s.settings.tcp()).fastOpen(s.fastOpen);
        s.attachTo(world.shard().connect(spec, s.out, s.in, s, world.nowNs()));
        sockets.makeCurrent(s);
        flows.makeCurrent(null);
    }

    /** {@code sendto(fd, ..., n, MSG_FASTOPEN, ..., ...)}: the bytes wait in the stream when the SYN goes out. */
    Attempt fastOpen(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a.atLeast(3));
        int length = a.length(2);
        int port = port(a, 4, flows.connectPort());
        return () -> {
            addresses.localIsClient();
            s.openStreams();
            s.fastOpen = true;
            int n = s.write(length);
            open(s, port);
            return Outcome.of(n);
        };
    }

    Attempt connect(Arguments a) throws ScriptException {
        ScriptSocket s = sockets.get(a);
        int port = port(a, 1, flows.connectPort());
        return () -> {
            if (s.connection == null) {
                addresses.localIsClient();
                s.openStreams();
                if (s.fastOpen) {
                    s.opener = () -> open(s, port);
                    return Outcome.DONE;
                }
                open(s, port);
                return s.nonBlocking ? Outcome.error("EINPROGRESS") : null;
            }
            String error = s.takeError();
            if (error != null) {
                return Outcome.error(error);
            }
            return s.established ? s.nonBlocking ? Outcome.error("EISCONN") : Outcome.DONE
                : s.nonBlocking ? Outcome.error("EALREADY") : null;
        };
    }
}
