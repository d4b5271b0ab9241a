package io.tributary.script.call;

import io.tributary.script.host.StackSettings;
import io.tributary.script.host.World;
import io.tributary.script.packet.Addresses;
import io.tributary.script.packet.Flows;
import io.tributary.script.syntax.Action.CallAction;
import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;
import java.util.HashMap;
import java.util.Map;

/** All calls by name. */
public final class Calls {
    @FunctionalInterface
    private interface Kind {
        Attempt prepare(Arguments a) throws ScriptException;
    }

    private final Map<String, Kind> kinds = new HashMap<>();

    public Calls(World world, SocketTable sockets, StackSettings settings, Flows flows, Addresses addresses) {
        OpenCalls open = new OpenCalls(world, sockets, settings, flows, addresses);
        kinds.put("socket", open::socket);
        kinds.put("bind", open::bind);
        kinds.put("listen", open::listen);
        kinds.put("accept", open::accept);
        kinds.put("accept4", open::accept);
        kinds.put("connect", open::connect);
        TransferCalls transfer = new TransferCalls(sockets, world::nowNs);
        kinds.put("read", transfer::read);
        kinds.put("recv", transfer::read);
        kinds.put("recvfrom", transfer::read);
        kinds.put("readv", transfer::readv);
        kinds.put("recvmsg", transfer::recvmsg);
        kinds.put("write", transfer::write);
        kinds.put("send", transfer::write);
        kinds.put("sendto", a -> a.flags(3).contains("MSG_FASTOPEN") ? open.fastOpen(a) : transfer.write(a));
        kinds.put("writev", transfer::writev);
        kinds.put("sendmsg", transfer::sendmsg);
        kinds.put("close", transfer::close);
        kinds.put("shutdown", transfer::shutdown);
        OptionCalls options = new OptionCalls(sockets, settings.comparesBuffers());
        kinds.put("setsockopt", options::set);
        kinds.put("getsockopt", options::get);
        kinds.put("fcntl", options::fcntl);
        kinds.put("ioctl", options::ioctl);
        kinds.put("poll", new PollCall(sockets, world)::poll);
    }

    /** @throws ScriptException if there is no such call, or its arguments make no sense */
    public Attempt prepare(CallAction call, Position position) throws ScriptException {
        Kind k = kinds.get(call.name());
        if (k == null) {
            throw ScriptException.unsupported(position, "call " + call.name());
        }
        return k.prepare(new Arguments(call, position));
    }
}
