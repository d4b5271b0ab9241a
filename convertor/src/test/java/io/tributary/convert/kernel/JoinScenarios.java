package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.sim.box.Boxes;
import io.tributary.sim.box.Rule;
import io.tributary.wire.option.MptcpSubtype;
import java.util.List;
import java.util.stream.IntStream;

/** Addresses that come and go, and the subflows to them. */
final class JoinScenarios {
    private static final long BYTES = 400_000;

    private JoinScenarios() {
    }

    static void addTo(Matrix.Group group) {
        group.add("two subflows by ADD_ADDR", trial -> byAddress(trial, 2));
        group.add("four subflows by ADD_ADDR", trial -> byAddress(trial, 4));
        group.add("ADD_ADDR with port", JoinScenarios::withPort);
        group.add("ADD_ADDR of the other family", JoinScenarios::otherFamily);
        group.add("ADD_ADDR whose echo is lost", JoinScenarios::lostEcho);
        group.add("limit of subflows: join refused", JoinScenarios::refused);
        group.add("limit of addresses: ADD_ADDR not followed", JoinScenarios::notFollowed);
        group.add("full mesh of two addresses each", JoinScenarios::fullMesh);
        group.add("REMOVE_ADDR by the one that opened", JoinScenarios::removeOwn);
        group.add("REMOVE_ADDR of an announced address", JoinScenarios::removeAnnounced);
        group.add("REMOVE_ADDR of id 0", JoinScenarios::removeInitial);
        group.add("C flag: only the address announced is joined", JoinScenarios::joinInitialForbidden);
    }

    /** Whoever accepts the connection announces its addresses on all paths but the first. */
    private static Paths announcing(Paths paths, int n) {
        paths.kernelLimits(n - 1, n - 1).ours(c -> c.withLimits(n - 1, n - 1));
        if (!paths.cell().weOpen()) {
            return paths.ours(IntStream.rangeClosed(2, n).mapToObj(paths::ourSignal).toArray(Endpoint[]::new));
        }
        IntStream.rangeClosed(2, n).forEach(i -> paths.kernelEndpoint(i, "signal"));
        return paths;
    }

    private static void transfer(Paths paths, Conversation c, int subflows) {
        c.bothWays(1000);
        paths.mib().expectExtraSubflows(c, subflows - 1);
        c.bothWays(subflows * BYTES);
        paths.mib().expectMultipath(c).expectMultipath(1).expectJoins(subflows - 1);
        assertThat(c.subflows()).as("each subflow has carried bytes").allMatch(s -> s.bytesSent() + s.bytesReceived() > 50_000);
    }

    private static void announced(Paths paths, int n) {
        if (paths.cell().weOpen()) {
            paths.mib().expectKernel("AddAddrTx", n).expectKernel("EchoAdd", n);
            paths.mib().expectOurs(Counter.MP_ADD_ADDR, n).expectOurs(Counter.MP_ECHO_ADD_TX, n);
        } else {
            paths.mib().expectKernel("AddAddr", n).expectKernel("EchoAddTx", n);
            paths.mib().expectOurs(Counter.MP_ADD_ADDR_TX, n).expectOurs(Counter.MP_ECHO_ADD, n);
        }
    }

    private static void end(Paths paths, Conversation c) {
        c.end();
        paths.mib().expectNoFallback();
        paths.expectNothingLeft();
    }

    private static void byAddress(Trial trial, int n) {
        try (Paths paths = announcing(new Paths(trial, n), n).start(); Conversation c = paths.open()) {
            transfer(paths, c, n);
            announced(paths, n - 1);
            end(paths, c);
        }
    }

    /** The kernel pads timestamps, and then has no room for an IPv6 address with port (it counts AddAddrTxDrop): it does without. */
    private static void withPort(Trial trial) {
        try (Paths paths = new Paths(trial, 2).kernelLimits(1, 1).ours(c -> c.withLimits(1, 1))) {
            if (trial.cell().ipv6() && trial.cell().weOpen()) {
                paths.sysctl("net/ipv4/tcp_timestamps", "0");
            }
            if (trial.cell().weOpen()) {
                paths.kernel("mptcp endpoint add " + paths.kernelAddress(2) + " dev path2 id 2 signal port 7001");
            } else {
                paths.ours(paths.ourSignal(2).withPort(7001));
            }
            paths.start();
            try (Conversation c = paths.open()) {
                transfer(paths, c, 2);
                announced(paths, 1);
                assertThat(c.subflows()).as("the port announced is the one used").anyMatch(s -> (s.local() + " " + s.remote()).contains(":7001"));
                if (trial.cell().weOpen()) {
                    paths.mib().expectKernel("MPJoinPortSynRx", 1).expectKernel("MPJoinPortAckRx", 1);
                } else {
                    paths.mib().expectKernel("PortAdd", 1).expectKernel("MPJoinPortSynAckRx", 1);
                }
                end(paths, c);
            }
        }
    }

