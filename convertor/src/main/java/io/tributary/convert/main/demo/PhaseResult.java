package io.tributary.convert.main.demo;

import io.tributary.convert.main.demo.lab.Traffic;
import java.util.List;

/**
 * What a transfer has shown.
 *
 * @param downKbit goodput from server to client, kilobits per second, measured where the bytes arrived
 * @param upKbit   goodput from client to server
 * @param paths    what each path carried, seen by the client's interfaces; index 0 is path 1
 * @param cutAtMs  when the path was cut, after the start; -1: never
 * @param stallMs  longest time in which one of the receivers got nothing
 * @param intact   every byte arrived, in both directions, as it was sent
 * @param failure  what went wrong, or null
 */
record PhaseResult(Phase phase, long downKbit, long upKbit, List<Traffic> paths, long cutAtMs, long stallMs, boolean intact,
                   String failure) {
    /** Less than this of all bytes on a path is control traffic, not a share of the work. */
    private static final double CARRIED_SHARE = 0.1;

    static PhaseResult failed(Phase phase, List<Traffic> paths, long cutAtMs, String failure) {
        return new PhaseResult(phase, 0, 0, paths, cutAtMs, 0, false, failure);
    }

    /** Whether every path had its part in the transfer. */
    boolean allPathsCarried() {
        long total = paths.stream().mapToLong(Traffic::totalBytes).sum();
        return paths.stream().allMatch(t -> t.totalBytes() >= CARRIED_SHARE * total);
    }

    boolean isGood() {
        return intact && failure == null && (!phase.needsAllPaths() || allPathsCarried());
    }
}
