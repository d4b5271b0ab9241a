package io.tributary.tcp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.buffer.RangeSet;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SackGeneratorTest {
    private final SackGenerator generator = new SackGenerator();
    private final RangeSet ranges = new RangeSet(16);
    private final OptionPlan plan = new OptionPlan();
    private long acknowledged;

    private void arrives(long from, long to) {
        ranges.add(from, to);
        generator.onOutOfOrder(from);
    }

    /** Left edges of the blocks, in order. */
    private List<Integer> blocks(int otherOptions) {
        plan.reset().nops(otherOptions);
        generator.plan(plan, ranges, 0, acknowledged);
        TcpOptions o = new TcpOptions().parse(plan.buffer(), 0, plan.length());
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < o.sackBlocks(); i++) {
            left.add(o.sackLeft(i));
        }
        return left;
    }

    @Test
    @DisplayName("R2018-4-2 R2018-4-3 the newest range first, then those reported before it")
    void newestFirst() {
        arrives(20, 30);
        arrives(60, 70);
        arrives(40, 50);
        arrives(80, 90);
        assertThat(blocks(0)).containsExactly(80, 40, 60, 20);
        assertThat(blocks(12)).containsExactly(80, 40, 60);
        arrives(30, 35);
        assertThat(blocks(12)).containsExactly(20, 80, 40);
    }

    @Test
    @DisplayName("R2018-4-3 a position that was acknowledged since hides no range")
    void staleReport() {
        arrives(60, 70);
        arrives(20, 30);
        arrives(5, 10);
        arrives(80, 90);
        ranges.removeBelow(15);
        assertThat(blocks(20)).containsExactly(80, 20);
    }

    @Test
    @DisplayName("R2018-4-3 ranges are reported even if what came last is nobody's report")
    void forgotten() {
        for (int i = 1; i <= 6; i++) {
            arrives(10L * i, 10L * i + 5);
        }
        ranges.removeBelow(30);
        assertThat(blocks(0)).containsExactly(60, 50, 40, 30);
        ranges.removeBelow(60);
        assertThat(blocks(0)).containsExactly(60);
        ranges.removeBelow(100);
        assertThat(blocks(0)).isEmpty();
    }

    @Test
    @DisplayName("R2883-4-1 what arrived twice is reported once, in the first block, before the ranges")
    void duplicateBelow() {
        acknowledged = 15;
        arrives(20, 30);
        generator.onDuplicate(5, 10);
        assertThat(blocks(12)).containsExactly(5, 20);
        assertThat(blocks(12)).containsExactly(20);
        ranges.removeBelow(30);
        generator.onDuplicate(5, 10);
        assertThat(blocks(12)).containsExactly(5);
        assertThat(blocks(12)).isEmpty();
    }

    @Test
    @DisplayName("R2883-4-1 a duplicate out of order is followed by the range it lies in; without room for both the range alone")
    void duplicateInside() {
        acknowledged = 15;
        arrives(20, 40);
        arrives(60, 70);
        arrives(25, 30);
        generator.onDuplicate(25, 30);
        assertThat(blocks(12)).containsExactly(25, 20, 60);
        arrives(25, 30);
        generator.onDuplicate(25, 30);
        assertThat(blocks(28)).containsExactly(20);
        assertThat(blocks(0)).containsExactly(20, 60);
    }
}
