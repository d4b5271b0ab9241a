package io.tributary.convert.main.sim;

import io.tributary.convert.main.toml.ConfigException;
import io.tributary.sim.scenario.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Scenarios that come with the program. */
final class ReadyMade {
    static final List<String> NAMES = List.of("bulk", "bursty-loss", "reordering", "bufferbloat", "codel", "two-flows",
        "shared-bottleneck", "scenario-a", "scenario-c", "mtu-drop", "satellite", "nat", "two-paths", "wifi-lte", "path-death", "option-stripping", "early-ack");

    private ReadyMade() {
    }

    static boolean has(String name) {
        return NAMES.contains(name);
    }

    /** Its file, to be read and taken as a start. */
    static String text(String name) {
        try (InputStream in = ReadyMade.class.getResourceAsStream("/scenarios/" + name + ".toml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Scenario scenario(String name) throws ConfigException {
        return ScenarioReader.parse(name, name + ".toml", text(name));
    }
}
