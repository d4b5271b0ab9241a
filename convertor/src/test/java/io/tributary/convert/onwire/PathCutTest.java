package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ClientPath;
import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.lab.Traffic;
import io.tributary.convert.main.demo.peer.Report;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One of two paths dies in mid-transfer. */
@Timeout(120)
class PathCutTest {
    private static final long OCTETS = 24L * World.MIB;
    private static World world;

    @BeforeAll
    static void create() {
        world = World.create(60_000, new ConvertorConfig());
    }

    @AfterAll
    static void close() {
        if (world != null) {
            world.close();
        }
    }

    @ParameterizedTest(name = "IPv{4}: path {0} {1}, {2} octets up, {3} down")
    @CsvSource({"1,silent,0,25165824,4", "1,silent,25165824,0,4", "2,silent,0,25165824,4", "2,silent,25165824,0,4",
        "1,unplugged,0,25165824,4", "1,unplugged,25165824,0,4", "2,unplugged,12582912,12582912,4",
        "1,silent,0,25165824,6", "2,silent,25165824,0,6"})
    @DisplayName("C1-E D6 a path that dies costs less than three seconds and no byte")
    void cut(int number, String how, long up, long down, int family) {
        ClientPath path = world.lab().paths().get(number - 1);
        World.Transfer transfer = startAndAwaitMiddle(family, up, down);
        boolean silent = how.equals("silent");
        try {
            if (silent) {
                path.silence(true);
            } else {
                path.unplug();
            }
            Report client = transfer.expectIntact();
            assertThat(client.number("stallMs")).as("stall at the client: %s", client).isLessThan(3_000);
            assertThat(transfer.atServer(0).number("stallMs")).as("stall at the server").isLessThan(3_000);
        } finally {
            if (silent) {
                path.silence(false);
            } else {
                path.plugIn();
            }
        }
    }

    @ParameterizedTest(name = "path {0}")
    @CsvSource({"1", "2"})
    @DisplayName("C1-E D6 a path that comes back is used again")
    void restored(int number) {
        ClientPath path = world.lab().paths().get(number - 1);
        World.Transfer transfer = startAndAwaitMiddle(4, 0, 3 * OCTETS);
        long before = carried();
        path.silence(true);
        try {
            awaitCarried(before + OCTETS / 4);
        } finally {
            path.silence(false);
        }
        Traffic restored = path.traffic();
        transfer.expectIntact();
        assertThat(path.traffic().since(restored).receivedBytes()).as("carried after the blackout").isGreaterThan(OCTETS / 4);
    }

    /** @return a transfer that has carried a quarter of its octets, over both paths */
    private static World.Transfer startAndAwaitMiddle(int family, long up, long down) {
        long before = carried();
        // Linux refuses further subflows once its application has ended its stream: a client that only reads ends it last.
        String order = up == 0 ? "SERVER_FIRST" : "BOTH";
        World.Transfer transfer = world.start(family, family, "up=" + up, "down=" + down, "order=" + order);
        awaitCarried(before + (up + down) / 4);
        return transfer;
    }

    private static void awaitCarried(long octets) {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (carried() < octets) {
            assertThat(System.nanoTime()).as("the transfer gets nowhere").isLessThan(deadlineNs);
        }
    }

    private static long carried() {
        return world.lab().paths().stream().mapToLong(p -> p.traffic().totalBytes()).sum();
    }
}
