package io.tributary.sim;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.PcapNgWriter;
import io.tributary.random.RandomSource;
import io.tributary.random.SeededRandomSource;
import io.tributary.random.SeededRandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
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
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<SimDevice> devices = new ArrayList<>();
    private final List<SimLink> links = new ArrayList<>();
    private final TraceHash trace = new TraceHash();
    private long eventLimit = DEFAULT_EVENT_LIMIT;
    private PcapNgWriter capture;
    private long nowNs;
    private long planned;
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
        if (!nodes.contains(node)) {
            nodes.add(node);
        }
    }

    /** A device of {@code node} without offload. */
    public SimDevice device(SimNode node, String name, int mtu) {
        return device(node, name, DeviceCapabilities.plain(mtu));
    }

    public SimDevice device(SimNode node, String name, DeviceCapabilities capabilities) {
        add(node);
        SimDevice device = new SimDevice(name, this, node, capabilities);
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

    /** Plans an action; those at one time happen in the order in which they were planned. */
    public void at(long timeNs, Runnable action) {
        events.add(new Event(Math.max(timeNs, nowNs), planned++, action));
    }

    public void after(long delayNs, Runnable action) {
        at(nowNs + delayNs, action);
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
        transmitAll();
        while (!until.getAsBoolean()) {
            long deadline = earliestDeadline();
            Event next = events.peek();
            long time = Math.max(nowNs, Math.min(deadline, next == null ? Long.MAX_VALUE : next.timeNs));
            if (time > latestNs || time == Long.MAX_VALUE) {
                advance(latestNs == Long.MAX_VALUE ? nowNs : latestNs);
                return false;
            }
            advance(time);
            count();
            if (next != null && next.timeNs <= time) {
                events.remove();
                next.action.run();
                transmitAll();
            } else {
                timers();
            }
        }
        return true;
    }

    /** When something happens next without input from outside; {@code Long.MAX_VALUE}: nothing. */
    public long nextEventNs() {
        Event next = events.peek();
        return Math.max(nowNs, Math.min(earliestDeadline(), next == null ? Long.MAX_VALUE : next.timeNs));
    }

    void deliver(SimDevice device, SimPacket packet) {
        trace.add(nowNs);
        trace.add(devices.indexOf(device));
        trace.add(packet.buffer(), 0, packet.length());
        device.arrive(packet);
        device.node().onPackets(nowNs);
    }

    private void timers() {
        for (SimNode node : nodes) {
            if (node.nextDeadlineNs() <= nowNs) {
                node.onTimers(nowNs);
                node.transmit(nowNs);
            }
        }
    }

    private void transmitAll() {
        for (SimNode node : nodes) {
            node.transmit(nowNs);
        }
    }

    private long earliestDeadline() {
        long earliest = Long.MAX_VALUE;
        for (SimNode node : nodes) {
            earliest = Math.min(earliest, node.nextDeadlineNs());
        }
        return earliest;
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

    private record Event(long timeNs, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return timeNs != other.timeNs ? Long.compare(timeNs, other.timeNs) : Long.compare(number, other.number);
        }
    }
}
