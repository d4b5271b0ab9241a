package io.tributary.sim;

import io.tributary.random.RandomStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One direction of a link: a queue that drops at its tail, a sender of limited rate, and a wire that delays and loses.
 * Every property may be changed while packets are on their way and holds from the next packet on.
 */
public final class LinkDirection {
    private static final long BIT_NS = 8_000_000_000L;

    private final Simulation simulation;
    private final RandomStream random;
    private final Consumer<SimPacket> arrival;
    private final Queue<SimPacket> queue = new ArrayDeque<>();
    private final LinkCounters counters = new LinkCounters();

    private long bitsPerSecond;
    private long delayNs;
    private long jitterNs;
    private LossModel loss = LossModel.none();
    private double reorder;
    private long reorderExtraNs;
    private double duplicate;
    private long queueBytes = Long.MAX_VALUE;
    private int queuePackets = Integer.MAX_VALUE;
    private int mtu = Integer.MAX_VALUE;
    private boolean up = true;

    private long queuedBytes;
    private boolean sending;
    private long lastArrivalNs;
    /** Goes up with every cut: what was under way before it never arrives. */
    private int epoch;

    LinkDirection(Simulation simulation, RandomStream random, Consumer<SimPacket> arrival) {
        this.simulation = simulation;
        this.random = random;
        this.arrival = arrival;
    }

    /** 0 for no limit. */
    public LinkDirection bitsPerSecond(long rate) {
        bitsPerSecond = rate;
        return this;
    }

    /** One-way propagation. */
    public LinkDirection delayNs(long delay) {
        delayNs = delay;
        return this;
    }

    /** Up to so much more delay, evenly distributed; does not reorder. */
    public LinkDirection jitterNs(long jitter) {
        jitterNs = jitter;
        return this;
    }

    public LinkDirection loss(LossModel model) {
        loss = model.fresh();
        return this;
    }

    /** Delays some packets by {@code extraNs}, so that later ones overtake them. */
    public LinkDirection reorder(double probability, long extraNs) {
        reorder = probability;
        reorderExtraNs = extraNs;
        return this;
    }

    /** Some packets arrive twice. */
    public LinkDirection duplicate(double probability) {
        duplicate = probability;
        return this;
    }

    /** Bytes that may wait for the sender, the packet being sent not counted. */
    public LinkDirection queueBytes(long bytes) {
        queueBytes = bytes;
        return this;
    }

    /** Packets that may wait for the sender, the one being sent not counted. */
    public LinkDirection queuePackets(int packets) {
        queuePackets = packets;
        return this;
    }

    /** Larger IP packets are lost without a word: what answers with ICMP is a {@link Middlebox}. */
    public LinkDirection mtu(int bytes) {
        mtu = bytes;
        return this;
    }

    /** Cuts silently: everything under way is lost, and so is what comes. */
    public LinkDirection down() {
        up = false;
        epoch++;
        counters.cut += queue.size();
        queue.clear();
        queuedBytes = 0;
        sending = false;
        return this;
    }

    public LinkDirection up() {
        up = true;
        return this;
    }

    public LinkCounters counters() {
        return counters;
    }

    /** Bytes waiting now, the packet being sent not counted. */
    public long queuedBytes() {
        return queuedBytes;
    }

    void enter(SimPacket packet) {
        counters.entered++;
        if (!up) {
            counters.cut++;
        } else if (packet.wireSize() > mtu) {
            counters.tooBig++;
        } else if (!sending) {
            send(packet);
        } else if (queuedBytes + packet.length() > queueBytes || queue.size() >= queuePackets) {
            counters.queueDrops++;
        } else {
            queue.add(packet);
            queuedBytes += packet.length();
            counters.maxQueuedBytes = Math.max(counters.maxQueuedBytes, queuedBytes);
        }
    }

    private void send(SimPacket packet) {
        if (bitsPerSecond == 0) {
            propagate(packet);
            return;
        }
        sending = true;
        int now = epoch;
        simulation.after((packet.length() * BIT_NS + bitsPerSecond - 1) / bitsPerSecond, () -> {
            if (now != epoch) {
                counters.cut++;
                return;
            }
            propagate(packet);
            sending = false;
            while (!sending && !queue.isEmpty()) {
                SimPacket next = queue.remove();
                queuedBytes -= next.length();
                send(next);
            }
        });
    }

    private void propagate(SimPacket packet) {
        if (loss.loses(random)) {
            counters.lost++;
            return;
        }
        long at = simulation.nowNs() + delayNs + (jitterNs > 0 ? (long) (random.nextDouble() * (jitterNs + 1)) : 0);
        if (reorder > 0 && random.nextDouble() < reorder) {
            counters.reordered++;
            at += reorderExtraNs;
        } else {
            at = Math.max(at, lastArrivalNs);
            lastArrivalNs = at;
        }
        if (duplicate > 0 && random.nextDouble() < duplicate) {
            counters.duplicated++;
            arriveAt(at, packet.copy());
        }
        arriveAt(at, packet);
    }

    private void arriveAt(long at, SimPacket packet) {
        int now = epoch;
        simulation.at(at, () -> {
            if (now != epoch) {
                counters.cut++;
                return;
            }
            counters.delivered++;
            counters.deliveredBytes += packet.length();
            arrival.accept(packet);
        });
    }
}
