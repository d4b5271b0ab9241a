package io.tributary.mptcp.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DataFinTest {
    private final DataFin fin = new DataFin();

    @Test
    @DisplayName("MPTCP-3.3.3-12 active close, then the peer's DATA_FIN: FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT")
    void activeClose() {
        fin.close(90);
        assertThat(fin.state()).isEqualTo(MptcpState.FIN_WAIT_1);
        assertThat(fin.onDataAck(90)).as("data only").isFalse();
        assertThat(fin.onDataAck(91)).isTrue();
        assertThat(fin.state()).isEqualTo(MptcpState.FIN_WAIT_2);
        assertThat(fin.onDataAck(91)).as("again").isFalse();
        assertThat(fin.onAnnounced(10, 10)).isTrue();
        assertThat(fin.onContiguous(10)).isTrue();
        assertThat(fin.state()).isEqualTo(MptcpState.TIME_WAIT);
    }

    @Test
    @DisplayName("MPTCP-3.3.3-12 passive close: CLOSE_WAIT, LAST_ACK, CLOSED")
    void passiveClose() {
        assertThat(fin.onAnnounced(11, 5)).isTrue();
        assertThat(fin.onContiguous(11)).isTrue();
        assertThat(fin.state()).isEqualTo(MptcpState.CLOSE_WAIT);
        fin.close(3);
        assertThat(fin.state()).isEqualTo(MptcpState.LAST_ACK);
        assertThat(fin.isUnacknowledged()).isTrue();
        assertThat(fin.onDataAck(4)).isTrue();
        assertThat(fin.state()).isEqualTo(MptcpState.CLOSED);
    }

    @Test
    @DisplayName("MPTCP-3.3.3-12 simultaneous close: CLOSING, TIME_WAIT")
    void simultaneousClose() {
        fin.close(50);
        fin.onAnnounced(7, 7);
        assertThat(fin.onContiguous(7)).isTrue();
        assertThat(fin.state()).isEqualTo(MptcpState.CLOSING);
        assertThat(fin.onDataAck(51)).isTrue();
        assertThat(fin.state()).isEqualTo(MptcpState.TIME_WAIT);
    }

    @Test
    @DisplayName("MPTCP-3.3.3-12 Data ACK and DATA_FIN in one segment: TIME_WAIT at once")
    void bothInOne() {
        fin.close(50);
        fin.onDataAck(51);
        fin.onAnnounced(7, 7);
        fin.onContiguous(7);
        assertThat(fin.state()).isEqualTo(MptcpState.TIME_WAIT);
    }

    @Test
    @DisplayName("MPTCP-3.3.3-4 a DATA_FIN that overtakes data is remembered and taken when nothing is missing")
    void overtakes() {
        assertThat(fin.onAnnounced(100, 20)).isTrue();
        assertThat(fin.onContiguous(20)).isFalse();
        assertThat(fin.state()).isEqualTo(MptcpState.ESTABLISHED);
        assertThat(fin.onContiguous(99)).isFalse();
        assertThat(fin.onContiguous(100)).isTrue();
        assertThat(fin.onContiguous(101)).as("once").isFalse();
        assertThat(fin.state()).isEqualTo(MptcpState.CLOSE_WAIT);
    }

    @Test
    @DisplayName("MPTCP-3.3.3-13 another position, or one below received data, is refused; data behind it too")
    void contradictions() {
        assertThat(fin.onAnnounced(19, 20)).isFalse();
        assertThat(fin.peerPosition()).isEqualTo(-1);
        assertThat(fin.onAnnounced(30, 20)).isTrue();
        assertThat(fin.onAnnounced(30, 30)).as("repeated").isTrue();
        assertThat(fin.onAnnounced(31, 20)).isFalse();
        assertThat(fin.admits(30)).isTrue();
        assertThat(fin.admits(31)).isFalse();
    }
}
