package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.ip.PathMtu;

/**
 * How the size of packets follows what the path carries.
 *
 * @param probing           whether segment sizes are tried out, for paths whose routers do not tell
 * @param minMtu            IPv4: smallest path MTU, bytes, that packets are cut to; on a path that claims less they stay this size
 *                          and may be fragmented. At least 68
 * @param baseMss           segment size, bytes with the TCP header's options, that is expected to pass everywhere: where a search starts
 * @param blackHoleTimeouts timeouts in a row of a full-sized segment that make a black hole
 * @param probeIntervalNs   from the end of a search for a larger size to the next one, nanoseconds
 */
@Rfc(value = 4821, section = {"7.2", "7.7"})
@Rfc(value = 8899, section = "5.1")
public record PathSettings(MtuProbing probing, int minMtu, int baseMss, int blackHoleTimeouts, long probeIntervalNs) {
    /** When segment sizes are tried out. */
    public enum MtuProbing {
        /** Never: what ICMP says is all that is known. */
        OFF,
        /** Once full-sized segments went unanswered. */
        ON_BLACK_HOLE,
        /** From the start, beginning with the base size. */
        ALWAYS
    }

    public static final PathSettings DEFAULT = new PathSettings(MtuProbing.ON_BLACK_HOLE, 552, 1024, 3, 600_000_000_000L);

    public PathSettings {
        if (minMtu < PathMtu.MIN_V4 || baseMss < 48 || blackHoleTimeouts < 1 || probeIntervalNs <= 0) {
            throw new IllegalArgumentException("path settings out of range: " + minMtu + ", " + baseMss + ", " + blackHoleTimeouts);
        }
    }

    public PathSettings withProbing(MtuProbing mode) {
        return new PathSettings(mode, minMtu, baseMss, blackHoleTimeouts, probeIntervalNs);
    }

    public PathSettings withBaseMss(int bytes) {
        return new PathSettings(probing, minMtu, bytes, blackHoleTimeouts, probeIntervalNs);
    }

    public PathSettings withProbeIntervalNs(long ns) {
        return new PathSettings(probing, minMtu, baseMss, blackHoleTimeouts, ns);
    }

    public PathSettings withMinMtu(int bytes) {
        return new PathSettings(probing, bytes, baseMss, blackHoleTimeouts, probeIntervalNs);
    }
}
