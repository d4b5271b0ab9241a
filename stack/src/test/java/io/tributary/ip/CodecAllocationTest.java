package io.tributary.ip;

import com.sun.management.ThreadMXBean;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class CodecAllocationTest {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final IpInput input = new IpInput();
    private final SegmentParser parser = new SegmentParser();
    private final IcmpInput icmp = new IcmpInput();
    private final PacketView packet = new PacketView();
    private final SegmentView segment = new SegmentView();
    private final IcmpErrorView error = new IcmpErrorView();
    private final DssOption dss = new DssOption();
    private final OptionPlan plan = new OptionPlan();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[2_000]);
    private long seen;

    @Test
    @DisplayName("DD reading and writing packets allocates nothing, whatever the packets are")
    void allocatesNothing() {
        List<UnsafeBuffer> packets = CodecSeeds.packets().stream().map(UnsafeBuffer::new).toList();
        for (int i = 0; i < 50; i++) {
            round(packets);
        }
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            round(packets);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
        assertThat(seen).isGreaterThan(50_000);
    }

    private void round(List<UnsafeBuffer> packets) {
        for (int i = 0; i < packets.size(); i++) {
            UnsafeBuffer b = packets.get(i);
            if (input.parse(b, 0, b.capacity(), Packets.NONE, packet) != null) {
                continue;
            }
            if (parser.parse(packet, Packets.NONE, 0, segment) == null) {
                read();
            } else if (icmp.parse(packet, error) == null) {
                seen++;
            }
            write();
            IcmpOutput.timeExceeded(out, 0, packet, packet.dstHi, packet.dstLo);
        }
    }

    private void read() {
        for (int k = 0; k < segment.options.mptcpCount(); k++) {
            dss.wrap(segment.options.buffer(), segment.options.mptcpAt(k), segment.options.mptcpLength(k));
            seen += dss.isWellFormed() && dss.hasMapping() ? dss.dataLevelLength() : 0;
        }
    }

    private void write() {
        TcpOptionWriter.timestamps(plan.reset(), 1, 2);
        DssOption.encode(plan, DssOption.ACK | DssOption.MAPPING, 1, 2, 3, 4, DssOption.NO_CHECKSUM);
        int at = IpWriter.writeHeader(out, 0, packet.dstHi, packet.dstLo, packet.srcHi, packet.srcLo, IpProtocol.TCP, 60, 64, 0, 0);
        seen += TcpHeader.encode(out, at, 1, 2, 3, 4, TcpFlags.ACK, 5, 0, plan);
    }
}
