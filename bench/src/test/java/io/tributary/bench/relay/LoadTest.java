package io.tributary.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.kernel.KernelSocket.Protocol;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final IpAddress HERE = IpAddress.parse("127.0.0.1");
    private final Load load = new Load();
    private final List<KernelSocket> checked = new ArrayList<>();
    private LoadServer server;
    private KernelSocket socket;

    @BeforeEach
    void connect() {
        KernelSocket listener = KernelSocket.listen(Protocol.TCP, HERE, 0);
        server = new LoadServer(listener);
        socket = KernelSocket.connect(Protocol.TCP, HERE, listener.localPort());
        socket.receiveTimeoutMs(10_000);
        socket.sendTimeoutMs(10_000);
    }

    @AfterEach
    void close() {
        socket.close();
        server.close();
    }

    @Test
    @DisplayName("bulk data up flows for the time that was asked for, and the server sees its end")
    void up() {
        Load.Carried carried = load.up(socket, 50, checked::add);
        assertThat(carried.bytes()).isPositive();
        assertThat(carried.ns()).isGreaterThanOrEqualTo(50_000_000);
        assertThat(carried.gigabitsPerSecond()).isEqualTo(carried.bytes() * 8.0 / carried.ns());
        assertThat(checked).containsExactly(socket);
    }

    @Test
    @DisplayName("bulk data down flows for the time that was asked for, and ends")
    void down() {
        Load.Carried carried = load.down(socket, 50, checked::add);
        assertThat(carried.bytes()).isPositive();
        assertThat(carried.ns()).isGreaterThanOrEqualTo(50_000_000);
        assertThat(checked).containsExactly(socket);
    }

    @Test
    @DisplayName("round trips are counted without those that warm up")
    void pingPong() {
        Histogram times = load.pingPong(socket, 200, checked::add);
        assertThat(times.getTotalCount()).isEqualTo(200);
        assertThat(times.getMinValue()).isPositive();
        assertThat(checked).containsExactly(socket);
    }

    @Test
    @DisplayName("a connection that is not what it should be fails the measurement")
    void refused() {
        assertThatThrownBy(() -> load.pingPong(socket, 10, World::checkBothPaths)).isInstanceOf(RelayFailure.class)
            .hasMessageContaining("fell back to TCP");
    }
}
