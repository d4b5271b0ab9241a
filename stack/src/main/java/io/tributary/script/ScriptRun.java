package io.tributary.script;

import io.tributary.random.SeededRandomSource;
import io.tributary.script.call.Calls;
import io.tributary.script.call.ScriptSocket;
import io.tributary.script.call.SocketTable;
import io.tributary.script.code.CodeBlocks;
import io.tributary.script.host.MptcpEndpoints;
import io.tributary.script.host.StackSettings;
import io.tributary.script.host.World;
import io.tributary.script.packet.Addresses;
import io.tributary.script.packet.Flow;
import io.tributary.script.packet.Flows;
import io.tributary.script.packet.MptcpOptions;
import io.tributary.script.packet.OptionEncoder;
import io.tributary.script.packet.OptionMatcher;
import io.tributary.script.packet.PacketBuilder;
import io.tributary.script.packet.PacketMatcher;
import io.tributary.script.syntax.Action.CallAction;
import io.tributary.script.syntax.Action.CodeAction;
import io.tributary.script.syntax.Action.CommandAction;
import io.tributary.script.syntax.Action.PacketAction;
import io.tributary.script.syntax.Event;
import io.tributary.script.syntax.Script;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.Time;
import java.util.List;

/** One run of one script against a stack of its own. */
final class ScriptRun {
    private static final long SEED = 0x7472_6962_7574_6172L;

    private final Script script;
    private final Clockwork clockwork;
    private final ScriptOptions options;
    private final StackSettings settings;
    private final Addresses addresses;
    private final Commands commands;
    private final SocketTable sockets = new SocketTable();
    private final CodeBlocks code = new CodeBlocks();
    private World world;
    private PacketEvents packets;
    private CallEvents calls;

    ScriptRun(Script script, RunSettings s, boolean timesFromEnd, List<String> notes) throws ScriptException {
        this.script = script;
        this.clockwork = new Clockwork(timesFromEnd);
        Profile profile = s.profile() == null ? Profile.of(script) : s.profile();
        options = new ScriptOptions(script, s, profile, notes);
        settings = profile.settings();
        addresses = new Addresses(options.localAddress(), options.remoteAddress());
        commands = new Commands(settings, new MptcpEndpoints(settings, addresses.allLocal()), notes);
        if (script.init() != null) {
            commands.apply(script.init());
        }
    }

    /** The stack is built when the first event needs it: commands before that set it up. */
    private void build() throws ScriptException {
        world = new World(settings.shard(), new SeededRandomSource(SEED), options.mtu(), addresses.allLocal());
        commands.startWith(world);
        Flows flows = new Flows(addresses, options.bindPort(), options.connectPort());
        MptcpOptions mptcp = new MptcpOptions(addresses);
        packets = new PacketEvents(world, flows, new PacketBuilder(new OptionEncoder(options.scaledEcho(), mptcp)),
            new PacketMatcher(new OptionMatcher(options.strict(), options.tickUs(), mptcp)), this::isGone, options.strictSegments(),
            options.toleranceNs());
        calls = new CallEvents(world, new Calls(world, sockets, settings, flows, addresses), options.toleranceNs());
        world.afterStep(calls::retry);
    }

    /** A flow of which nothing is left, TIME-WAIT included. */
    private boolean isGone(Flow f) {
        boolean[] found = {world.shard().timeWaits() > 0 || world.shard().pending() > 0};
        world.shard().forEachConnection(c -> found[0] |= c.remotePort() == f.remotePort() && c.localPort() == f.localPort());
        return !found[0];
    }

    /** @return a warning about what came after the last event; null if nothing did */
    String run() throws ScriptException, Mismatch {
        for (Event e : script.events()) {
            if (world == null && e.action() instanceof CommandAction c && clockwork.startNs(e.time()) == 0) {
                commands.apply(c.command());
                continue;
            }
            if (world == null) {
                build();
            }
            try {
                perform(e);
            } catch (RuntimeException x) {
                throw new Mismatch(e.position(), "the stack broke: " + x, "at        " + e.text());
            }
        }
        if (world == null) {
            return null;
        }
        if (calls.lastEndNs() > world.elapsedNs()) {
            advance(calls.lastEndNs());
            calls.report();
        }
        return packets.leftover();
    }

    private void perform(Event e) throws ScriptException, Mismatch {
        Time t = e.time();
        long start = clockwork.startNs(t);
        long end = clockwork.endNs(t);
        if (e.action() instanceof PacketAction p && !p.inbound()) {
            long at = packets.outbound(e, p.packet(), start, t.kind() == Time.Kind.RANGE ? end : start);
            calls.report();
            clockwork.done(t, at);
            return;
        }
        advance(start);
        if (e.action() instanceof PacketAction p) {
            packets.inbound(e, p.packet());
        } else if (e.action() instanceof CallAction c) {
            if (t.kind() == Time.Kind.BLOCKING) {
                calls.blocking(e, c, end);
            } else {
                calls.now(e, c);
            }
        } else if (e.action() instanceof CommandAction c) {
            commands.apply(c.command());
        } else if (e.action() instanceof CodeAction c) {
            ScriptSocket s = sockets.current();
            code.run(c, s == null || s.connection() == null ? null : s.connection().tcpInfo(world.nowNs()));
        }
        calls.report();
        clockwork.done(t, start);
    }

    /** Lets time pass, with a stop wherever a waiting call must return. */
    private void advance(long untilNs) throws ScriptException, Mismatch {
        while (calls.nextEndNs() < untilNs && calls.nextEndNs() > world.elapsedNs()) {
            world.advanceTo(calls.nextEndNs());
            calls.retry();
            calls.report();
        }
        world.advanceTo(untilNs);
        calls.retry();
        calls.report();
    }
}
