package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.sim.box.Nat;
import io.tributary.wire.IpAddress;

/** Paths that fail, come back, are spared or look different from the other end. */
final class FailureScenarios {
    private static final long BYTES = 400_000;
    private static final long BULK = 3_000_000;
    /** Some bytes may take a backup path when a machine that is busy takes the other for silent. */
    private static final long SPARED = 150_000;

    private FailureScenarios() {
    }

    static void addTo(Matrix.Group group) {
        group.add("backup path unused, used after a failure", FailureScenarios::backup);
        group.add("MP_PRIO to backup and back", FailureScenarios::priority);
        group.add("a path cut for 3 s, then restored", FailureScenarios::cutAndRestored);
        group.add("all paths cut for 10 s, then restored", FailureScenarios::allCut);
        group.add("NAT on one path", FailureScenarios::nat);
    }

    private static void joined(Paths paths, Conversation c) {
        c.bothWays(1000);
        paths.mib().expectExtraSubflows(c, 1);
    }

    private static void end(Paths paths, Conversation c) {
        c.end();
        paths.mib().expectMultipath(1).expectNoFallback();
        paths.expectNothingLeft();
    }

    private static void backup(Trial trial) {
        try (Paths paths = new Paths(trial, 2).kernelLimits(1, 0)) {
            if (trial.cell().weOpen()) {
                paths.ours(paths.ourSubflow(2).withBackup(true));
            } else {
                paths.kernelEndpoint(2, "subflow backup");
            }
            paths.start();
            try (Conversation c = paths.open()) {
                joined(paths, c);
                long before = paths.delivered(2);
                c.bothWays(BYTES);
                assertThat(paths.delivered(2) - before).as("bytes over the backup path").isLessThan(SPARED);
                c.up().send(BULK);
                c.down().send(BULK);
                Paths.pause(100);
                paths.change(1, SimLink::down);
                c.up().expectAll();
                c.down().expectAll();
                assertThat(paths.delivered(2) - before).as("bytes over the backup path after the failure").isGreaterThan(BULK);
                paths.mib().expectMultipath(c).expectJoins(1);
                if (trial.cell().weOpen()) {
                    paths.mib().expectKernel("MPJoinSynBackupRx", 1);
                }
                paths.change(1, SimLink::up); // its subflow is to end too
                end(paths, c);
            }
        }
    }

    private static void priority(Trial trial) {
        try (Paths paths = new Paths(trial, 2).withSubflows(2).start(); Conversation c = paths.open()) {
            joined(paths, c);
            used(paths, c, true);
            prioritize(paths, c, true);
            used(paths, c, false);
            prioritize(paths, c, false);
            used(paths, c, true);
            paths.mib().expectMultipath(c).expectJoins(1);
            if (trial.cell().weOpen()) {
                paths.mib().expectKernel("MPPrioRx", 2);
            } else {
                paths.mib().expectKernel("MPPrioTx", 2).expectOurs(Counter.MP_PRIO_RX, 2);
            }
            end(paths, c);
        }
    }

    private static void used(Paths paths, Conversation c, boolean expected) {
        if (expected) {
            secondIsUsed(paths, c);
        } else {
            long before = paths.delivered(2);
            c.bothWays(2 * BYTES);
            assertThat(paths.delivered(2) - before).as("bytes over the second path, now a backup").isLessThan(SPARED);
        }
    }

    /** How soon a path has its share is the schedulers' affair. */
    private static void secondIsUsed(Paths paths, Conversation c) {
        long before = paths.delivered(2);
        assertThat(Paths.soon(() -> {
            c.bothWays(2 * BYTES);
            return paths.delivered(2) - before > 2 * SPARED;
        })).as("the second path is used").isTrue();
    }

    private static void prioritize(Paths paths, Conversation c, boolean backup) {
        if (paths.cell().weOpen()) {
            paths.network().run(() -> paths.stack().shard().endpoints().change(2, backup, false));
        } else {
            paths.kernel().ip(java.util.List.of("mptcp endpoint change id 2 " + (backup ? "backup" : "nobackup")));
        }
        Paths.soon(() -> c.subflows().stream().anyMatch(s -> s.backup() == backup));
        Paths.pause(100);
    }

    private static void cutAndRestored(Trial trial) {
        try (Paths paths = new Paths(trial, 2).withSubflows(2).start(); Conversation c = paths.open()) {
            joined(paths, c);
            c.up().send(BULK);
            c.down().send(BULK);
            Paths.pause(100);
            paths.change(2, SimLink::down);
            c.up().expectAll();
            c.down().expectAll();
            Paths.pause(3_000);
            paths.change(2, SimLink::up);
            secondIsUsed(paths, c);
            paths.mib().expectMultipath(c).expectJoins(1).expectExtraSubflows(c, 1);
            paths.mib().expectOursAtLeast(Counter.MP_SUBFLOW_STALE, 1).expectOursAtLeast(Counter.MP_SUBFLOW_RECOVER, 1);
            end(paths, c);
        }
    }

    private static void allCut(Trial trial) {
        try (Paths paths = new Paths(trial, 2).withSubflows(2).start(); Conversation c = paths.open()) {
            joined(paths, c);
            c.up().send(BULK);
            c.down().send(BULK);
            Paths.pause(100);
            paths.change(1, SimLink::down);
            paths.change(2, SimLink::down);
            long up = c.up().received();
            Paths.pause(10_000);
            assertThat(c.up().received()).as("bytes while everything was cut").isLessThan(BULK).isLessThan(up + BYTES);
            paths.change(1, SimLink::up);
            paths.change(2, SimLink::up);
            c.up().expectAll();
            c.down().expectAll();
            paths.mib().expectMultipath(c);
            end(paths, c);
        }
    }

    /** The path's far end sees another address and port than the near end uses; IDs tell the two what is meant. */
    private static void nat(Trial trial) {
        IpAddress outside = IpAddress.parse(trial.cell().ipv6() ? "fd77:2::9" : "10.77.2.9");
        Nat nat = new Nat(outside, 30_000, Simulation.seconds(240), Simulation.seconds(7440));
        try (Paths paths = new Paths(trial, 2).withSubflows(2)) {
            paths.path(2, l -> l.middlebox(paths.fromOpener(nat))).start();
            try (Conversation c = paths.open()) {
                joined(paths, c);
                secondIsUsed(paths, c);
                assertThat(paths.network().call(nat::mappings)).as("flows through the NAT").isEqualTo(1);
                if (!trial.cell().weOpen()) {
                    assertThat(c.subflows()).as("our view").anyMatch(s -> s.remote().contains(outside.toString()));
                }
                paths.mib().expectMultipath(c).expectJoins(1);
                end(paths, c);
            }
        }
    }
}
