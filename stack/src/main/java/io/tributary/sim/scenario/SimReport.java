package io.tributary.sim.scenario;

import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.sim.LinkCounters;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of a scenario. Times in nanoseconds of virtual time, sizes in bytes, rates in bits per second; -1 stands for what
 * did not happen.
 *
 * @param events    steps of the simulation
 * @param traceHash stands for every packet delivered, with place and time
 * @param times     of the samples of all series
 */
public record SimReport(Scenario scenario, long endNs, long events, long traceHash, List<Stream> streams, List<Host> hosts,
                        List<Direction> directions, List<Event> happened, long[] times, List<Series> series) {

    /**
     * One direction of a transfer.
     *
     * @param multipath     it ended as MPTCP
     * @param size          bytes that were to be sent; {@link Scenario.Transfer#ENDLESS} without end
     * @param establishedNs handshake complete
     * @param firstByteNs   the receiver could read the first byte
     * @param completeNs    the receiver could read the last byte
     * @param outcome       how the receiver's connection ended; null while it is open
     * @param damaged       pieces that arrived with other bytes than were sent
     * @param timeouts      retransmission timeouts of the sender; -1 if its host sends other streams too, see {@link Host}
     * @param undone        its recoveries that turned out to be needless and were undone; -1 likewise
     */
    public record Stream(String name, String from, String to, boolean multipath, long size, long received, long startNs,
                         long establishedNs, long firstByteNs, long completeNs, String outcome, long damaged, long timeouts,
                         long undone, List<Path> paths) {
        /** From the call to connect until the last byte was there, or until now. */
        public long tookNs(long endNs) {
            return (completeNs < 0 ? endNs : completeNs) - startNs;
        }

        /** Bits per second over that time. */
        public long goodput(long endNs) {
            long took = tookNs(endNs);
            return took <= 0 ? 0 : Math.round(received * 8e9 / took);
        }

        public long retransmits() {
            return paths.stream().mapToLong(Path::retransmits).sum();
        }
    }

    /**
     * A subflow, or the connection itself for plain TCP, seen from the sender.
     *
     * @param link        the sender's, for people
     * @param acked       bytes acknowledged
     * @param retransmits segments sent again
     */
    public record Path(String name, String link, String local, String remote, long acked, long retransmits, long srttNs,
                       long minRttNs) {
    }

    /** @param counters of its stack, those that are not 0 */
    public record Host(String name, Map<Counter, Long> counters) {
        private static final Set<Counter> UNDONE =
            EnumSet.of(Counter.TCP_FULL_UNDO, Counter.TCP_PARTIAL_UNDO, Counter.TCP_DSACK_UNDO, Counter.TCP_LOSS_UNDO);

        public Host {
            counters = Collections.unmodifiableMap(new EnumMap<>(counters));
        }

        static Host of(String name, Counters all) {
            Map<Counter, Long> counters = new EnumMap<>(Counter.class);
            for (Counter c : Counter.values()) {
                if (all.get(c) != 0) {
                    counters.put(c, all.get(c));
                }
            }
            return new Host(name, counters);
        }

        public long count(Counter c) {
            return counters.getOrDefault(c, 0L);
        }

        /** Recoveries that turned out to be needless. */
        public long undone() {
            return counters.entrySet().stream().filter(e -> UNDONE.contains(e.getKey())).mapToLong(Map.Entry::getValue).sum();
        }
    }

    /** One direction of a link. */
    public record Direction(String link, String from, String to, long bitsPerSecond, long delayNs, LinkCounters counters) {
        /** Share of its rate that was used, 0 to 1; -1 without a rate. */
        public double utilization(long endNs) {
            return bitsPerSecond <= 0 || endNs <= 0 ? -1 : counters.deliveredBytes() * 8e9 / endNs / bitsPerSecond;
        }
    }

    /** Something that happened at a time: a change of the network, a subflow that came or went. */
    public record Event(long atNs, String what) {
    }

    /** What a series shows. */
    public enum Kind {
        CWND("cwnd", "bytes"),
        SRTT("srtt", "ns"),
        IN_FLIGHT("in-flight", "bytes"),
        PATH_GOODPUT("path-goodput", "bit/s"),
        GOODPUT("goodput", "bit/s"),
        QUEUE("queue", "bytes"),
        DROPS("drops", "packets/s");

        private final String label;
        private final String unit;

        Kind(String label, String unit) {
            this.label = label;
            this.unit = unit;
        }

        public String label() {
            return label;
        }

        public String unit() {
            return unit;
        }
    }

    /** @param values one for each of the times; {@link #NONE} where it did not exist */
    public record Series(Kind kind, String name, long[] values) {
        public static final long NONE = Samples.NONE;
    }

    /** Those that show this, in the order of the scenario. */
    public List<Series> of(Kind kind) {
        return series.stream().filter(s -> s.kind == kind).toList();
    }
}
