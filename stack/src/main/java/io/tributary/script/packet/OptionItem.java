package io.tributary.script.packet;

import io.tributary.tcp.SegmentView;
import io.tributary.wire.option.TcpOptionKind;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** One option of a packet as it is on the wire. {@code length} includes kind and length byte. */
record OptionItem(DirectBuffer buffer, int at, int kind, int length) {
    /** All options of a segment, paddings included; the walk ends where lengths stop making sense. */
    static List<OptionItem> of(SegmentView s) {
        List<OptionItem> items = new ArrayList<>();
        DirectBuffer b = s.options.buffer();
        int i = s.options.at();
        int end = i + s.options.length();
        while (i < end) {
            int kind = b.getByte(i) & 0xff;
            boolean single = kind == TcpOptionKind.END || kind == TcpOptionKind.NOP;
            int length = single ? 1 : i + 1 < end ? b.getByte(i + 1) & 0xff : 0;
            if (length < 1 || !single && length < 2 || i + length > end) {
                break;
            }
            items.add(new OptionItem(b, i, kind, length));
            i += length;
        }
        return items;
    }

    boolean isPadding() {
        return kind == TcpOptionKind.END || kind == TcpOptionKind.NOP;
    }

    int u8(int offset) {
        return buffer.getByte(at + offset) & 0xff;
    }

    int u16(int offset) {
        return buffer.getShort(at + offset, ByteOrder.BIG_ENDIAN) & 0xffff;
    }

    int i32(int offset) {
        return buffer.getInt(at + offset, ByteOrder.BIG_ENDIAN);
    }

    long i64(int offset) {
        return buffer.getLong(at + offset, ByteOrder.BIG_ENDIAN);
    }

    byte[] body() {
        byte[] b = new byte[Math.max(0, length - 2)];
        buffer.getBytes(at + 2, b);
        return b;
    }
}
