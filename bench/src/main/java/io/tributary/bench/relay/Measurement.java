package io.tributary.bench.relay;

import io.tributary.bench.machine.Awake;
import io.tributary.bench.machine.ProcessTable;
import io.tributary.driver.kernel.KernelSocket;
import org.HdrHistogram.Histogram;

/** Does one task on one fresh connection through one arrangement. */
final class Measurement {
    private static final int ROUND_TRIPS = 5_000;
    private static final double NS_PER_US = 1_000;

    private final World world;
    private final Load load = new Load();
    private final int milliseconds;

    /** @param milliseconds that bulk data flows */
    Measurement(World world, int milliseconds) {
        this.world = world;
        this.milliseconds = milliseconds;
    }

    /**
     * What came out.
     *
     * @param values        one per metric of the task
     * @param cores         used by the relay's process; NaN if it was not looked at
     * @param secondPath    part of all bytes that the second path carried; NaN with one path
     */
    record Outcome(double[] values, double cores, double secondPath) {
    }

    /** @throws RuntimeException if it did not come about: a {@link RelayFailure} or a failed call */
    Outcome take(Task task, Arrangement arrangement) {
        return task == Task.LATENCY ? latency(arrangement) : bulk(task, arrangement);
    }

    private Outcome bulk(Task task, Arrangement arrangement) {
        long second = world.secondPathBytes();
        long all = world.allPathBytes();
        Load.Carried carried;
        double cores;
        try (KernelSocket socket = arrangement.connect()) {
            ProcessTable before = ProcessTable.now();
            carried = task == Task.UP ? load.up(socket, milliseconds, arrangement::check)
                : load.down(socket, milliseconds, arrangement::check);
            cores = arrangement.pid() == 0 ? Double.NaN : ProcessTable.now().treeSince(before, arrangement.pid());
        }
        double share = (double) (world.secondPathBytes() - second) / (world.allPathBytes() - all);
        return new Outcome(new double[] {carried.gigabitsPerSecond()}, cores, arrangement.pid() == 0 ? Double.NaN : share);
    }

    private Outcome latency(Arrangement arrangement) {
        try (KernelSocket socket = arrangement.connect()) {
            Histogram times = Awake.during(() -> load.pingPong(socket, ROUND_TRIPS, arrangement::check));
            return new Outcome(new double[] {times.getValueAtPercentile(50) / NS_PER_US, times.getValueAtPercentile(99) / NS_PER_US},
                Double.NaN, Double.NaN);
        }
    }
}
