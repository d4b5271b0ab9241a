package io.tributary.wire.option;

import io.tributary.Rfc;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The 40 bytes of TCP options of one outgoing segment, being filled. Options are put in the order of the calls;
 * {@link #claim} refuses what does not fit, so nobody has to count twice.
 */
@Rfc(value = 9293, section = "3.1")
public final class OptionPlan {
    /** Most bytes of options a TCP header can hold. */
    public static final int CAPACITY = 40;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
    private int length;

    public OptionPlan reset() {
        length = 0;
        return this;
    }

    /** Bytes planned so far, without padding. */
    public int length() {
        return length;
    }

    /** Bytes on the wire: padded to 32 bits. */
    public int paddedLength() {
        return length + 3 & ~3;
    }

    public int remaining() {
        return CAPACITY - length;
    }

    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Reserves {@code size} bytes; the caller writes them at the returned offset of {@link #buffer()}. @return -1 if they do not fit */
    public int claim(int size) {
        if (size > remaining()) {
            return -1;
        }
        int at = length;
        length += size;
        return at;
    }

    /** Takes back what was claimed last, down to {@code length} bytes. */
    public void truncate(int length) {
        this.length = Math.min(this.length, length);
    }

    /** Puts {@code count} NOPs; false if they do not fit. */
    public boolean nops(int count) {
        int at = claim(count);
        for (int i = 0; i < count && at >= 0; i++) {
            buffer.putByte(at + i, (byte) 1);
        }
        return at >= 0;
    }

    /** Moves all that is planned behind {@code count} NOPs; nothing happens if they do not fit. */
    public void nopsInFront(int count) {
        int planned = length;
        if (claim(count) < 0) {
            return;
        }
        for (int i = planned - 1; i >= 0; i--) {
            buffer.putByte(i + count, buffer.getByte(i));
        }
        buffer.setMemory(0, count, (byte) 1);
    }

    /** Copies the options with their padding (end-of-list zeros) to {@code dst}. */
    @Rfc(value = 9293, section = "3.1")
    public int copyTo(org.agrona.MutableDirectBuffer dst, int at) {
        int padded = paddedLength();
        dst.putBytes(at, buffer, 0, length);
        for (int i = length; i < padded; i++) {
            dst.putByte(at + i, (byte) 0);
        }
        return padded;
    }
}
