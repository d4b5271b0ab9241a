package io.tributary.driver.tun;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.abi.In;
import io.tributary.device.Offload;
import io.tributary.wire.Checksum;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftwareSegmenterTest {
    private static final int FIN = 1;
    private static final int PSH = 8;
    private static final int ACK = 16;
    private static final int CWR = 0x80;
    private static final int AT = 16;
    private static final int OPTIONS = 12;

    @ParameterizedTest(name = "IPv4 {0}, {1} bytes in segments of {2}")
    @DisplayName("segments carry the whole payload in order, each a good packet; CWR on the first, PSH and FIN on the last")
    @CsvSource({"true,4000,1000", "true,4001,1000", "false,4000,1000", "false,65000,1400", "true,3,1", "true,65483,65482"})
    void split(boolean v4, int payload, int size) {
        int t = v4 ? 20 : 40;
        int headers = t + 20 + OPTIONS;
        byte[] data = new byte[payload];
        new Random(payload).nextBytes(data);
        UnsafeBuffer b = new UnsafeBuffer(new byte[AT + headers + payload]);
        if (v4) {
            Packets.ipv4(b, AT, headers + payload, In.IPPROTO_TCP, TunRig.OUR_V4, TunRig.KERNEL_V4);
            TransportHeader.putU16(b, AT + 4, 0xffff);
        } else {
            Packets.ipv6(b, AT, headers + payload, In.IPPROTO_TCP, TunRig.OUR_V6, TunRig.KERNEL_V6);
        }
        b.putInt(AT + t + 4, -500, ByteOrder.BIG_ENDIAN);
        TransportHeader.putU16(b, AT + t + 12, 0x8000 | FIN | PSH | ACK | CWR);
        b.setMemory(AT + t + 20, OPTIONS, (byte) 1);
        b.putBytes(AT + headers, data);

        List<UnsafeBuffer> segments = new ArrayList<>();
        new SoftwareSegmenter().split(b, AT, headers + payload, new Offload().set(size, true, t, headers), (buffer, at, length) -> {
            byte[] copy = new byte[length];
            buffer.getBytes(at, copy);
            segments.add(new UnsafeBuffer(copy));
        });

        assertThat(segments).hasSize((payload + size - 1) / size);
        ByteArrayOutputStream carried = new ByteArrayOutputStream();
        for (int i = 0; i < segments.size(); i++) {
            UnsafeBuffer s = segments.get(i);
            int length = s.capacity();
            if (v4) {
                assertThat(TransportHeader.u16(s, 2)).isEqualTo(length);
                assertThat(TransportHeader.u16(s, 4)).isEqualTo(0xffff + i & 0xffff);
                assertThat(Checksum.fold(Checksum.sum(s, 0, 20))).isEqualTo(0xffff);
            } else {
                assertThat(TransportHeader.u16(s, 4)).isEqualTo(length - 40);
            }
            assertThat(Checksum.fold(Checksum.sum(s, v4 ? 12 : 8, length - (v4 ? 12 : 8)) + In.IPPROTO_TCP + length - t)).isEqualTo(0xffff);
            assertThat(s.getInt(t + 4, ByteOrder.BIG_ENDIAN)).isEqualTo(-500 + i * size);
            int expected = ACK | (i == 0 ? CWR : 0) | (i == segments.size() - 1 ? FIN | PSH : 0);
            assertThat(s.getByte(t + 13) & 0xff).isEqualTo(expected);
            assertThat(s.getByte(t + 20 + OPTIONS - 1)).isEqualTo((byte) 1);
            carried.write(s.byteArray(), headers, length - headers);
        }
        assertThat(carried.toByteArray()).isEqualTo(data);
    }
}
