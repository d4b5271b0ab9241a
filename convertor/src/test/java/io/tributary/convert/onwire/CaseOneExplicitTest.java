package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ClientPath;
import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.lab.Traffic;
import io.tributary.convert.main.demo.peer.Report;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A kernel MPTCP client with two paths, our convertor, a plain TCP server. */
@Timeout(120)
class CaseOneExplicitTest {
    /** Counters of the kernel that move when a connection loses MPTCP or its data is damaged. */
    private static final List<String> FALLBACKS = Stream.of("MPCapableFallbackACK", "MPCapableFallbackSYNACK", "MPCapableDataFallback",
            "DssFallback", "DSSCorruptionFallback", "DSSCorruptionReset", "DSSNotMatching", "DSSNoMatchTCP", "DataCsumErr", "InfiniteMapRx",
            "InfiniteMapTx", "MPFailRx", "MPFailTx", "MPJoinSynAckHMacFailure", "FallbackFailed", "Blackhole").map(n -> "MPTcpExt" + n).toList();
    private static World world;

    @BeforeAll
    static void create() {
        world = World.create(80_000, new ConvertorConfig());
        // Nothing here may need MPTCP in the kernel of the box itself.
        world.lab().box().trySysctl("net.mptcp.enabled", "0");
    }

    @AfterAll
    static void close() {
        if (world != null) {
            world.close();
        }
    }

    /**
     * Each path's share is taken over both directions: with both full at once, acknowledgments queue behind the data of the
     * other direction, and the two senders, each after its shortest round trip, tend to part the paths between them.
     */
    @ParameterizedTest(name = "IPv{0}, {1} octets up, {2} down")
    @CsvSource({"4,67108864,0", "4,0,67108864", "4,67108864,67108864", "6,67108864,0", "6,0,67108864", "6,67108864,67108864"})
    @DisplayName("C1-E A6 A8 B1 D1 64 MiB each way, one after the other and at once, arrive intact, each path carries at least a quarter, the server sees no MPTCP")
    void bulkOverBothPaths(int family, long up, long down) {
        Map<String, Long> before = world.lab().client().counters();
        List<Traffic> start = traffic();
        // Linux refuses further subflows once its application has ended its stream: a client that only reads ends it last.
        String order = up == 0 ? "SERVER_FIRST" : "BOTH";
        World.Transfer transfer = world.start(family, family, "up=" + up, "down=" + down, "order=" + order);
        Report client = transfer.expectIntact();

        assertThat(client.flag("multipath")).as("MPTCP to the end: %s", client).isTrue();
        assertThat(transfer.atServer(0).flag("multipath")).as("the server's side is plain TCP").isFalse();
        Map<String, Long> after = world.lab().client().counters();
        assertThat(delta(before, after, "MPTcpExtMPJoinSynAckRx")).as("joins that were answered").isPositive();
        assertThat(FALLBACKS).allSatisfy(name -> assertThat(delta(before, after, name)).as(name).isZero());
        List<Traffic> carried = since(start);
        long total = carried.stream().mapToLong(Traffic::totalBytes).sum();
        assertThat(carried).allSatisfy(path -> assertThat(path.totalBytes()).as("share of a path in %s", carried)
            .isGreaterThanOrEqualTo(total / 4));
        world.awaitEmptyTables();
    }

    @ParameterizedTest(name = "IPv{0} client, IPv{1} server, {2}, {3} octets")
    @CsvSource({"4,4,BOTH,0", "4,4,BOTH,1", "4,4,BOTH,1460", "4,4,BOTH,65536", "4,4,CLIENT_FIRST,1048576", "4,4,SERVER_FIRST,1048576",
        "6,6,BOTH,0", "6,6,BOTH,1", "6,6,BOTH,1460", "6,6,BOTH,65536", "6,6,CLIENT_FIRST,1048576", "6,6,SERVER_FIRST,1048576",
        "4,6,BOTH,65536", "6,4,BOTH,65536"})
    @DisplayName("C1-E D1 D2 every size, half-close from either side")
    void sizesAndOrders(int clientFamily, int serverFamily, String order, long octets) {
        Report client = world.start(clientFamily, serverFamily, "order=" + order, "up=" + octets, "down=" + octets).expectIntact();
        assertThat(client.flag("multipath")).isTrue();
        assertThat(client.text("reply")).as("A7: an Extended TCP Header comes first").matches("01..226314.*");
    }

    @ParameterizedTest(name = "{0} stops reading")
    @ValueSource(strings = {"pause-ms", "server-pause-ms"})
    @DisplayName("C1-E D4 a receiver that stops reading stops the sender, and nothing is lost")
    void backPressure(String who) {
        long octets = 24L * World.MIB;
        Report client = world.start(4, 4, who + "=1500", "up=" + octets, "down=" + octets).expectIntact();
        assertThat(client.number("durationMs")).isGreaterThanOrEqualTo(1500);
    }

    private static List<Traffic> traffic() {
        return world.lab().paths().stream().map(ClientPath::traffic).toList();
    }

    private static List<Traffic> since(List<Traffic> start) {
        List<Traffic> now = traffic();
        return List.of(now.get(0).since(start.get(0)), now.get(1).since(start.get(1)));
    }

    private static long delta(Map<String, Long> before, Map<String, Long> after, String counter) {
        return after.getOrDefault(counter, 0L) - before.getOrDefault(counter, 0L);
    }
}
