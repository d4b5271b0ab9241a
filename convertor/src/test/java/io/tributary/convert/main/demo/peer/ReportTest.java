package io.tributary.convert.main.demo.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    @DisplayName("a report survives its line")
    void line() {
        Report written = new Report().put("sent", -5).put("intact", true).put("failure", "what \"it\"\n was");
        Report read = Report.parse(written.toString());
        assertThat(read.number("sent")).isEqualTo(-5);
        assertThat(read.flag("intact")).isTrue();
        assertThat(read.text("failure")).isEqualTo("what 'it'' was");
        assertThat(read.has("stallMs")).isFalse();
        assertThat(read.number("stallMs")).isEqualTo(-1);
        assertThat(read).hasToString(written.toString());
    }

    @Test
    @DisplayName("a transfer plan survives the wire; anything else is refused")
    void plan() {
        TransferPlan plan = new TransferPlan(7, 1L << 40, 0, TransferPlan.Order.SERVER_FIRST, 3, 250);
        byte[] bytes = plan.encode();
        assertThat(bytes).hasSize(TransferPlan.LENGTH);
        assertThat(TransferPlan.decode(bytes)).isEqualTo(plan);
        for (int at : new int[] {0, 16, 32}) {
            byte[] broken = bytes.clone();
            broken[at] ^= (byte) 0x80;
            assertThatThrownBy(() -> TransferPlan.decode(broken)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("a stall is the longest pause between two steps, wherever it is")
    void stall() {
        Stall stall = new Stall();
        for (long nowNs : new long[] {1_000, 1_010, 1_500, 1_520}) {
            stall.progress(nowNs);
        }
        assertThat(stall.longestNs()).isEqualTo(490);
        assertThat(stall.longestAtNs()).isEqualTo(1_010);
        assertThat(stall.spanNs()).isEqualTo(520);
    }
}
