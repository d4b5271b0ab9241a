package io.tributary.wire.option;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/** Puts TCP's own options into a plan, unpadded; each method answers false (or -1) and changes nothing if there is no room. */
@Rfc(value = 9293, section = "3.2")
public final class TcpOptionWriter {
    /** Most blocks a SACK option may have (RFC 2018 §3: 40 bytes allow 4). */
    public static final int MAX_SACK_BLOCKS = 4;

    private TcpOptionWriter() {
    }

    /** @param mss bytes, 0 to 65,535 */
    public static boolean mss(OptionPlan plan, int mss) {
        int at = begin(plan, TcpOptionKind.MSS, 4);
        if (at >= 0) {
            plan.buffer().putShort(at + 2, (short) mss, ByteOrder.BIG_ENDIAN);
        }
        return at >= 0;
    }

    /** @param shift 0 to 14 */
    public static boolean windowScale(OptionPlan plan, int shift) {
        int at = begin(plan, TcpOptionKind.WINDOW_SCALE, 3);
        if (at >= 0) {
            plan.buffer().putByte(at + 2, (byte) shift);
        }
        return at >= 0;
    }

    public static boolean sackPermitted(OptionPlan plan) {
        return begin(plan, TcpOptionKind.SACK_PERMITTED, 2) >= 0;
    }

    public static boolean timestamps(OptionPlan plan, int val, int ecr) {
        int at = begin(plan, TcpOptionKind.TIMESTAMPS, 10);
        if (at >= 0) {
            plan.buffer().putInt(at + 2, val, ByteOrder.BIG_ENDIAN);
            plan.buffer().putInt(at + 6, ecr, ByteOrder.BIG_ENDIAN);
        }
        return at >= 0;
    }

    /**
     * Starts a SACK option, only if at least one block fits; {@link #addSackBlock} must follow at least once.
     *
     * @return the option's place, -1 if there is no room
     */
    @Rfc(value = 2018, section = "3")
    public static int beginSack(OptionPlan plan) {
        return plan.remaining() >= 10 ? begin(plan, TcpOptionKind.SACK, 2) : -1;
    }

    /**
     * Adds a block to the option that {@link #beginSack} started; nothing else may have been put into the plan since.
     *
     * @return false if there is no room, or four blocks are there already
     */
    public static boolean addSackBlock(OptionPlan plan, int sackAt, int left, int right) {
        UnsafeBuffer b = plan.buffer();
        int size = b.getByte(sackAt + 1);
        int at = size < 2 + 8 * MAX_SACK_BLOCKS ? plan.claim(8) : -1;
        if (at >= 0) {
            b.putInt(at, left, ByteOrder.BIG_ENDIAN);
            b.putInt(at + 4, right, ByteOrder.BIG_ENDIAN);
            b.putByte(sackAt + 1, (byte) (size + 8));
        }
        return at >= 0;
    }

    /**
     * The User Timeout Option, in seconds, or in minutes, rounded up, where seconds do not fit.
     *
     * @param seconds 1 to 32,767 minutes; others are brought into that range, as 0 may not be sent
     */
    @Rfc(value = 5482, section = {"3.3", "3.4"})
    public static boolean userTimeout(OptionPlan plan, long seconds) {
        int at = begin(plan, TcpOptionKind.USER_TIMEOUT, 4);
        if (at >= 0) {
            long value = seconds <= 0x7fff ? Math.max(1, seconds) : 0x8000 | Math.min(0x7fff, (seconds + 59) / 60);
            plan.buffer().putShort(at + 2, (short) value, ByteOrder.BIG_ENDIAN);
        }
        return at >= 0;
    }

    /**
     * The Fast Open option: a request when {@code length} is 0, else a cookie of 4 to 16 bytes, an even number.
     *
     * @return false also for a cookie of another length
     */
    public static boolean fastOpen(OptionPlan plan, DirectBuffer cookie, int cookieAt, int length) {
        return fastOpen(plan, cookie, cookieAt, length, false);
    }

    /** @param experimental in the form of the time before it had a kind of its own, as the peer speaks it */
    @Rfc(value = 7413, section = {"4.1.1", "A"})
    public static boolean fastOpen(OptionPlan plan, DirectBuffer cookie, int cookieAt, int length, boolean experimental) {
        if (length != 0 && (length < 4 || length > 16 || length % 2 != 0)) {
            return false;
        }
        int head = experimental ? 4 : 2;
        int at = begin(plan, experimental ? TcpOptionKind.EXPERIMENT : TcpOptionKind.FAST_OPEN, head + length);
        if (at >= 0 && experimental) {
            plan.buffer().putShort(at + 2, (short) TcpOptionKind.FAST_OPEN_MAGIC, ByteOrder.BIG_ENDIAN);
        }
        if (at >= 0 && length > 0) {
            plan.buffer().putBytes(at + head, cookie, cookieAt, length);
        }
        return at >= 0;
    }

    private static int begin(OptionPlan plan, int kind, int size) {
        int at = plan.claim(size);
        if (at >= 0) {
            plan.buffer().putByte(at, (byte) kind);
            plan.buffer().putByte(at + 1, (byte) size);
        }
        return at;
    }
}
