package io.tributary.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PipeDeviceTest {
    private static final DeviceCapabilities GSO = new DeviceCapabilities(1500, true, true, false, 65_535);

    private final Received received = new Received();

    @Test
    @DisplayName("packets arrive whole and in order at the other end, never at one's own")
    void order() {
        PipeDevice[] pipe = PipeDevice.pair(DeviceCapabilities.plain(1500), 4);
        Received.send(pipe[0], new byte[] {1});
        Received.send(pipe[0], new byte[] {2, 3});
        assertThat(pipe[0].receive(received, 10)).isZero();
        assertThat(pipe[1].waiting()).isEqualTo(2);
        assertThat(pipe[1].receive(received, 1)).isEqualTo(1);
        assertThat(pipe[1].receive(received, 10)).isEqualTo(1);
        assertThat(received.packets).containsExactly(new byte[] {1}, new byte[] {2, 3});
    }

    @Test
    @DisplayName("a full queue refuses the next packet and takes it after one was received")
    void bounded() {
        PipeDevice[] pipe = PipeDevice.pair(DeviceCapabilities.plain(1500), 2);
        assertThat(Received.send(pipe[1], new byte[] {1})).isTrue();
        assertThat(Received.send(pipe[1], new byte[] {2})).isTrue();
        assertThat(Received.send(pipe[1], new byte[] {3})).isFalse();
        pipe[0].receive(received, 1);
        assertThat(Received.send(pipe[1], new byte[] {3})).isTrue();
        pipe[0].receive(received, 9);
        assertThat(received.packets).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
    }

    @Test
    @DisplayName("a handler may answer while its packet is still with it, even if the queue holds one")
    void answering() {
        PipeDevice[] pipe = PipeDevice.pair(DeviceCapabilities.plain(1500), 1);
        Received.send(pipe[0], new byte[] {0});
        for (int i = 0; i < 100; i++) {
            PipeDevice here = pipe[(i + 1) % 2];
            int n = here.receive((b, at, length, o) -> {
                assertThat(Received.send(here, new byte[] {(byte) (b.getByte(at) + 1)})).isTrue();
            }, 5);
            assertThat(n).isEqualTo(1);
        }
        pipe[1].receive(received, 1);
        assertThat(received.packets).containsExactly(new byte[] {100});
    }

    @Test
    @DisplayName("an aborted slot is not sent")
    void abort() {
        PipeDevice[] pipe = PipeDevice.pair(DeviceCapabilities.plain(1500), 1);
        int at = pipe[0].sink().claim(10);
        pipe[0].sink().abort(at);
        assertThat(pipe[1].receive(received, 1)).isZero();
        assertThat(Received.send(pipe[0], new byte[] {1})).isTrue();
    }

    @Test
    @DisplayName("offload information travels with the packet")
    void offload() {
        PipeDevice[] pipe = PipeDevice.pair(GSO, 4);
        byte[] packet = TestPackets.tcp4(1, new byte[4000]);
        Received.send(pipe[0], packet, new Offload().set(1460, true, 20, 40));
        pipe[1].receive(received, 1);
        assertThat(received.packets).containsExactly(packet);
        assertThat(received.offloads.get(0)).usingRecursiveComparison().isEqualTo(new Offload().set(1460, true, 20, 40));
    }

    @Test
    @DisplayName("what the device said it cannot do is refused: size, super-segments, partial checksums")
    void capabilities() {
        PipeDevice[] plain = PipeDevice.pair(DeviceCapabilities.plain(1500), 4);
        PipeDevice[] gso = PipeDevice.pair(GSO, 4);
        assertThat(Received.send(plain[0], new byte[1500])).isTrue();
        assertThatThrownBy(() -> plain[0].sink().claim(1501)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Received.send(plain[0], TestPackets.tcp4(1, new byte[10]), new Offload().set(0, true, 20, 0)))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Received.send(gso[0], TestPackets.tcp6(1, new byte[4000]), new Offload().set(1440, true, 40, 60)))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Received.send(gso[0], TestPackets.tcp4(1, new byte[1461]))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Received.send(gso[0], TestPackets.tcp4(1, new byte[1460]))).isTrue();
    }

    @Test
    @DisplayName("a closed end loses what waits there, the other end may go on sending")
    void close() {
        PipeDevice[] pipe = PipeDevice.pair(DeviceCapabilities.plain(1500), 1);
        Received.send(pipe[0], new byte[] {1});
        pipe[1].close();
        assertThat(pipe[1].receive(received, 1)).isZero();
        assertThat(Received.send(pipe[0], new byte[] {1})).isTrue();
        assertThat(Received.send(pipe[0], new byte[] {2})).isTrue();
        assertThat(Received.send(pipe[1], new byte[] {3})).isFalse();
        assertThat(pipe[1].receive(received, 1)).isZero();
    }
}
