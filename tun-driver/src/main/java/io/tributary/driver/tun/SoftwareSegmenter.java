package io.tributary.driver.tun;

import io.tributary.device.Offload;
import io.tributary.driver.nativeio.Native;
import io.tributary.wire.Checksum;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts a TCP super-segment into segments with complete checksums, for a device without segmentation offload: one that came in
 * by a device with it can be passed on by one without.
 */
final class SoftwareSegmenter {
    /** Takes one segment, lent for the call. */
    interface Output {
        void segment(UnsafeBuffer buffer, int at, int length);
    }

    private static final int FIN_PSH = 0x09;
    private static final int CWR = 0x80;
    private final UnsafeBuffer out = Native.memory(1 << 16);

    void split(MutableDirectBuffer b, int at, int length, Offload o, Output output) {
        int headers = o.headerLength;
        int transportAt = o.transportAt;
        int payload = length - headers;
        int flags = b.getByte(at + transportAt + 13) & 0xff;
        int seq = b.getInt(at + transportAt + 4, ByteOrder.BIG_ENDIAN);
        boolean v4 = (b.getByte(at) >> 4 & 0xf) == 4;
        int id = TransportHeader.u16(b, at + 4);
        out.putBytes(0, b, at, headers);
        for (int done = 0, i = 0; done < payload; i++) {
            int n = Math.min(o.gsoSize, payload - done);
            boolean last = done + n == payload;
            out.putBytes(headers, b, at + headers + done, n);
            out.putInt(transportAt + 4, seq + done, ByteOrder.BIG_ENDIAN);
            out.putByte(transportAt + 13, (byte) (flags & ~(last ? 0 : FIN_PSH) & ~(i == 0 ? 0 : CWR)));
            if (v4) {
                TransportHeader.putU16(out, 2, headers + n);
                TransportHeader.putU16(out, 4, id + i);
                TransportHeader.putU16(out, 10, 0);
                TransportHeader.putU16(out, 10, Checksum.finish(Checksum.sum(out, 0, (out.getByte(0) & 0xf) * 4)));
            } else {
                TransportHeader.putU16(out, 4, headers + n - 40);
            }
            TransportHeader.makePartial(out, 0, headers + n, transportAt);
            TransportHeader.finish(out, 0, headers + n, transportAt, TransportHeader.TCP_CHECKSUM);
            output.segment(out, 0, headers + n);
            done += n;
        }
    }
}
