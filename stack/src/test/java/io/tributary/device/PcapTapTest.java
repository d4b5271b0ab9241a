package io.tributary.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PcapTapTest {
    private static final DeviceCapabilities OFFLOAD = new DeviceCapabilities(1500, true, true, true, 65_535);

    private final PipeDevice[] pipe = PipeDevice.pair(OFFLOAD, 8);
    private final List<byte[]> recorded = new ArrayList<>();
    private final List<String> how = new ArrayList<>();
    private long nowNs = 7;
    private final PcapTap tap = new PcapTap(pipe[0], (timeNs, inbound, buffer, at, length) -> {
        byte[] b = new byte[length];
        buffer.getBytes(at, b);
        recorded.add(b);
        how.add(timeNs + (inbound ? " in" : " out"));
    }, () -> nowNs);

    @Test
    @DisplayName("both directions are recorded as they passed, with time and direction")
    void bothDirections() {
        byte[] out = TestPackets.tcp4(1, new byte[] {1, 2, 3});
        byte[] in = TestPackets.tcp6(2, new byte[] {4, 5});
        Received.send(tap, out);
        Received.send(pipe[1], in);
        nowNs = 8;
        Received here = new Received();
        Received there = new Received();
        tap.receive(here, 9);
        pipe[1].receive(there, 9);
        assertThat(recorded).containsExactly(out, in);
        assertThat(how).containsExactly("7 out", "8 in");
        assertThat(here.packets).containsExactly(in);
        assertThat(there.packets).containsExactly(out);
    }

    @Test
    @DisplayName("a partial checksum is completed in the record and left alone on its way, odd lengths and super-segments too")
    void partialChecksum() {
        for (byte[] whole : List.of(TestPackets.tcp4(1, new byte[] {1, 2, 3}), TestPackets.tcp6(1, new byte[] {4, 5}),
            TestPackets.tcp4(1, new byte[20_000]))) {
            int transportAt = whole[0] >> 4 == 4 ? 20 : 40;
            byte[] partial = whole.clone();
            partial[transportAt + 16] = 0x12;
            partial[transportAt + 17] = 0x34;
            Offload offload = new Offload().set(whole.length > 1500 ? 1460 : 0, true, transportAt, transportAt + 20);
            Received there = new Received();
            Received.send(tap, partial, offload);
            pipe[1].receive(there, 9);
            assertThat(there.packets).containsExactly(partial);
            assertThat(recorded.remove(0)).isEqualTo(whole);

            Received here = new Received();
            Received.send(pipe[1], partial, offload);
            Received.send(pipe[1], whole, offload);
            tap.receive(here, 9);
            assertThat(here.packets).containsExactly(partial, whole);
            assertThat(recorded).containsExactly(whole, whole);
            recorded.clear();
        }
    }

    @Test
    @DisplayName("an aborted packet is not recorded")
    void abort() {
        tap.sink().abort(tap.sink().claim(20));
        assertThat(recorded).isEmpty();
    }
}
