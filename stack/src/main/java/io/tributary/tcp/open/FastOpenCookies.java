package io.tributary.tcp.open;

import io.tributary.Rfc;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The cookies a server gives: eight bytes that only the holder of the key can make, good for one pair of addresses. After the
 * key has changed, cookies of the one before are still good.
 */
@Rfc(value = 7413, section = {"4.1.2", "5.1"})
public final class FastOpenCookies {
    public static final int LENGTH = 8;

    private SipHash current;
    private SipHash previous;

    /** The two halves of a secret. Servers behind one address share it. */
    public FastOpenCookies(long key0, long key1) {
        current = new SipHash(key0, key1);
    }

    /** A new key; the one before the last is forgotten. */
    public void rotate(long key0, long key1) {
        previous = current;
        current = new SipHash(key0, key1);
    }

    public byte[] make(long localHi, long localLo, long remoteHi, long remoteLo) {
        byte[] cookie = new byte[LENGTH];
        new UnsafeBuffer(cookie).putLong(0, current.of(remoteHi, remoteLo, localHi, localLo), ByteOrder.BIG_ENDIAN);
        return cookie;
    }

    /** Whether {@code length} bytes are the cookie for these addresses, under either key. */
    public boolean isGood(long localHi, long localLo, long remoteHi, long remoteLo, DirectBuffer b, int at, int length) {
        if (length != LENGTH) {
            return false;
        }
        long cookie = b.getLong(at, ByteOrder.BIG_ENDIAN);
        return cookie == current.of(remoteHi, remoteLo, localHi, localLo)
            || previous != null && cookie == previous.of(remoteHi, remoteLo, localHi, localLo);
    }

    /** A good cookie, but of the key before: its owner should have a new one. */
    public boolean isOutdated(long localHi, long localLo, long remoteHi, long remoteLo, DirectBuffer b, int at) {
        return b.getLong(at, ByteOrder.BIG_ENDIAN) != current.of(remoteHi, remoteLo, localHi, localLo);
    }
}
