package io.tributary.convert.main.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.Traffic;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    private static final Phase BOTH = new Phase("bothPaths", "both paths", true, 1_000_000, 0, false);
    private static final Phase CUT = new Phase("cut", "both paths, path 1 is cut", true, 1_000_000, 1, false);

    @Test
    @DisplayName("a demonstration is good if every byte arrived and both paths had their part")
    void good() {
        assertThat(report(result(BOTH, 900_000, 1_100_000, true)).isGood()).isTrue();
        assertThat(report(result(BOTH, 2_000_000, 60, true)).isGood()).isFalse();
        assertThat(report(result(BOTH, 900_000, 1_100_000, false)).isGood()).isFalse();
        assertThat(report(result(CUT, 60, 2_000_000, true)).isGood()).isTrue();
        assertThat(report(PhaseResult.failed(CUT, List.of(Traffic.NONE, Traffic.NONE), -1, "gone")).isGood()).isFalse();
        assertThat(report(result(BOTH, 900_000, 1_100_000, true), result(CUT, 1, 1, false)).isGood()).isFalse();
    }

    @Test
    @DisplayName("table and JSON carry goodput, bytes per path, stall and integrity")
    void shapes() {
        DemoReport report = report(result(BOTH, 900_000, 1_100_000, true), PhaseResult.failed(CUT, List.of(Traffic.NONE, Traffic.NONE), 5, "gone"));
        assertThat(report.table()).contains("both paths", "40.0 Mbit/s", "30.0 Mbit/s", "0.9 MB", "1.1 MB", "12 ms", "intact", "FAILED: gone");
        assertThat(report.json()).contains("\"name\":\"bothPaths\"", "\"downKbit\":40000", "\"upKbit\":30000", "\"receivedBytes\":900000",
                "\"stallMs\":12", "\"intact\":true", "\"failure\":\"gone\"", "\"good\":false}");
    }

    private static DemoReport report(PhaseResult... results) {
        return new DemoReport("somebody", 40_000, List.of(results));
    }

    private static PhaseResult result(Phase phase, long onOne, long onTwo, boolean intact) {
        return new PhaseResult(phase, 40_000, 30_000, List.of(new Traffic(onOne, 0), new Traffic(0, onTwo)), -1, 12, intact, null);
    }
}
