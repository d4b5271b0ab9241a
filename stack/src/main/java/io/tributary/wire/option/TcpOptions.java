package io.tributary.wire.option;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * The options of one received segment, walked once; a reused struct that refers to the packet's buffer.
 *
 * <p>Decisions: an option whose length is impossible for the walk (0, 1, beyond the header) ends it, what came before
 * counts. A known option with another length than its own is skipped like an unknown one. Of duplicates the first
 * counts. Which options a segment may carry (MSS, window scale, SACK-permitted and Fast Open only with SYN) is not judged
 * here, because that needs the flags.
 */
@Rfc(value = 9293, section = {"3.1", "3.2"})
@Rfc(value = 7323, section = {"2.2", "3.2"})
@Rfc(value = 2018, section = {"2", "3"})
@Rfc(value = 5482, section = {"3.3", "3.4"})
public final class TcpOptions {
    /** Kind-30 options remembered per segment; further ones are ignored. */
    public static final int MAX_MPTCP = 8;
    /** Largest shift of a window; a larger received value is taken as this one (RFC 7323 §2.3). */
    public static final int MAX_WINDOW_SCALE = 14;

    private static final int HAS_MSS = 1;
    private static final int HAS_WINDOW_SCALE = 2;
    private static final int SACK_PERMITTED = 4;
    private static final int HAS_TIMESTAMPS = 8;
    private static final int HAS_FAST_OPEN = 16;
    private static final int MALFORMED = 32;

    private final int[] mptcpAt = new int[MAX_MPTCP];
    private final int[] mptcpLength = new int[MAX_MPTCP];
    private DirectBuffer buffer;
    private int at;
    private int length;
    private int present;
    private int mss;
    private int windowScale;
    private int tsVal;
    private int tsEcr;
    private int sackAt;
    private int sackBlocks;
    private int fastOpenAt;
    private int fastOpenLength;
    private int fastOpenHead;
    private int mptcpCount;
    private int userTimeout;

    /** Walks {@code len} bytes of options from {@code at}; whatever they hold, no exception and no read outside them. */
    public TcpOptions parse(DirectBuffer b, int at, int len) {
        clear();
        buffer = b;
        this.at = at;
        length = len;
        int end = at + len;
        int i = at;
        while (i < end) {
            int kind = b.getByte(i) & 0xff;
            if (kind == TcpOptionKind.NOP) {
                i++;
                continue;
            }
            if (kind == TcpOptionKind.END) {
                return this;
            }
            int size = i + 1 < end ? b.getByte(i + 1) & 0xff : 0;
            if (size < 2 || size > end - i) {
                present |= MALFORMED;
                return this;
            }
            take(b, kind, i, size);
            i += size;
        }
        return this;
    }

    /** Forgets everything, as after a segment without options. */
    public void clear() {
        present = 0;
        sackBlocks = 0;
        mptcpCount = 0;
        userTimeout = 0;
        length = 0;
    }

    private void take(DirectBuffer b, int kind, int i, int size) {
        switch (kind) {
            case TcpOptionKind.MSS -> {
                if (size == 4 && isFirst(HAS_MSS)) {
                    mss = b.getShort(i + 2, ByteOrder.BIG_ENDIAN) & 0xffff;
                }
            }
            case TcpOptionKind.WINDOW_SCALE -> {
                if (size == 3 && isFirst(HAS_WINDOW_SCALE)) {
                    windowScale = Math.min(b.getByte(i + 2) & 0xff, MAX_WINDOW_SCALE);
                }
            }
            case TcpOptionKind.SACK_PERMITTED -> {
                if (size == 2) {
                    present |= SACK_PERMITTED;
                }
            }
            case TcpOptionKind.SACK -> {
                if (size >= 10 && size <= 34 && (size - 2) % 8 == 0 && sackBlocks == 0) {
                    sackAt = i + 2;
                    sackBlocks = (size - 2) / 8;
                }
            }
            case TcpOptionKind.TIMESTAMPS -> {
                if (size == 10 && isFirst(HAS_TIMESTAMPS)) {
                    tsVal = b.getInt(i + 2, ByteOrder.BIG_ENDIAN);
                    tsEcr = b.getInt(i + 6, ByteOrder.BIG_ENDIAN);
                }
            }
            case TcpOptionKind.FAST_OPEN -> takeFastOpen(i, size, 2);
            case TcpOptionKind.EXPERIMENT -> {
                if (size >= 4 && (b.getShort(i + 2, ByteOrder.BIG_ENDIAN) & 0xffff) == TcpOptionKind.FAST_OPEN_MAGIC) {
                    takeFastOpen(i, size, 4);
                }
            }
            case TcpOptionKind.USER_TIMEOUT -> {
                if (size == 4 && userTimeout == 0) {
                    userTimeout = b.getShort(i + 2, ByteOrder.BIG_ENDIAN) & 0xffff;
                }
            }
            case TcpOptionKind.MPTCP -> takeMptcp(i, size);
            default -> {
                // unknown options have a length and are skipped (RFC 9293, MUST-6)
            }
        }
    }

