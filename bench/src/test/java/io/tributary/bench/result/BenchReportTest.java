package io.tributary.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    private final BenchReport report = new BenchReport("2 x CPU, Linux 6", "17");

    @Test
    @DisplayName("bench --json has the machine, the Java and results with samples, baseline and ratio")
    void shape() {
        report.add(new Result("relay.goodput.up", "Gbit/s", Better.HIGHER, new Samples(20, 30, 10.5),
            new Baseline("proxy", new Samples(5, 10, 8))));
        assertThat(report.json()).isEqualTo("{\"machine\":\"2 x CPU, Linux 6\",\"java\":\"17\",\"results\":["
            + "{\"name\":\"relay.goodput.up\",\"unit\":\"Gbit/s\",\"better\":\"higher\",\"value\":20,\"samples\":[20,30,10.5],"
            + "\"baseline\":{\"name\":\"proxy\",\"value\":8},\"ratio\":2.5}]}");
    }

    @Test
    @DisplayName("without baseline both baseline and ratio are null; numbers have five digits; failed rounds are left out")
    void withoutBaseline() {
        report.add(new Result("micro.sum", "ns", Better.LOWER, new Samples(56.123456, Double.NaN, 123456.789), null));
        assertThat(report.json()).endsWith("\"better\":\"lower\",\"value\":61756,\"samples\":[56.123,123460],\"baseline\":null,\"ratio\":null}]}");
    }

    @Test
    @DisplayName("a result without any sample is no result")
    void noSample() {
        assertThatThrownBy(() -> new Result("x", "ns", Better.LOWER, new Samples(Double.NaN), null))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("x");
    }
}
