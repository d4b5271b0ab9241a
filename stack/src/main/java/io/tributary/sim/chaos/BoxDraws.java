package io.tributary.sim.chaos;

import io.tributary.sim.Middlebox;
import io.tributary.sim.Simulation;
import io.tributary.sim.box.Boxes;
import io.tributary.sim.box.Coalescer;
import io.tributary.sim.box.EarlyAck;
import io.tributary.sim.box.Nat;
import io.tributary.sim.box.PayloadRewriter;
import io.tributary.sim.box.Rule;
import io.tributary.sim.box.SequenceShift;
import io.tributary.sim.box.Splitter;
import io.tributary.sim.box.StatefulFirewall;
import io.tributary.sim.box.TcpPacket;
import io.tributary.sim.box.TimestampShift;
import io.tributary.sim.chaos.Setup.PathSetup;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.MptcpSubtype;
import java.util.List;
import java.util.function.Function;

/** Middleboxes. Some do nothing that a connection may fail of; the others doom their path. */
final class BoxDraws {
    private static final int MSS = 2;
    private static final int SCALING = 3;
    private static final int SACK = 4;
    private static final int TIMESTAMPS = 8;
    private static final int MPTCP = 30;
    private static final int FAST_OPEN = 34;

    private final Draw d;
    private final List<PathSetup> paths;
    private List<Ingredient> all;

    BoxDraws(Draw d, List<PathSetup> paths) {
        this.d = d;
        this.paths = paths;
    }

    void into(List<Ingredient> list) {
        all = list;
        for (int i = 0; i < paths.size(); i++) {
            for (int n = d.of(0, 0, 0, 1, 1, 2); n > 0; n--) {
                box(i);
            }
        }
    }

    private void box(int path) {
        switch (d.from(0, 15)) {
            case 0 -> nat(path);
            case 1 -> harmless(path, w -> new SequenceShift(w.sim().random("shift" + path), true), "shifts sequence numbers");
            case 2 -> harmless(path, w -> new SequenceShift(w.sim().random("shift" + path), false), "shifts sequence numbers, SACK blocks not");
            case 3 -> harmless(path, w -> new TimestampShift(w.sim().random("stamp" + path)), "shifts timestamps");
            case 4 -> split(path);
            case 5 -> coalesce(path);
            case 6 -> {
                int mss = d.from(500, 1460);
                harmless(path, w -> Boxes.clampMss(mss), "clamps the MSS to " + mss);
            }
            case 7 -> {
                int kind = d.of(MSS, SCALING, SACK, TIMESTAMPS, FAST_OPEN);
                harmless(path, w -> Boxes.strip(Rule.syn(), kind), "strips option " + kind + " of SYNs both ways");
            }
            case 8 -> stripSyn(path);
            case 9 -> stripRest(path);
            case 10 -> stripLater(path);
            case 11 -> stripSubtype(path);
            case 12 -> tamper(path);
            case 13 -> rewrite(path);
            case 14 -> firewall(path);
            default -> earlyAck(path);
        }
    }

    private void harmless(int path, Function<World, Middlebox> box, String text) {
        all.add(Ingredient.live(w -> w.path(path).link().middlebox(box.apply(w)), "path %d %s", path, text));
    }

    private Ingredient doom(int path, long from, Function<World, Middlebox> box, String text) {
        Ingredient i = Ingredient.live(w -> {
            w.path(path).doom();
            w.path(path).link().middlebox(box.apply(w));
            w.sim().at(from, () -> w.broken(path, text));
        }, "path %d %s%s", path, text, from > 0 ? " from " + Ingredient.ms(from) + " on" : "");
        all.add(i);
        return i;
    }

    private void replaceLast(Ingredient i) {
        all.set(all.size() - 1, i);
    }

    private void nat(int path) {
        IpAddress outside = IpAddress.parse(paths.get(path).v4() ? "10." + (path + 1) + ".0.99" : "fd00:" + (path + 1) + "::99");
        harmless(path, w -> new Nat(outside, 5000, Simulation.seconds(240), Simulation.seconds(7440)), "has a NAT");
    }

    private void split(int path) {
        int most = d.from(100, 1400);
        boolean repeat = d.chance(0.5);
        harmless(path, w -> new Splitter(most, repeat), "splits segments to " + most + (repeat ? ", options on all" : ", options on the first"));
        if (!repeat) {
            replaceLast(all.get(all.size() - 1).and(w -> w.path(path).narrow()));
        }
    }

    /** An only subflow gets over it; one of several is reset when mappings stay away, even if it is the last that works. */
    private void coalesce(int path) {
        int most = d.from(500, 1460);
        long wait = d.nanos(0.1, 5);
        String text = "joins segments to " + most + " within " + Ingredient.ms(wait);
        if (paths.size() > 1) {
            doom(path, 0, w -> new Coalescer(most, wait), text);
        } else {
            harmless(path, w -> new Coalescer(most, wait), text);
        }
    }

