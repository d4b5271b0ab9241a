package io.tributary.script;

import io.tributary.script.host.World;
import io.tributary.script.packet.Captured;
import io.tributary.script.packet.Flow;
import io.tributary.script.packet.Flows;
import io.tributary.script.packet.IcmpBuilder;
import io.tributary.script.packet.PacketBuilder;
import io.tributary.script.packet.PacketMatcher;
import io.tributary.script.packet.PacketText;
import io.tributary.script.syntax.Event;
import io.tributary.script.syntax.IcmpLine;
import io.tributary.script.syntax.PacketLine;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.TcpLine;
import io.tributary.script.syntax.Time;
import io.tributary.wire.TcpFlags;
import java.util.function.Predicate;

/** Sends the packets of the script's peer, and compares what the stack sends with what the script expects. */
final class PacketEvents {
    /** How long an event at any time is waited for. */
    private static final long PATIENCE_NS = 600_000_000_000L;

    private final World world;
    private final Flows flows;
    private final PacketBuilder builder;
    private final IcmpBuilder icmp = new IcmpBuilder();
    private final PacketMatcher matcher;
    private final Predicate<Flow> gone;
    private final boolean strictSegments;
    private final long toleranceNs;

    /** @param gone the stack has nothing left of a flow: a SYN opens another */
    PacketEvents(World world, Flows flows, PacketBuilder builder, PacketMatcher matcher, Predicate<Flow> gone, boolean strictSegments,
                 long toleranceNs) {
        this.world = world;
        this.flows = flows;
        this.builder = builder;
        this.matcher = matcher;
        this.gone = gone;
        this.strictSegments = strictSegments;
        this.toleranceNs = toleranceNs;
    }

    void inbound(Event e, PacketLine p) throws ScriptException {
        Flow f = flows.ofInbound(p, gone, e.position());
        world.receive(p.body() instanceof IcmpLine i ? icmp.error(i, p.ip(), f)
            : builder.segment((TcpLine) p.body(), p.ip(), f, e.position()));
    }

    /**
     * Waits for the packet, or for the run of packets, that the event expects.
     *
     * @param endNs end of the interval in which it may come
     * @return when its last part came, since the script's start
     */
    long outbound(Event e, PacketLine p, long startNs, long endNs) throws ScriptException, Mismatch {
        if (!(p.body() instanceof TcpLine t)) {
            throw ScriptException.unsupported(e.position(), "outbound icmp");
        }
        boolean anyTime = e.time().kind() == Time.Kind.ANY;
        long latest = anyTime ? world.elapsedNs() + PATIENCE_NS : endNs + toleranceNs;
        int done = 0;
        while (true) {
            Captured c = next(e, latest, done);
            Flow f = flow(e, p, c);
            int length = c.problem() != null ? 0 : c.tcp().payloadLength;
            boolean part = !strictSegments && length > 0 && length < t.length() - done;
            String difference = c.problem() != null ? "the stack sent no good segment: " + c.problem()
                : f == null ? "it belongs to no flow of the script"
                : matcher.difference(t, p.ip(), c, f, done, part ? length : t.length() - done);
            long at = World.elapsedNs(c);
            if (difference != null) {
                throw new Mismatch(e.position(), difference, sides(e, c, f, startNs));
            }
            if (!anyTime && (at < startNs - toleranceNs || at > endNs + toleranceNs)) {
                long off = at < startNs ? startNs - at : at - endNs;
                throw new Mismatch(e.position(), "sent " + Seconds.of(off) + " s " + (at < startNs ? "too early" : "too late"),
                    sides(e, c, f, startNs));
            }
            done += length;
            if (done >= t.length()) {
                return at;
            }
        }
    }

    private Flow flow(Event e, PacketLine p, Captured c) throws ScriptException, Mismatch {
        if (c.problem() != null) {
            return null;
        }
        Flow f = flows.ofOutbound(c);
        if (f == null) {
            return null;
        }
        String wrong = flows.checkOutbound(p, f, c.tcp().has(TcpFlags.SYN), e.position());
        if (wrong != null) {
            throw new Mismatch(e.position(), wrong, sides(e, c, f, World.elapsedNs(c)));
        }
        return f;
    }

    private Captured next(Event e, long latest, int done) throws Mismatch {
        world.awaitPacket(latest);
        Captured c = world.device().sent().poll();
        if (c == null) {
            throw new Mismatch(e.position(), "no " + (done > 0 ? "more of the expected packet" : "packet") + " until "
                + Seconds.of(latest) + " s", "expected  " + e.text());
        }
        return c;
    }

    private static String[] sides(Event e, Captured c, Flow f, long startNs) {
        long at = World.elapsedNs(c);
        return new String[] {"expected  " + Seconds.of(startNs) + " " + e.text(), "actual    " + Seconds.of(at) + " " + PacketText.of(c, f),
            "time      " + (at >= startNs ? "+" : "-") + Seconds.of(Math.abs(at - startNs))};
    }

    /** What is left that the script did not expect; null if nothing is. */
    String leftover() {
        Captured c = world.device().sent().poll();
        return c == null ? null : "unexpected packet at " + Seconds.of(World.elapsedNs(c)) + " s: "
            + PacketText.of(c, c.problem() != null ? null : flows.ofOutbound(c));
    }
}
