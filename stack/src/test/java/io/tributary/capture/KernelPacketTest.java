package io.tributary.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.Offload;
import io.tributary.ip.IpInput;
import io.tributary.ip.SegmentParser;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.PacketView;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The stack's own input takes every packet of a kernel peer, and agrees with the decoder's more lenient one. */
class KernelPacketTest {
    private static final int ETHERNET_HEADER = 14;

    @TestFactory
    @DisplayName("IP and TCP input drop no packet that a kernel sent")
    Stream<DynamicTest> captures() {
        return Captures.NAMES.stream().map(name -> DynamicTest.dynamicTest(name, () -> parse(name)));
    }

    private static void parse(String name) {
        IpInput ip = new IpInput();
        SegmentParser parser = new SegmentParser();
        PacketDissector dissector = new PacketDissector();
        PacketView packet = new PacketView();
        Offload offload = new Offload();
        for (Captures.Packet p : Captures.packets(name)) {
            UnsafeBuffer b = new UnsafeBuffer(p.frame());
            SegmentView s = new SegmentView();
            SegmentView lenient = new SegmentView();
            assertThat(ip.parse(b, ETHERNET_HEADER, b.capacity() - ETHERNET_HEADER, offload.none(), packet)).isNull();
            assertThat(parser.parse(packet, offload, 3, s)).isNull();
            assertThat(dissector.dissect(LinkLayer.ETHERNET, b, 0, b.capacity(), b.capacity(), lenient)).isEqualTo(PacketDissector.Kind.SEGMENT);
            assertThat(fields(s)).isEqualTo(fields(lenient));
            assertThat(s.zone).isEqualTo(3);
        }
    }

    private static long[] fields(SegmentView s) {
        return new long[] {s.localHi, s.localLo, s.localPort, s.remoteHi, s.remoteLo, s.remotePort, s.seqNo, s.ackNo, s.flags, s.window,
            s.urgentPointer, s.ecn, s.payloadAt, s.payloadLength, s.options.at(), s.options.length(), s.options.mptcpCount(), s.options.malformed() ? 1 : 0};
    }
}