    /** From the SYNs of one direction or both: plain TCP from the start. */
    private void stripSyn(int path) {
        int direction = d.from(0, 2);
        harmless(path, w -> Boxes.stripMptcp(Rule.syn().and(direction(direction))), "strips MPTCP of SYNs" + name(direction));
        replaceLast(all.get(all.size() - 1).and(w -> w.path(path).barsJoins()));
    }

    /** From everything but SYNs: plain TCP from the first data on; a join fails. */
    private void stripRest(int path) {
        int direction = d.from(0, 2);
        harmless(path, w -> Boxes.stripMptcp(Rule.syn().not().and(direction(direction))), "strips MPTCP of all but SYNs" + name(direction));
        replaceLast(all.get(all.size() - 1).and(w -> w.path(path).barsJoins()));
    }

    private void stripLater(int path) {
        int direction = d.from(0, 2);
        long from = d.logarithmic(1_000_000, 10_000_000_000L);
        boolean once = d.chance(0.2);
        doom(path, from, w -> {
            Rule later = direction(direction).and((p, forward) -> w.sim().nowNs() >= from);
            return Boxes.stripMptcp(once ? Rule.once(later) : later);
        }, "strips MPTCP" + name(direction) + (once ? " once" : ""));
    }

    private void stripSubtype(int path) {
        int direction = d.from(0, 2);
        int subtype = d.of(MptcpSubtype.ADD_ADDR, MptcpSubtype.REMOVE_ADDR, MptcpSubtype.MP_PRIO, MptcpSubtype.MP_JOIN,
            MptcpSubtype.MP_FASTCLOSE, MptcpSubtype.MP_TCPRST);
        harmless(path, w -> Boxes.change(direction(direction), p -> {
            for (int at = p.mptcpOption(subtype); at >= 0; at = p.mptcpOption(subtype)) {
                p.erase(at);
            }
        }), "strips MPTCP subtype " + subtype + name(direction));
    }

    private void tamper(int path) {
        int every = d.of(1, 5, 50);
        int direction = d.from(0, 2);
        boolean once = d.chance(0.6);
        int first = (int) d.logarithmic(1, 200);
        Ingredient i = doom(path, 0, w -> {
            Rule some = once ? Rule.once(Rule.from(first, Rule.data().and(direction(direction))))
                : Rule.every(every, Rule.from(first, Rule.data().and(direction(direction))));
            return Boxes.change(some, BoxDraws::setBit);
        }, "changes payload from segment " + first + " on" + name(direction) + (once ? ", once" : ", every " + every));
        replaceLast(i.and(w -> w.path(path).changesPayload()));
    }

    /** Never the reverse: changes that cancel each other out in a sum are what no checksum finds. */
    private static void setBit(TcpPacket p) {
        int at = p.packet().length() - 1;
        p.packet().buffer().putByte(at, (byte) (p.packet().buffer().getByte(at) | 1));
    }

    private void rewrite(int path) {
        byte[] find = {(byte) d.from(0, 255)};
        byte[] replace = new byte[d.from(0, 3)];
        Ingredient i = doom(path, 0, w -> new PayloadRewriter(Rule.every(20, Rule.data()), find, replace),
            "replaces a byte by " + replace.length + " others in every 20th segment");
        replaceLast(i.and(w -> w.path(path).changesPayload()));
    }

    private void firewall(int path) {
        long idle = d.logarithmic(100_000_000L, 60_000_000_000L);
        if (d.chance(0.5)) {
            harmless(path, w -> new StatefulFirewall(Simulation.seconds(240), Simulation.seconds(7200)), "has a firewall");
        } else {
            doom(path, 0, w -> new StatefulFirewall(Simulation.seconds(60), idle), "has a firewall that forgets after " + Ingredient.ms(idle));
        }
    }

    private void earlyAck(int path) {
        boolean copies = d.chance(0.7);
        long repeat = d.nanos(100, 1000);
        if (copies) {
            harmless(path, w -> new EarlyAck(true, repeat), "acknowledges early and keeps copies, repeats after " + Ingredient.ms(repeat));
        } else {
            doom(path, 0, w -> new EarlyAck(false, repeat), "acknowledges early and keeps nothing");
        }
        replaceLast(all.get(all.size() - 1).and(w -> w.path(path).lies()));
    }

    private static Rule direction(int direction) {
        return direction == 0 ? Rule.forward() : direction == 1 ? Rule.backward() : Rule.all();
    }

    private static String name(int direction) {
        return direction == 0 ? " up" : direction == 1 ? " down" : "";
    }
}
