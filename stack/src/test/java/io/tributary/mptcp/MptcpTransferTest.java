package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.sim.LossModel;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MptcpTransferTest {
    private static void complete(TwoPaths p, double seconds) {
        boolean done = p.sim.run(p::closed, Simulation.seconds(seconds));
        assertThat(done).as("completes: received %d and %d; %s / %s; %s", p.clientApp.received(), p.serverApp.received(),
            p.clientConnection().info(0), p.serverConnection() == null ? null : p.serverConnection().info(0), p.sim).isTrue();
        assertThat(p.clientApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(p.serverApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(p.intact()).as("intact").isTrue();
        assertThat(p.count(Counter.INTERNAL_ERRORS)).isZero();
        assertThat(p.count(Counter.MP_DSS_NOT_MATCHING)).isZero();
        assertThat(p.count(Counter.MP_DATA_ACK_INVALID)).isZero();
        p.sim.run(p.sim.nowNs() + Simulation.seconds(5));
        assertThat(p.client.isEmpty() && p.server.isEmpty()).as("nothing left").isTrue();
    }

    @ParameterizedTest(name = "seed {0}, up {1}, down {2}, checksum {3}, loss {4}")
    @CsvSource({"1,0,1,false,0", "2,1,0,false,0", "3,1000,300,true,0", "4,2000000,500000,false,0", "5,500000,2000000,true,0",
        "6,500000,300000,false,0.02", "7,500000,300000,true,0.02", "8,300000,500000,false,0.05", "9,300000,500000,true,0.05"})
    @DisplayName("MPTCP-3-7 MPTCP-3.3.3-9 one subflow: both directions arrive intact, with and without checksums and loss")
    void oneSubflow(long seed, int up, int down, boolean checksum, double loss) {
        TwoPaths p = new TwoPaths(seed, up, down, MptcpConfig.DEFAULT, MptcpConfig.DEFAULT).start(checksum);
        p.path1.loss(LossModel.random(loss));
        complete(p, 100);
        assertThat(p.clientConnection().isMultipath()).isTrue();
        assertThat(p.serverConnection().isMultipath()).isTrue();
    }

    @ParameterizedTest(name = "seed {0}, up {1}, down {2}, checksum {3}, loss {4}")
    @CsvSource({"1,3000000,300000,false,0", "2,3000000,300000,true,0", "3,300000,3000000,false,0", "4,1000000,300000,false,0.02",
        "5,1000000,300000,true,0.02", "6,300000,1000000,false,0.05", "7,300000,1000000,true,0.05"})
    @DisplayName("MPTCP-3.2-7 MPTCP-3.3.4-5 two subflows: joined by the client, both used, data intact")
    void twoSubflows(long seed, int up, int down, boolean checksum, double loss) {
        MptcpConfig config = MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1));
        TwoPaths p = new TwoPaths(seed, up, down, config, MptcpConfig.DEFAULT).start(checksum);
        p.path1.loss(LossModel.random(loss));
        p.path2.loss(LossModel.random(loss));
        complete(p, 200);
        assertThat(p.server.counters().get(Counter.MP_JOIN_ACK_RX)).isEqualTo(1);
        long bulk = Math.max(up, down);
        var link = up > down ? p.path2.forward() : p.path2.backward();
        assertThat(link.counters().deliveredBytes()).isGreaterThan(bulk / 5);
    }
}
