package io.tributary.mptcp.open;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;

/**
 * HMAC-SHA256 over the few short messages of MPTCP. "Own" is always the host that sends the HMAC: its key and its nonce
 * come first, whoever opened the connection.
 */
@Rfc(value = 2104, section = "2")
@Rfc(value = 8684, section = {"3.2", "3.4.1"})
public final class Hmac {
    private static final int BLOCK = 64;

    private final Sha256 sha = new Sha256();
    private final byte[] pad = new byte[BLOCK];
    private final byte[] message = new byte[19];
    private final byte[] inner = new byte[Sha256.LENGTH];

    /**
     * The full HMAC of an MP_JOIN handshake: a SYN/ACK carries its first 8 bytes, a third ACK the first 20.
     *
     * @return an array of 32 bytes that the next call overwrites
     */
    public byte[] join(long ownKey, long peerKey, int ownNonce, int peerNonce) {
        Sha256.putInt(message, 0, ownNonce);
        Sha256.putInt(message, 4, peerNonce);
        return compute(ownKey, peerKey, 8);
    }

    /** The leftmost 64 bits of {@link #join}. */
    public long joinLeft64(long ownKey, long peerKey, int ownNonce, int peerNonce) {
        return Sha256.getLong(join(ownKey, peerKey, ownNonce, peerNonce), 0);
    }

    /** The rightmost 64 bits of the HMAC over an advertised address. {@code port} is 0 when the option has none. */
    public long address(long ownKey, long peerKey, int addressId, long hi, long lo, int port) {
        message[0] = (byte) addressId;
        int at = 1;
        if (IpAddress.isV4(hi, lo)) {
            Sha256.putInt(message, at, (int) lo);
            at += 4;
        } else {
            Sha256.putLong(message, at, hi);
            Sha256.putLong(message, at + 8, lo);
            at += 16;
        }
        message[at] = (byte) (port >>> 8);
        message[at + 1] = (byte) port;
        return Sha256.getLong(compute(ownKey, peerKey, at + 2), Sha256.LENGTH - 8);
    }

    private byte[] compute(long ownKey, long peerKey, int length) {
        startWithKey(ownKey, peerKey, 0x36);
        sha.update(message, length);
        System.arraycopy(sha.finish(), 0, inner, 0, inner.length);
        startWithKey(ownKey, peerKey, 0x5c);
        sha.update(inner, inner.length);
        return sha.finish();
    }

    private void startWithKey(long ownKey, long peerKey, int padByte) {
        Sha256.putLong(pad, 0, ownKey);
        Sha256.putLong(pad, 8, peerKey);
        for (int i = 0; i < BLOCK; i++) {
            pad[i] = (byte) (i < 16 ? pad[i] ^ padByte : padByte);
        }
        sha.update(pad, BLOCK);
    }
}
