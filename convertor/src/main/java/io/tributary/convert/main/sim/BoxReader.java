package io.tributary.convert.main.sim;

import io.tributary.convert.main.toml.Section;
import io.tributary.random.RandomStream;
import io.tributary.sim.Middlebox;
import io.tributary.sim.box.Boxes;
import io.tributary.sim.box.Coalescer;
import io.tributary.sim.box.EarlyAck;
import io.tributary.sim.box.Nat;
import io.tributary.sim.box.PayloadRewriter;
import io.tributary.sim.box.Rule;
import io.tributary.sim.box.SequenceShift;
import io.tributary.sim.box.Splitter;
import io.tributary.sim.box.StatefulFirewall;
import io.tributary.sim.box.TimestampShift;
import io.tributary.wire.IpAddress;

/** Makes the middlebox that a table describes; a new one for each run, since boxes remember. */
final class BoxReader {
    private static final int NO_OPTION = -1;

    private BoxReader() {
    }

    static Middlebox make(String type, Section s, RandomStream random) {
        return switch (type) {
            case "nat" -> new Nat(s.get("outside", IpAddress.class), s.integer("first-port"), s.duration("opening"), s.duration("idle"));
            case "firewall" -> new StatefulFirewall(s.duration("opening"), s.duration("idle"));
            case "strip" -> Boxes.strip(rule(s), s.list("options", String.class).stream().mapToInt(BoxReader::kind).toArray());
            case "mss-clamp" -> Boxes.clampMss(s.integer("mss"));
            case "window-scale" -> Boxes.limitWindowScale(rule(s), s.integer("most"));
            case "timestamp-shift" -> new TimestampShift(random);
            case "sequence-shift" -> new SequenceShift(random, s.bool("sack"));
            case "split" -> new Splitter(s.integer("size"), s.bool("repeat-options"));
            case "coalesce" -> new Coalescer(s.integer("size"), s.duration("wait"));
            case "rewrite" -> new PayloadRewriter(rule(s), s.text("find"), s.text("replace"));
            case "early-ack" -> new EarlyAck(s.bool("copies"), s.duration("repeat"));
            case "ecn-bleach" -> Boxes.bleachEcn();
            case "hold" -> Boxes.hold(rule(s), s.duration("delay"));
            case "duplicate" -> Boxes.duplicate(rule(s), s.duration("delay"));
            case "corrupt" -> Boxes.corrupt(rule(s));
            case "drop" -> Boxes.drop(rule(s));
            case "drop-icmp" -> Boxes.dropIcmp();
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static int kind(String option) {
        return switch (option) {
            case "mss" -> 2;
            case "window-scale" -> 3;
            case "sack" -> 4;
            case "timestamps" -> 8;
            case "mptcp" -> 30;
            case "fast-open" -> 34;
            default -> NO_OPTION;
        };
    }

    private static Rule rule(Section s) {
        Rule rule = switch (s.text("on")) {
            case "syn" -> Rule.syn();
            case "not-syn" -> Rule.syn().not();
            case "data" -> Rule.data();
            case "ack" -> Rule.pureAck();
            default -> Rule.all();
        };
        rule = switch (s.text("direction")) {
            case "forward" -> Rule.forward().and(rule);
            case "back" -> Rule.backward().and(rule);
            default -> rule;
        };
        rule = s.integer("from-segment") > 1 ? Rule.from(s.integer("from-segment"), rule) : rule;
        rule = s.integer("every") > 1 ? Rule.every(s.integer("every"), rule) : rule;
        return s.bool("once") ? Rule.once(rule) : rule;
    }
}