    /** @param head bytes before the cookie, by which the option's two forms differ */
    @Rfc(value = 7413, section = {"4.1.1", "A"})
    private void takeFastOpen(int i, int size, int head) {
        int cookie = size - head;
        if ((cookie == 0 || cookie >= 4 && cookie <= 16 && cookie % 2 == 0) && isFirst(HAS_FAST_OPEN)) {
            fastOpenAt = i + head;
            fastOpenLength = cookie;
            fastOpenHead = head;
        }
    }

    /** An option too short for a subtype is no MPTCP option. */
    @Rfc(value = 8684, section = "3")
    private void takeMptcp(int i, int size) {
        if (size >= 3 && mptcpCount < MAX_MPTCP) {
            mptcpAt[mptcpCount] = i;
            mptcpLength[mptcpCount++] = size;
        }
    }

    private boolean isFirst(int bit) {
        boolean first = (present & bit) == 0;
        present |= bit;
        return first;
    }

    public boolean hasMss() {
        return (present & HAS_MSS) != 0;
    }

    /** 0 to 65,535 as received; meaningful with {@link #hasMss()}. */
    public int mss() {
        return mss;
    }

    public boolean hasWindowScale() {
        return (present & HAS_WINDOW_SCALE) != 0;
    }

    /** 0 to 14; meaningful with {@link #hasWindowScale()}. */
    public int windowScale() {
        return windowScale;
    }

    public boolean sackPermitted() {
        return (present & SACK_PERMITTED) != 0;
    }

    public boolean hasTimestamps() {
        return (present & HAS_TIMESTAMPS) != 0;
    }

    public int tsVal() {
        return tsVal;
    }

    public int tsEcr() {
        return tsEcr;
    }

    /** 0 to 4. */
    public int sackBlocks() {
        return sackBlocks;
    }

    /** Left edge of block {@code i}, which must be below {@link #sackBlocks()}; nothing is promised about its order. */
    public int sackLeft(int i) {
        return buffer.getInt(sackAt + 8 * i, ByteOrder.BIG_ENDIAN);
    }

    public int sackRight(int i) {
        return buffer.getInt(sackAt + 8 * i + 4, ByteOrder.BIG_ENDIAN);
    }

    /** A User Timeout Option that says something: the value 0 is reserved, and ignored. */
    public boolean hasUserTimeout() {
        return (userTimeout & 0x7fff) != 0;
    }

    /** Seconds, to 32,767 minutes; 0 without the option. */
    public long userTimeoutSeconds() {
        return (userTimeout & 0x7fff) * ((userTimeout & 0x8000) != 0 ? 60L : 1L);
    }

    public boolean hasFastOpen() {
        return (present & HAS_FAST_OPEN) != 0;
    }

    /** Where the cookie starts in {@link #buffer()}. */
    public int fastOpenAt() {
        return fastOpenAt;
    }

    /** Bytes of the cookie: 0 for a request, else 4 to 16. */
    public int fastOpenLength() {
        return fastOpenLength;
    }

    /** The option came in the form it had as an experiment; meaningful with {@link #hasFastOpen()}. */
    public boolean fastOpenExperimental() {
        return fastOpenHead == 4;
    }

    /** Kind-30 options found, 0 to {@link #MAX_MPTCP}; each is at least 3 bytes. */
    public int mptcpCount() {
        return mptcpCount;
    }

    /** Where the {@code i}th kind-30 option (its kind byte) starts in {@link #buffer()}. */
    public int mptcpAt(int i) {
        return mptcpAt[i];
    }

    public int mptcpLength(int i) {
        return mptcpLength[i];
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public int at() {
        return at;
    }

    public int length() {
        return length;
    }

    /** The walk ended early at an impossible length. */
    public boolean malformed() {
        return (present & MALFORMED) != 0;
    }
}
