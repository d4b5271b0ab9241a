package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.peer.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections come and go; nothing of them may stay. */
@Timeout(180)
class ManyConnectionsTest {
    private static final int OCTETS = 10_000;
    private static final long GROWTH_LIMIT_KIB = 32 * 1024;
    private static World world;

    @BeforeAll
    static void create() {
        // A heap of fixed size that is touched from the start: what grows then is not the collector's leisure.
        world = World.create(0, new ConvertorConfig().jvm("-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch"));
    }

    @AfterAll
    static void close() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    @DisplayName("C1-E 1000 connections one after the other: payload intact, tables empty afterwards, memory flat")
    void sequential() throws IOException {
        exchange(300, 1);
        world.awaitEmptyTables();
        long before = residentKib();
        exchange(1000, 1);
        world.awaitEmptyTables();
        assertThat(residentKib() - before).as("growth of resident memory, KiB").isLessThan(GROWTH_LIMIT_KIB);
    }

    @Test
    @DisplayName("C1-E 200 connections at a time: payload intact, tables empty afterwards")
    void concurrent() {
        exchange(400, 200);
        world.awaitEmptyTables();
    }

    private static void exchange(int count, int concurrent) {
        World.Transfer transfer = world.start(4, 4, "count=" + count, "concurrent=" + concurrent, "up=" + OCTETS, "down=" + OCTETS);
        List<Report> reports = transfer.atClient();
        assertThat(reports).hasSize(count).allSatisfy(r -> assertThat(r.flag("intact")).as("%s", r).isTrue());
        for (Report report : reports) {
            transfer.expectIntact(report, transfer.atServer((int) report.number("connection")));
        }
    }

    private static long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + world.convertor().process().pid() + "/status")).stream()
                .filter(l -> l.startsWith("VmRSS:")).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }
}
