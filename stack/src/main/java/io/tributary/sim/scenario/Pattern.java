package io.tributary.sim.scenario;

import io.tributary.random.SeededRandomStream;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An endless known stream: every byte follows from its position, so nothing of a transfer has to be kept. */
public final class Pattern {
    /** A prime, so that no segment size repeats itself against it. */
    private static final int PERIOD = 65_521;
    private static final int LONGEST = 65_536;

    private final UnsafeBuffer table = new UnsafeBuffer(new byte[PERIOD + LONGEST]);

    public Pattern(long seed) {
        SeededRandomStream random = new SeededRandomStream(seed);
        for (int i = 0; i < PERIOD; i++) {
            table.putByte(i, (byte) random.nextLong());
        }
        table.putBytes(PERIOD, table, 0, LONGEST);
    }

    public void copy(long position, int length, MutableDirectBuffer to, int at) {
        for (int done = 0; done < length; ) {
            int n = Math.min(length - done, LONGEST);
            to.putBytes(at + done, table, (int) ((position + done) % PERIOD), n);
            done += n;
        }
    }

    public boolean matches(long position, DirectBuffer b, int at, int length) {
        int from = (int) (position % PERIOD);
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (b.getLong(at + i, ByteOrder.LITTLE_ENDIAN) != table.getLong(from + i, ByteOrder.LITTLE_ENDIAN)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (b.getByte(at + i) != table.getByte(from + i)) {
                return false;
            }
        }
        return true;
    }
}
