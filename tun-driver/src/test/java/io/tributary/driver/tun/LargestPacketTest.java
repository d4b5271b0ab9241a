package io.tributary.driver.tun;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.abi.In;
import io.tributary.device.Offload;
import io.tributary.wire.IpAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel forwards between two TUNs of ours and cuts what we give it in one piece. */
@Timeout(60)
class LargestPacketTest {
    private static final String PLAIN = "tribtun5";
    private static final IpAddress FAR_V4 = IpAddress.parse("10.96.0.9");
    private static final IpAddress FAR_V6 = IpAddress.parse("fd96::9");
    private static final int GSO = 1400;

    @ParameterizedTest(name = "IPv4 {0}, {1} bytes")
    @DisplayName("a super-segment as long as IP can say is taken in one write and arrives in segments, each complete, none missing")
    @CsvSource({"true,65535", "false,65535", "true,57920"})
    void largest(boolean v4, int length) {
        int t = v4 ? 20 : 40;
        int headers = t + 32;
        byte[] data = new byte[length - headers];
        new Random(length).nextBytes(data);
        try (TunRig rig = new TunRig(1, true); TunDevice plain = rig.ns.call(() -> TunDevice.open(PLAIN, 1, false, TunRig.MTU))) {
            int index = rig.routes.existingLink(PLAIN).index();
            rig.routes.setUp(index, true);
            rig.routes.addRoute(FAR_V4, 32, index);
            rig.routes.addRoute(FAR_V6, 128, index);
            rig.ns.call(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1"));
            rig.ns.call(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "1"));

            UnsafeBuffer b = (UnsafeBuffer) rig.queue().sink().buffer();
            int at = rig.queue().sink().claim(length);
            b.setMemory(at, headers, (byte) 0);
            if (v4) {
                Packets.ipv4(b, at, length, In.IPPROTO_TCP, TunRig.OUR_V4, FAR_V4);
            } else {
                Packets.ipv6(b, at, length, In.IPPROTO_TCP, TunRig.OUR_V6, FAR_V6);
            }
            TransportHeader.putU16(b, at + t + 12, 0x8010);
            b.setMemory(at + t + 20, 12, (byte) 1);
            b.putBytes(at + headers, data);
            TransportHeader.makePartial(b, at, length, t);
            rig.queue().sink().commit(at, length, new Offload().set(GSO, true, t, headers));
            assertThat(rig.queue().statistics().sent).isEqualTo(1);
            assertThat(rig.queue().statistics().superSegmentsSent).isEqualTo(1);

            byte[] got = new byte[data.length];
            for (int have = 0; have < got.length; ) {
                TunRig.Packet p = TunRig.await(plain.queue(0), q -> q.version() == (v4 ? 4 : 6) && q.protocol() == In.IPPROTO_TCP);
                assertThat(TunQueueTest.transportSum(p)).isEqualTo(0xffff);
                assertThat(p.bytes.capacity()).isLessThanOrEqualTo(headers + GSO);
                int n = p.bytes.capacity() - headers;
                p.bytes.getBytes(headers, got, p.bytes.getInt(t + 4, ByteOrder.BIG_ENDIAN), n);
                have += n;
            }
            assertThat(got).isEqualTo(data);
        }
    }
}
