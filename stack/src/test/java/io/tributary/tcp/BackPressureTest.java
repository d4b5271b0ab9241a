package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.metrics.Counter;
import io.tributary.testkit.CollectingDevice;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A device that takes nothing for a while: nothing is lost, nothing is sent twice, nobody spins. */
class BackPressureTest extends Dialogue {
    private void blocked(Runnable action) {
        peer.device.accept(0);
        action.run();
        for (int i = 0; i < 3; i++) {
            peer.shard.onTimers(peer.nowNs);
            assertThat(peer.shard.transmit(100, peer.nowNs)).as("work done").isZero();
            peer.shard.drainEvents(peer.nowNs);
        }
        peer.andNothingElse();
        peer.device.accept(1_000_000);
        peer.shard.runOnce(peer.nowNs);
    }

    private void open() {
        open(Segment.syn().mss(1000));
    }

    @Test
    @DisplayName("R8684 an option that is planned once goes out with the segment that carries it")
    void optionsArePlannedOnce() {
        blocked(() -> connect0(toPeer().multipath(true)));
        assertThat(peer.next().view.options.mptcpCount()).isEqualTo(1);
        assertThat(peer.shard.counters().get(Counter.MP_CAPABLE_SYN_TX)).isEqualTo(1);
    }

    private void connect0(ConnectSpec spec) {
        app.attachTo(peer.shard.connect(spec, app.out, app.in, app, peer.nowNs));
    }

    @Test
    @DisplayName("TCP-P-5 SYN and SYN/ACK wait for the device and count as sent once")
    void handshake() {
        blocked(() -> connect0(toPeer()));
        peer.expects("SYN seq 0 len 0");
        assertThat(peer.shard.counters().get(Counter.TCP_SYN_RETRANS)).isZero();
        blocked(() -> peer.inject(Segment.syn()));
        peer.expects("SYN,ACK seq 0 ack 1 len 0");
        blocked(() -> peer.inject(flags(io.tributary.wire.TcpFlags.SYN, 900_000, 0)));
        peer.expects("ACK seq 1 ack 1 len 0");
        peer.andNothingElse();
    }

    @Test
    @DisplayName("TCP-MUST-58 one ACK for all that came while the device was full")
    void acknowledgment() {
        open();
        blocked(() -> {
            peer.inject(Segment.ack(1, 1).data("abc"));
            peer.inject(Segment.ack(4, 1).data("def"));
            peer.inject(Segment.fin(7, 1));
        });
        peer.expects("ACK seq 1 ack 8 len 0");
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R6298-5-1 a retransmission that the device did not take is still due")
    void retransmission() {
        open();
        write(1000);
        drain();
        blocked(() -> peer.nowNs += 200 * MS);
        peer.expects("ACK seq 1 ack 1 len 1000");
        peer.andNothingElse();
        assertThat(peer.shard.counters().get(Counter.TCP_RETRANS_SEGS)).isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-P-12 FIN and the last ACK wait for the device; TIME-WAIT begins when it took the ACK")
    void closing() {
        open();
        blocked(() -> app.end());
        peer.expects("FIN,ACK seq 1 ack 1 len 0");
        blocked(() -> {
            peer.inject(Segment.fin(1, 2));
            assertThat(peer.shard.timeWaits()).isZero();
        });
        peer.expects("ACK seq 2 ack 2 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(peer.shard.timeWaits()).isEqualTo(1);
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("TCP-MUST-12 the RST of an abort waits for the device, and so does the news of it")
    void abort() {
        open();
        blocked(() -> {
            app.connection.abort(peer.nowNs);
            peer.inject(Segment.ack(1, 1).data("late"));
        });
        peer.expects("RST,ACK seq 1 ack 1 len 0");
        peer.andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.ABORTED);
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("TCP-MUST-36 a window probe waits for the device")
    void probe() {
        open();
        peer.sends(Segment.ack(1, 1).window(0));
        write(10);
        blocked(() -> peer.nowNs += 200 * MS);
        peer.expects("ACK seq 0 ack 1 len 0");
        peer.andNothingElse();
    }

    @Test
    @DisplayName("a device that is full does not hold up connections of another one")
    void otherInterface() {
        IpAddress local = IpAddress.parse("198.51.100.1");
        CollectingDevice other = new CollectingDevice(DeviceCapabilities.plain(1500));
        peer.shard.addInterface("test1", 1, new IpAddress[] {local}, other);
        peer.device.accept(0);
        connect0(toPeer());
        Endpoint second = new Endpoint();
        second.attachTo(peer.shard.connect(ConnectSpec.to(1, IpAddress.parse("198.51.100.2"), 80).multipath(false), second.out,
            second.in, second, peer.nowNs));
        assertThat(peer.shard.transmit(100, peer.nowNs)).isEqualTo(1);
        assertThat(other.size()).isEqualTo(1);
    }
}
