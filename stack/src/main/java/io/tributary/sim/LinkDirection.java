package io.tributary.sim;

import io.tributary.random.RandomStream;
import java.util.function.Consumer;

/**
 * One direction of a link: a queue, a sender of limited rate, and a wire that delays, loses and damages.
 * Every property may be changed while packets are on their way and holds from the next packet on.
 */
public final class LinkDirection implements QueueModel.Fate {
    private static final long BIT_NS = 8_000_000_000L;

    private final Simulation simulation;
    private final RandomStream random;
    private final Consumer<SimPacket> arrival;
    private final LinkCounters counters = new LinkCounters();

    private long bitsPerSecond;
    private long delayNs;
    private long jitterNs;
    private LossModel loss = LossModel.none();
    private double reorder;
    private long reorderExtraNs;
    private double duplicate;
    private double corrupt;
    private QueueModel queue = QueueModel.dropTail();
    private long queueBytes = Long.MAX_VALUE;
    private int queuePackets = Integer.MAX_VALUE;
    private int mtu = Integer.MAX_VALUE;
    private boolean up = true;

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

    /** Flips one bit in some packets; checksums are there to notice. */
    public LinkDirection corrupt(double probability) {
        corrupt = probability;
        return this;
    }

    /** Who waits how; a model of its own for each direction. Packets that wait already move over, as far as there is room. */
    public LinkDirection queue(QueueModel model) {
        QueueModel before = queue;
        queue = model;
        model.limit(queueBytes, queuePackets);
        long now = simulation.nowNs();
        for (SimPacket p; (p = before.poll(now, this)) != null; ) {
            if (!model.offer(p, now)) {
                counters.queueDrops++;
            }
        }
        return this;
    }

    /** Bytes that may wait for the sender, the packet being sent not counted. */
    public LinkDirection queueBytes(long bytes) {
        queueBytes = bytes;
        queue.limit(queueBytes, queuePackets);
        return this;
    }

    /** Packets that may wait for the sender, the one being sent not counted. */
    public LinkDirection queuePackets(int packets) {
        queuePackets = packets;
        queue.limit(queueBytes, queuePackets);
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
        counters.cut += queue.clear();
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
        return queue.bytes();
    }

    /** Packets waiting now, the one being sent not counted. */
    public int queuedPackets() {
        return queue.packets();
    }

    public boolean isUp() {
        return up;
    }

    /** 0 for no limit. */
    public long bitsPerSecond() {
        return bitsPerSecond;
    }

    /** One-way propagation. */
    public long delayNs() {
        return delayNs;
    }

    /** Largest IP packet that passes, bytes. */
    public int mtu() {
        return mtu;
    }

    @Override
    public void dropped(SimPacket packet) {
        counters.queueDrops++;
    }

    @Override
    public void marked(SimPacket packet) {
        counters.marked++;
    }

    void enter(SimPacket packet) {
        counters.entered++;
        if (!up) {
            counters.cut++;
        } else if (packet.wireSize() > mtu) {
            counters.tooBig++;
        } else if (!sending) {
            send(packet);
        } else if (queue.offer(packet, simulation.nowNs())) {
            counters.maxQueuedBytes = Math.max(counters.maxQueuedBytes, queue.bytes());
        } else {
            counters.queueDrops++;
        }
    }

    private void send(SimPacket packet) {
        if (bitsPerSecond == 0) {
            propagate(packet);
            return;
        }
        sending = true;
        int now = epoch;
        simulation.soon((packet.length() * BIT_NS + bitsPerSecond - 1) / bitsPerSecond, () -> {
            if (now != epoch) {
                counters.cut++;
                return;
            }
            propagate(packet);
            sending = false;
            sendNext();
        });
    }

    /** More than one goes at once if the rate limit was lifted meanwhile. */
    private void sendNext() {
        long now = simulation.nowNs();
        for (SimPacket next; !sending && (next = queue.poll(now, this)) != null; ) {
            counters.maxQueuedNs = Math.max(counters.maxQueuedNs, now - next.queuedAtNs());
            send(next);
        }
    }

    private void propagate(SimPacket packet) {
        if (loss.loses(random)) {
            counters.lost++;
            return;
        }
        if (corrupt > 0 && random.nextDouble() < corrupt) {
            counters.corrupted++;
            int at = random.nextInt(packet.length());
            packet.buffer().putByte(at, (byte) (packet.buffer().getByte(at) ^ 1 << random.nextInt(8)));
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
        simulation.soon(at - simulation.nowNs(), () -> {
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
