package io.tributary.wire.option;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/** What the flyweights of all MPTCP options share: the place, and reading at odd offsets in network order. */
abstract class MptcpOption {
    private DirectBuffer buffer;
    private int at;
    private int length;

    final void place(DirectBuffer buffer, int at, int length) {
        this.buffer = buffer;
        this.at = at;
        this.length = length;
    }

    /** Where the option lies. */
    public final DirectBuffer buffer() {
        return buffer;
    }

    /** Offset of the kind byte. */
    public final int at() {
        return at;
    }

    /** Bytes of the option, kind and length included. */
    public final int length() {
        return length;
    }

    final boolean is(int subtype) {
        return length >= 3 && u8(0) == TcpOptionKind.MPTCP && MptcpSubtype.subtype(buffer, at) == subtype;
    }

    final int u8(int offset) {
        return buffer.getByte(at + offset) & 0xff;
    }

    final int u16(int offset) {
        return buffer.getShort(at + offset, ByteOrder.BIG_ENDIAN) & 0xffff;
    }

    final int i32(int offset) {
        return buffer.getInt(at + offset, ByteOrder.BIG_ENDIAN);
    }

    final long i64(int offset) {
        return buffer.getLong(at + offset, ByteOrder.BIG_ENDIAN);
    }

    /** Claims and starts an option. @return its place in the plan, -1 if it does not fit */
    static int begin(OptionPlan plan, int length, int subtype, int lowNibble) {
        int at = plan.claim(length);
        if (at >= 0) {
            UnsafeBuffer b = plan.buffer();
            b.putByte(at, (byte) TcpOptionKind.MPTCP);
            b.putByte(at + 1, (byte) length);
            b.putByte(at + 2, (byte) (subtype << 4 | lowNibble));
        }
        return at;
    }

    static void put16(OptionPlan plan, int at, int value) {
        plan.buffer().putShort(at, (short) value, ByteOrder.BIG_ENDIAN);
    }

    static void put32(OptionPlan plan, int at, int value) {
        plan.buffer().putInt(at, value, ByteOrder.BIG_ENDIAN);
    }

    static void put64(OptionPlan plan, int at, long value) {
        plan.buffer().putLong(at, value, ByteOrder.BIG_ENDIAN);
    }
}
