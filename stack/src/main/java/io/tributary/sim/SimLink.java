package io.tributary.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A cable between two devices. Properties set here hold for both directions, those set on {@link #forward()} or
 * {@link #backward()} for one. Packets meet the middleboxes first, then the queue and the wire.
 */
public final class SimLink {
    private final String name;
    private final Simulation simulation;
    private final SimDevice first;
    private final SimDevice second;
    private final LinkDirection forward;
    private final LinkDirection backward;
    private final List<Middlebox> boxes = new ArrayList<>();

    SimLink(String name, Simulation simulation, SimDevice first, SimDevice second) {
        this.name = name;
        this.simulation = simulation;
        this.first = first;
        this.second = second;
        forward = new LinkDirection(simulation, simulation.random(name + " forward"), p -> simulation.deliver(second, p));
        backward = new LinkDirection(simulation, simulation.random(name + " backward"), p -> simulation.deliver(first, p));
        first.plug(this, forward, p -> reach(p, true, 0));
        second.plug(this, backward, p -> reach(p, false, boxes.size() - 1));
    }

    public String name() {
        return name;
    }

    public SimDevice first() {
        return first;
    }

    public SimDevice second() {
        return second;
    }

    /** From the first device to the second. */
    public LinkDirection forward() {
        return forward;
    }

    public LinkDirection backward() {
        return backward;
    }

    public SimLink bitsPerSecond(long rate) {
        return both(d -> d.bitsPerSecond(rate));
    }

    public SimLink delayNs(long oneWay) {
        return both(d -> d.delayNs(oneWay));
    }

    public SimLink jitterNs(long jitter) {
        return both(d -> d.jitterNs(jitter));
    }

    public SimLink loss(LossModel model) {
        return both(d -> d.loss(model));
    }

    public SimLink reorder(double probability, long extraNs) {
        return both(d -> d.reorder(probability, extraNs));
    }

    public SimLink duplicate(double probability) {
        return both(d -> d.duplicate(probability));
    }

    /** Flips one bit in some packets. */
    public SimLink corrupt(double probability) {
        return both(d -> d.corrupt(probability));
    }

    /** @param model makes one for each direction */
    public SimLink queue(Supplier<QueueModel> model) {
        return both(d -> d.queue(model.get()));
    }

    public SimLink queueBytes(long bytes) {
        return both(d -> d.queueBytes(bytes));
    }

    public SimLink queuePackets(int packets) {
        return both(d -> d.queuePackets(packets));
    }

    public SimLink mtu(int bytes) {
        return both(d -> d.mtu(bytes));
    }

    public SimLink down() {
        return both(LinkDirection::down);
    }

    public SimLink up() {
        return both(LinkDirection::up);
    }

    /** Changes the link at a virtual time: {@code link.at(seconds(3), SimLink::down)}. */
    public SimLink at(long timeNs, Consumer<SimLink> change) {
        simulation.at(timeNs, () -> change.accept(this));
        return this;
    }

    /** Puts a box behind those already there, seen from the first device. */
    public SimLink middlebox(Middlebox box) {
        boxes.add(box);
        return this;
    }

    private SimLink both(Consumer<LinkDirection> change) {
        change.accept(forward);
        change.accept(backward);
        return this;
    }

    /** The packet comes to box {@code i}; beyond the last one in its direction it enters the wire. */
    private void reach(SimPacket packet, boolean isForward, int i) {
        if (i < 0 || i >= boxes.size()) {
            (isForward ? forward : backward).enter(packet);
            return;
        }
        boxes.get(i).onPacket(packet, isForward, new Middlebox.Hop() {
            @Override
            public long nowNs() {
                return simulation.nowNs();
            }

            @Override
            public void pass(SimPacket p) {
                reach(p, isForward, isForward ? i + 1 : i - 1);
            }

            @Override
            public void back(SimPacket p) {
                reach(p, !isForward, isForward ? i - 1 : i + 1);
            }

            @Override
            public void after(long delayNs, Runnable action) {
                simulation.soon(delayNs, action);
            }
        });
    }

    @Override
    public String toString() {
        return name + " " + first.name() + " -> " + second.name() + ": " + forward.counters() + "; back: " + backward.counters();
    }
}
