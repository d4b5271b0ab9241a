package io.tributary.sim;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.PcapNgWriter;
import io.tributary.random.RandomSource;
import io.tributary.random.SeededRandomSource;
import io.tributary.random.SeededRandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A network in virtual time: nodes, links between their devices, and a scenario of actions. The clock jumps from one event to
 * the next; minutes cost milliseconds, and the same seed and scenario give the same packets at the same times.
 */
public final class Simulation {
    /** Far more than a network needs between two ticks of a nanosecond clock: something goes round in circles. */
    private static final int LIMIT_AT_ONE_TIME = 1_000_000;
    private static final long DEFAULT_EVENT_LIMIT = 50_000_000;

    private final long seed;
    private final SeededRandomStream root;
    private final EventQueue events = new EventQueue();
    private final NodeTable nodes = new NodeTable();
    private final List<SimDevice> devices = new ArrayList<>();
    private final List<SimLink> links = new ArrayList<>();
    private final TraceHash trace = new TraceHash();
    private long eventLimit = DEFAULT_EVENT_LIMIT;
    private PcapNgWriter capture;
    private long nowNs;
    private long done;
    private int doneAtThisTime;

    public Simulation(long seed) {
        this.seed = seed;
        root = new SeededRandomStream(seed);
    }

    public static long millis(double n) {
        return (long) (n * 1e6);
    }

    public static long seconds(double n) {
        return (long) (n * 1e9);
    }

    /** More events than this in all, and the run is given up; catches scenarios that never come to rest. */
    public Simulation eventLimit(long events) {
        eventLimit = events;
        return this;
    }

    /** Writes every packet that leaves or reaches a device, those created later included. The caller closes it. */
    public Simulation record(PcapNgWriter writer) {
        capture = writer;
        devices.forEach(d -> d.record(writer.addInterface(d.name())));
        return this;
    }

    /** A random stream of its own for each purpose, so that a change in one place does not disturb the others. */
    public SeededRandomStream random(String purpose) {
        TraceHash hash = new TraceHash();
        purpose.chars().forEach(hash::add);
        return root.fork(hash.value());
    }

    /** For a stack under test. */
    public RandomSource randomSource(String purpose) {
        return new SeededRandomSource(random(purpose).nextLong());
    }

    /** Adds a node that has no device of its own making; {@link #device} adds its node by itself. */
    public void add(SimNode node) {
        nodes.add(node);
    }

    /** A device of {@code node} without offload. */
    public SimDevice device(SimNode node, String name, int mtu) {
        return device(node, name, DeviceCapabilities.plain(mtu));
    }

    public SimDevice device(SimNode node, String name, DeviceCapabilities capabilities) {
        SimDevice device = new SimDevice(name, this, nodes.add(node), devices.size(), capabilities);
        devices.add(device);
        if (capture != null) {
            device.record(capture.addInterface(name));
        }
        return device;
    }

    /** Connects two devices; without further properties the link is perfect and takes no time. */
    public SimLink link(String name, SimDevice first, SimDevice second) {
        SimLink link = new SimLink(name, this, first, second);
        links.add(link);
        return link;
    }

    public List<SimLink> links() {
        return List.copyOf(links);
    }

    /** Plans an action; those at one time happen in the order in which they were planned. It may call any node. */
    public void at(long timeNs, Runnable action) {
        soon(timeNs - nowNs, () -> {
            action.run();
            nodes.touchAll();
        });
    }

    public void after(long delayNs, Runnable action) {
        at(nowNs + delayNs, action);
    }

    /** Plans an action of the network itself: nodes notice nothing unless it delivers packets to them. */
    void soon(long delayNs, Runnable action) {
        events.add(nowNs + Math.max(delayNs, 0), action);
    }

    public long nowNs() {
        return nowNs;
    }

    public long seed() {
        return seed;
    }

    /** Events so far. */
    public long events() {
        return done;
    }

    /** Stands for all packets delivered so far, with their times and places. */
    public long traceHash() {
        return trace.value();
    }

    /**
     * Lets time pass until {@code untilNs}, what happens at that time included.
     *
     * @throws IllegalStateException if it does not come to rest
     */
    public void run(long untilNs) {
        run(() -> false, untilNs);
    }

    /**
     * Lets time pass until the condition holds, asked after every event.
     *
     * @param latestNs {@code Long.MAX_VALUE} to go on while anything happens; the clock then stays at the last event
     * @return false if it does not hold by {@code latestNs}
     * @throws IllegalStateException if it does not come to rest
     */
    public boolean run(BooleanSupplier until, long latestNs) {
        nodes.touchAll();
        nodes.settle(nowNs);
        while (!until.getAsBoolean()) {
            long next = events.earliestNs();
            long time = Math.max(nowNs, Math.min(nodes.earliestDeadlineNs(), next));
            if (time > latestNs || time == Long.MAX_VALUE) {
                advance(latestNs == Long.MAX_VALUE ? nowNs : latestNs);
                return false;
            }
            advance(time);
            count();
            if (next <= time) {
                events.remove().run();
            } else {
                nodes.timers(nowNs);
            }
            nodes.settle(nowNs);
        }
        return true;
    }

    /** When something happens next without input from outside; {@code Long.MAX_VALUE}: nothing. */
    public long nextEventNs() {
        return Math.max(nowNs, Math.min(nodes.earliestDeadlineNs(), events.earliestNs()));
    }

    void deliver(SimDevice device, SimPacket packet) {
        trace.add(nowNs);
        trace.add(device.number());
        trace.add(packet.buffer(), 0, packet.length());
        device.arrive(packet);
        nodes.packets(device.node(), nowNs);
    }

    private void advance(long timeNs) {
        if (timeNs > nowNs) {
            nowNs = timeNs;
            doneAtThisTime = 0;
        }
    }

    private void count() {
        if (++doneAtThisTime > LIMIT_AT_ONE_TIME || ++done > eventLimit) {
            throw new IllegalStateException("no rest after " + done + " events, " + doneAtThisTime + " of them at " + nowNs
                + " ns; " + this);
        }
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("simulation of seed ").append(seed).append(" at ").append(nowNs).append(" ns");
        links.forEach(l -> s.append(System.lineSeparator()).append("  ").append(l));
        return s.toString();
    }
}
