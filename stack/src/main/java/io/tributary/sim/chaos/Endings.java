package io.tributary.sim.chaos;

import io.tributary.connection.AbstractConnection;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.shard.Shard;
import io.tributary.tcp.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** How connections may end, and what may be left of them. */
final class Endings {
    private final World world;
    private final Watch watch;
    private final List<String> violations = new ArrayList<>();

    Endings(World world, Watch watch) {
        this.world = world;
        this.watch = watch;
    }

    List<String> violations() {
        return violations;
    }

    /** Time was up for every connection. */
    void ends() {
        for (Talk t : world.talks()) {
            for (int s = 0; s < 2; s++) {
                end(t, t.side(s), Setup.NAMES[s]);
            }
        }
    }

    private void end(Talk t, Talker x, String name) {
        String who = "connection " + t.number() + ", " + name + ": ";
        boolean mayFail = !t.excuses().isEmpty();
        if (x.closed() == null) {
            if (x.connection() != null && !mayBeIdle(x, mayFail)) {
                violations.add(who + "never ends, next timer at " + timer(x) + ": " + x.connection().info(world.sim().nowNs()));
            }
        } else if (x.closed() == CloseReason.NORMAL) {
            normal(x, who);
        } else if (!mayFail) {
            violations.add(who + "ends with " + x.closed() + " though nothing stood in its way");
        } else if (x.closed() == CloseReason.ABORTED && !x.hasCut() || x.closed() == CloseReason.NO_RESOURCES
            || x.closed() == CloseReason.REFUSED && x.isEstablished() || x.closed() == CloseReason.UNREACHABLE) {
            violations.add(who + "ends with " + x.closed() + ", which nothing here leads to");
        }
    }

    /**
     * Waits for a peer that is gone without a word, and has nothing to say itself: only keep-alive would find out, after hours. Or
     * it is kept waiting by a box that answers in the peer's name.
     */
    private boolean mayBeIdle(Talker x, boolean mayFail) {
        boolean peerGone = x.peer().connection() == null || x.peer().closed() != null && x.peer().closed() != CloseReason.NORMAL;
        boolean nothingToSay = x.out().acknowledgedUpTo() == x.written();
        boolean noTimer = x.connection() instanceof AbstractConnection c && c.deadlineNs() == Long.MAX_VALUE;
        boolean kept = x.connection().options().keepAlive().on();
        return mayFail && (peerGone && nothingToSay && (noTimer || kept) || watch.mayLie(x) || watch.mayLie(x.peer()));
    }

    private static String timer(Talker x) {
        long at = x.connection() instanceof AbstractConnection c ? c.deadlineNs() : Long.MAX_VALUE;
        return at == Long.MAX_VALUE ? "none" : Ingredient.ms(at);
    }

    private void normal(Talker x, String who) {
        if (!x.isComplete() && !watch.mayBeChanged(x)) {
            violations.add(who + "ends in order with " + x.received() + " of " + x.peer().written() + " bytes");
        }
        if (x.peer().received() != x.written() && !watch.mayLie(x) && !watch.mayBeChanged(x.peer())) {
            violations.add(who + "ends in order, the peer got " + x.peer().received() + " of " + x.written() + " bytes");
        }
    }

    /** All connections are over, and so is the time in which their last segments may be about. */
    void leftovers() {
        world.talks().forEach(this::memory);
        for (int h = 0; h < 2; h++) {
            Shard s = world.shard(h);
            Counters c = s.counters();
            none(h, "connections", s.connections());
            none(h, "undecided SYNs", s.pending());
            none(h, "flows in TIME-WAIT", s.timeWaits());
            none(h, "flows", s.flows());
            none(h, "tokens", s.tokens());
            none(h, "internal errors", c.get(Counter.INTERNAL_ERRORS));
            none(h, "connections counted as established", c.get(Counter.MP_CURR_ESTAB));
            none(h, "timers", s.nextDeadlineNs() == Long.MAX_VALUE ? 0 : 1);
        }
    }

    private void memory(Talk t) {
        for (int s = 0; s < 2; s++) {
            Talker x = t.side(s);
            if (x.closed() == CloseReason.NORMAL && x.isComplete() && x.out().capacity() + x.in().capacity() > 0) {
                violations.add("connection " + t.number() + ", " + Setup.NAMES[s] + ": ended in order and leaves memory: "
                    + x.out().capacity() + " bytes to send with, " + x.in().capacity() + " to receive with");
            }
        }
    }

    private void none(int host, String what, long n) {
        if (n != 0) {
            violations.add(Setup.NAMES[host] + " has " + what + " left: " + n);
        }
    }
}
