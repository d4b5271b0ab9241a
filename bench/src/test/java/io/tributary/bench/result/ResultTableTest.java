package io.tributary.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    @Test
    @DisplayName("the table has aligned columns, ranges, ratios and a verdict in words")
    void table() {
        Result compared = new Result("relay.goodput.up", "Gbit/s", Better.HIGHER, new Samples(27.13, 25, 28.9),
            new Baseline("proxy", new Samples(10.2, 9.1, 11)));
        Result alone = new Result("micro.sum", "ns", Better.LOWER, new Samples(5.678), null);
        assertThat(ResultTable.of(List.of(compared, alone))).isEqualTo("""
                              median        [range]  unit    baseline  median        [range]  ratio
            relay.goodput.up    27.1  [25.0 - 28.9]  Gbit/s  proxy       10.2  [9.10 - 11.0]   2.66  better in every round
            micro.sum           5.68                 ns
            """);
    }

    @Test
    @DisplayName("three digits count, whatever the size")
    void numbers() {
        assertThat(List.of(ResultTable.number(61183.4), ResultTable.number(61.18), ResultTable.number(6.118), ResultTable.number(0.6118),
            ResultTable.number(0.0612), ResultTable.number(-3.456), ResultTable.number(0), ResultTable.number(Double.NaN)))
            .containsExactly("61183", "61.2", "6.12", "0.61", "0.0612", "-3.46", "0.00", "-");
    }
}
