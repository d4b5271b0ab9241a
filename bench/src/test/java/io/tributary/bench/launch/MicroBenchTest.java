package io.tributary.bench.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tributary.bench.result.Better;
import io.tributary.bench.result.Result;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MicroBenchTest {
    @Test
    @DisplayName("results of the child process are read with their baselines, whichever comes first")
    void parse() {
        List<Result> results = MicroBench.parse(List.of("sum.sum.1460\tsum.textbook.1460\t50.5,51.5,52.5", "sum.textbook.1460\t\t100,103,106"));
        assertThat(results).extracting(Result::name).containsExactly("micro.sum.sum.1460", "micro.sum.textbook.1460");
        Result sum = results.get(0);
        assertThat(sum.unit()).isEqualTo("ns");
        assertThat(sum.better()).isEqualTo(Better.LOWER);
        assertThat(sum.samples().values()).containsExactly(50.5, 51.5, 52.5);
        assertThat(sum.baseline().name()).isEqualTo("sum.textbook.1460");
        assertThat(sum.ratio()).isEqualTo(0.5);
        assertThat(results.get(1).baseline()).isNull();
    }

    @Test
    @DisplayName("each subject that can be chosen has its class of benchmarks")
    void subjects() {
        assertThat(MicroBench.SUBJECTS).hasSizeGreaterThan(5).allSatisfy((subject, type) -> {
            assertThat(subject).isEqualTo("micro." + type.replace("Benchmark", "").toLowerCase(Locale.ROOT));
            assertThatCode(() -> Class.forName("io.tributary.bench.micro." + type)).doesNotThrowAnyException();
        });
    }

    @Test
    @DisplayName("in the build JMH is on the class path")
    void classPath() {
        assertThat(MicroBench.classPath()).contains("jmh-core");
    }

    @Test
    @DisplayName("two samples of a micro benchmark by way of the child process")
    void run() throws Exception {
        List<Result> results = MicroBench.run(MicroBench.classPath(), List.of("micro.dss"), 2);
        assertThat(results).extracting(Result::name).containsExactlyInAnyOrder("micro.dss.encode", "micro.dss.parse");
        assertThat(results).allSatisfy(r -> {
            assertThat(r.samples().count()).isEqualTo(2);
            assertThat(r.samples().min()).isBetween(0.1, 100_000.0);
        });
    }
}