    /** The kernel follows to the other family only with an IPv6 socket: one that takes both. */
    private static void otherFamily(Trial trial) {
        try (Paths paths = new Paths(trial, 2).dualStack().kernelLimits(1, 1).ours(c -> c.withLimits(1, 1))) {
            boolean other = !trial.cell().ipv6();
            if (trial.cell().weOpen()) {
                paths.kernel("mptcp endpoint add " + paths.kernelAddress(2, other) + " dev path2 id 2 signal");
            } else {
                paths.ours(Endpoint.signal(Paths.ZONE, paths.ourAddress(2, other), 2));
            }
            paths.start();
            try (Conversation c = paths.open()) {
                transfer(paths, c, 2);
                announced(paths, 1);
                assertThat(c.subflows()).as("one of the subflows is of the other family").anyMatch(s -> s.local().contains("fd77"))
                    .anyMatch(s -> s.local().contains("10.77"));
                end(paths, c);
            }
        }
    }

    private static void lostEcho(Trial trial) {
        Rule echo = (p, forward) -> p.mptcpOption(MptcpSubtype.ADD_ADDR) >= 0
            && (p.buffer().getByte(p.mptcpOption(MptcpSubtype.ADD_ADDR) + 2) & 1) != 0;
        try (Paths paths = announcing(new Paths(trial, 2), 2).sysctl("net/mptcp/add_addr_timeout", "1")
            .path(1, l -> l.middlebox(Boxes.drop(Rule.once(echo)))).path(2, l -> l.middlebox(Boxes.drop(Rule.once(echo)))).start();
             Conversation c = paths.open()) {
            transfer(paths, c, 2);
            if (trial.cell().weOpen()) {
                paths.mib().expectKernelAtLeast("EchoAdd", 1).expectKernelAtLeast("AddAddrTx", 2);
                paths.mib().expectOursAtLeast(Counter.MP_ECHO_ADD_TX, 2);
            } else {
                paths.mib().expectOursAtLeast(Counter.MP_ECHO_ADD, 1).expectOursAtLeast(Counter.MP_ADD_ADDR_TX, 2);
                paths.mib().expectKernelAtLeast("EchoAddTx", 2);
            }
            end(paths, c);
        }
    }

    private static void refused(Trial trial) {
        try (Paths paths = new Paths(trial, 2)) {
            if (trial.cell().weOpen()) {
                paths.kernelLimits(0, 0).ours(c -> c.withLimits(1, 0)).ours(paths.ourSubflow(2));
            } else {
                paths.kernelLimits(1, 0).kernelEndpoint(2, "subflow").ours(c -> c.withLimits(0, 0));
            }
            paths.start();
            try (Conversation c = paths.open()) {
                c.bothWays(BYTES);
                if (trial.cell().weOpen()) {
                    paths.mib().expectKernel("MPJoinSynRx", 1).expectKernel("MPJoinRejected", 1).expectOurs(Counter.MP_RST_RX, 1);
                } else {
                    // the kernel does not look at the options of a RST that answers its SYN: no MPRstRx
                    paths.mib().expectKernel("MPJoinSynTx", 1).expectKernel("MPJoinSynAckRx", 0);
                    paths.mib().expectOurs(Counter.MP_JOIN_REJECTED, 1).expectOurs(Counter.MP_RST_TX, 1);
                }
                paths.mib().expectMultipath(c).expectMultipath(1).expectExtraSubflows(c, 0);
                end(paths, c);
            }
        }
    }

    private static void notFollowed(Trial trial) {
        try (Paths paths = announcing(new Paths(trial, 2), 2)) {
            paths.kernelLimits(1, 0).ours(c -> c.withLimits(1, 0)).start();
            try (Conversation c = paths.open()) {
                c.bothWays(BYTES);
                announced(paths, 1);
                paths.mib().expectMultipath(c).expectMultipath(1).expectJoins(0).expectExtraSubflows(c, 0);
                end(paths, c);
            }
        }
    }

