package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ListenSpec;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpConfig;
import io.tributary.mptcp.open.CapableSettings;
import io.tributary.sim.box.Boxes;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.tcp.open.SynCookieMode;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MptcpSubtype;

/** Openings that are answered without memory, refused or given up; and aborts that want an answer. */
final class OpeningScenarios {
    private static final long BYTES = 200_000;
    private static final long SOON_MS = 10_000;

    private OpeningScenarios() {
    }

    static void addTo(Matrix.Group opening) {
        opening.add("SYN cookies say MP_CAPABLE", cell -> !cell.weOpen(), "the kernel's are its own", OpeningScenarios::cookies);
        opening.add("MP_CAPABLE dropped: the next connection does not try", OpeningScenarios::dropped);
        opening.add("we refuse checksums", Cell::checksum, "nobody asks for them", OpeningScenarios::refusedChecksums);
        opening.add("MP_FASTCLOSE by us on an ACK", OpeningScenarios::confirmedAbort);
    }

    private static void cookies(Trial trial) {
        OpenSettings always = OpenSettings.DEFAULT.with(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS));
        try (Paths paths = new Paths(trial, 2).withSubflows(2).tcp(t -> t.with(always)).start(); Conversation c = paths.open()) {
            c.bothWays(1000);
            paths.mib().expectExtraSubflows(c, 1);
            c.bothWays(BYTES);
            paths.mib().expectMultipath(c).expectMultipath(1).expectJoins(1).expectOurs(Counter.TCP_SYN_COOKIES_RECV, 1);
            c.end();
            paths.expectNothingLeft();
        }
    }

    /** Both sides have this memory: whoever opens finds out, and remembers. */
    private static void dropped(Trial trial) {
        try (Paths paths = new Paths(trial, 1).sysctl("net/mptcp/blackhole_timeout", "3600")
            .ours(c -> c.with(CapableSettings.DEFAULT)).path(1, l -> l.middlebox(Boxes.drop((p, forward) ->
            p.isSyn() && !p.has(TcpFlags.ACK) && p.mptcpOption(MptcpSubtype.MP_CAPABLE) >= 0))).start()) {
            if (trial.cell().weOpen()) {
                try (KernelSocket listener = paths.listen()) {
                    plain(paths, paths.connect(listener));
                    plain(paths, paths.connect(listener));
                }
                paths.mib().expectOurs(Counter.MP_BLACKHOLE, 1).expectOurs(Counter.MP_CAPABLE_SYN_TX, 3).expectOurs(Counter.MP_CAPABLE_SYN_TX_DROP, 1)
                    .expectOurs(Counter.MP_CAPABLE_SYN_TX_DISABLED, 1);
            } else {
                try (Acceptor acceptor = paths.accept()) {
                    plain(paths, paths.connect(acceptor));
                    plain(paths, paths.connect(acceptor));
                }
                paths.mib().expectKernel("Blackhole", 1).expectKernel("MPCapableSYNTXDrop", 1).expectKernel("MPCapableSYNTXDisabled", 1);
            }
        }
    }

    /** The kernel insists, we do not ask: plain TCP, whoever opens. */
    private static void refusedChecksums(Trial trial) {
        try (Paths paths = new Paths(trial, 1).ours(c -> c.with(c.capable().withRefusesChecksums(true))).start()) {
            if (trial.cell().weOpen()) {
                try (KernelSocket listener = paths.listen()) {
                    StackPeer ours = paths.connect(s -> s.checksum(false), new byte[0]);
                    plain(paths, paths.conversation(ours.awaitEstablished(), listener.accept()));
                }
            } else {
                try (Acceptor acceptor = paths.accept(s -> new ListenSpec(s.zone(), s.local(), s.port(), true, false, s.backlog()))) {
                    plain(paths, paths.connect(acceptor));
                }
            }
        }
    }

    private static void plain(Paths paths, Conversation conversation) {
        try (Conversation c = conversation) {
            c.bothWays(BYTES);
            assertThat(c.isMultipath()).isFalse();
            c.end();
            paths.expectNothingLeft();
        }
    }

    /** The kernel answers MP_FASTCLOSE on an ACK with RST on every subflow, which ends our wait. */
    private static void confirmedAbort(Trial trial) {
        MptcpConfig standard = MptcpConfig.DEFAULT;
        try (Paths paths = new Paths(trial, 2).ours(c -> c.with(standard.close().withConfirmedAborts(true))).withSubflows(2).start();
             Conversation c = paths.open()) {
            c.bothWays(1000);
            paths.mib().expectExtraSubflows(c, 1);
            c.bothWays(BYTES);
            c.stack().abort();
            assertThat(c.stack().awaitClosed(SOON_MS)).as("how our end closed").isEqualTo(CloseReason.ABORTED);
            assertThat(c.up().expectBroken().kind()).as("what the kernel's application hears").isEqualTo(PeerSocket.Broken.Kind.RESET);
            paths.expectNothingLeft();
            paths.mib().expectKernelAtLeast("MPFastcloseRx", 1).expectOursAtLeast(Counter.MP_FASTCLOSE_TX, 1).expectKernel("MPCurrEstab", 0).expectNoFallback();
        }
    }
}
