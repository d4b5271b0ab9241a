package io.tributary.bench.micro;

import io.tributary.device.Offload;
import io.tributary.ip.IpInput;
import io.tributary.ip.IpWriter;
import io.tributary.ip.SegmentParser;
import io.tributary.metrics.DropReason;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.IpAddress;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Headers of a data segment whose checksum the device vouches for. */
public class PacketBenchmark extends MicroBenchmark {
    private static final int PAYLOAD = 1400;

    @Param({"4", "6"})
    int version;
    private final IpInput input = new IpInput();
    private final SegmentParser parser = new SegmentParser();
    private final PacketView packet = new PacketView();
    private final SegmentView segment = new SegmentView();
    private final Offload offload = new Offload();
    private UnsafeBuffer buffer;
    private int length;

    @Setup
    public void build() {
        IpAddress from = IpAddress.parse(version == 4 ? "192.0.2.1" : "2001:db8::1");
        IpAddress to = IpAddress.parse(version == 4 ? "198.51.100.7" : "2001:db8:ffff::7");
        int tcpLength = TcpHeader.LENGTH + SampleOptions.data().paddedLength() + PAYLOAD;
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2048));
        int at = IpWriter.writeHeader(buffer, 0, from.hi(), from.lo(), to.hi(), to.lo(), IpProtocol.TCP, tcpLength, 64, 0, 1);
        TcpHeader.encode(buffer, at, 1000, 2000, 1, 2, TcpFlags.ACK, 0xffff, 0, SampleOptions.data());
        length = at + tcpLength;
        offload.set(0, true, at, at + tcpLength - PAYLOAD);
    }

    @Benchmark
    public DropReason ip() {
        return input.parse(buffer, 0, length, offload, packet);
    }

    @Benchmark
    public DropReason ipAndTcp() {
        DropReason reason = input.parse(buffer, 0, length, offload, packet);
        return reason != null ? reason : parser.parse(packet, offload, 0, segment);
    }
}