    /** Whoever opens has a second address, which may go nowhere until a second address of the other end is announced. */
    private static void joinInitialForbidden(Trial trial) {
        try (Paths paths = announcing(new Paths(trial, 2), 2)) {
            if (trial.cell().weOpen()) {
                paths.sysctl("net/mptcp/allow_join_initial_addr_port", "0").ours(paths.ourSubflow(2));
            } else {
                paths.kernelEndpoint(2, "subflow").ours(c -> c.withAllowJoinInitial(false));
            }
            paths.start();
            try (Conversation c = paths.open()) {
                transfer(paths, c, 2);
                announced(paths, 1);
                String target = trial.cell().weOpen() ? paths.kernelAddress(2).toString() : paths.ourAddress(2).toString();
                assertThat(c.subflows().get(1)).as("the address that was announced").matches(s -> (s.local() + s.remote()).contains(target));
                end(paths, c);
            }
        }
    }

    private static void removeOwn(Trial trial) {
        try (Paths paths = new Paths(trial, 2).withSubflows(2).start(); Conversation c = paths.open()) {
            transfer(paths, c, 2);
            c.up().send(BYTES);
            c.down().send(BYTES);
            if (trial.cell().weOpen()) {
                weRemove(paths, 2);
            } else {
                kernelRemoves(paths, "2");
            }
            onlyOneLeft(paths, c, 1);
            end(paths, c);
        }
    }

    /** By whoever accepted the connection. */
    private static void removeAnnounced(Trial trial) {
        try (Paths paths = announcing(new Paths(trial, 2), 2).start(); Conversation c = paths.open()) {
            transfer(paths, c, 2);
            c.up().send(BYTES);
            c.down().send(BYTES);
            if (trial.cell().weOpen()) {
                kernelRemoves(paths, "2");
            } else {
                weRemove(paths, 2);
            }
            onlyOneLeft(paths, c, -1);
            end(paths, c);
        }
    }

    private static void removeInitial(Trial trial) {
        try (Paths paths = new Paths(trial, 2).withSubflows(2).start(); Conversation c = paths.open()) {
            transfer(paths, c, 2);
            c.up().send(BYTES);
            c.down().send(BYTES);
            if (trial.cell().weOpen()) {
                weRemove(paths, 0);
            } else {
                kernelRemoves(paths, "0 " + paths.kernelAddress(1));
            }
            onlyOneLeft(paths, c, 2);
            end(paths, c);
        }
    }

    private static void weRemove(Paths paths, int id) {
        paths.network().run(() -> {
            if (id == 0) {
                paths.stack().shard().endpoints().deleteFirst(Paths.ZONE, paths.ourAddress(1));
            } else {
                paths.stack().shard().endpoints().delete(id);
            }
        });
        paths.mib().expectKernelAtLeast("RmAddr", 1); // nothing confirms it: we say it up to three times
    }

    private static void kernelRemoves(Paths paths, String id) {
        paths.kernel().ip(List.of("mptcp endpoint delete id " + id));
        paths.mib().expectKernel("RmAddrTx", 1).expectOurs(Counter.MP_RM_ADDR, 1);
    }

    /** @param path that of the subflow which is left; -1 to leave that open */
    private static void onlyOneLeft(Paths paths, Conversation c, int path) {
        c.up().expectAll();
        c.down().expectAll();
        paths.mib().expectOurSubflows(c, 1).expectMultipath(c);
        if (path > 0) {
            long before = paths.delivered(path);
            c.bothWays(BYTES);
            assertThat(paths.delivered(path) - before).as("bytes over the path that is left").isGreaterThan(2 * BYTES);
        }
        c.bothWays(BYTES);
        paths.mib().expectMultipath(c);
    }

    /** Of four pairs of addresses the first is the initial subflow's; whoever opened the connection opens the other three. */
    private static void fullMesh(Trial trial) {
        try (Paths paths = new Paths(trial, 2).kernelLimits(3, 1).ours(c -> c.withLimits(3, 1))) {
            if (trial.cell().weOpen()) {
                paths.kernelEndpoint(2, "signal").ours(paths.ourFullMesh(1), paths.ourFullMesh(2));
            } else {
                paths.kernelEndpoint(1, "subflow fullmesh").kernelEndpoint(2, "subflow fullmesh").ours(paths.ourSignal(2));
            }
            paths.start();
            try (Conversation c = paths.open()) {
                c.bothWays(1000);
                paths.mib().expectExtraSubflows(c, 3);
                c.bothWays(4 * BYTES);
                paths.mib().expectMultipath(c).expectMultipath(1).expectJoins(3);
                assertThat(c.subflows().stream().map(s -> s.local().replaceAll(":\\d+$", "") + " " + s.remote().replaceAll(":\\d+$", "")))
                    .as("pairs of addresses").doesNotHaveDuplicates();
                announced(paths, 1);
                end(paths, c);
            }
        }
    }
}
