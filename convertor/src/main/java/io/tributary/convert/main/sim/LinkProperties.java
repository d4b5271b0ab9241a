package io.tributary.convert.main.sim;

import io.tributary.convert.main.toml.Section;
import io.tributary.sim.LinkDirection;
import io.tributary.sim.LossModel;
import io.tributary.sim.QueueModel;
import java.util.function.Consumer;

/** Sets what a table says about one direction of a link, and leaves the rest as it is. */
final class LinkProperties {
    /** Room of a queue in front of a limited rate, where the file says nothing: some is always the limit of real ones. */
    private static final int QUEUE_PACKETS = 100;

    private LinkProperties() {
    }

    static Consumer<LinkDirection> of(Section s) {
        Consumer<LinkDirection> all = d -> { };
        if (s.has("rate")) {
            all = all.andThen(d -> d.bitsPerSecond(s.get("rate", Long.class)));
        }
        if (s.has("delay")) {
            all = all.andThen(d -> d.delayNs(s.duration("delay")));
        }
        if (s.has("jitter")) {
            all = all.andThen(d -> d.jitterNs(s.duration("jitter")));
        }
        if (s.has("loss")) {
            double loss = s.get("loss", Double.class);
            int burst = s.integer("burst");
            all = all.andThen(d -> d.loss(burst > 1 && loss < 1 ? LossModel.bursty(loss, burst) : LossModel.random(loss)));
        }
        if (s.has("reorder")) {
            all = all.andThen(d -> d.reorder(s.get("reorder", Double.class), s.duration("reorder-delay")));
        }
        if (s.has("duplicate")) {
            all = all.andThen(d -> d.duplicate(s.get("duplicate", Double.class)));
        }
        if (s.has("corrupt")) {
            all = all.andThen(d -> d.corrupt(s.get("corrupt", Double.class)));
        }
        if (s.has("queue") || s.has("ecn")) {
            boolean coDel = s.text("queue").equals("codel");
            all = all.andThen(d -> d.queue(coDel ? QueueModel.coDel(s.bool("ecn")) : QueueModel.dropTail()));
        }
        if (s.has("queue-limit")) {
            Quantities.QueueLimit q = s.get("queue-limit", Quantities.QueueLimit.class);
            all = all.andThen(d -> d.queueBytes(q.bytes()).queuePackets(q.packets()));
        }
        return all;
    }

    /** For a link as it begins. */
    static Consumer<LinkDirection> standard() {
        return d -> d.queuePackets(QUEUE_PACKETS);
    }
}
