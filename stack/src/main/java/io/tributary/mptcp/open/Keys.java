package io.tributary.mptcp.open;

import io.tributary.Rfc;

/** What follows from a connection key: the token that names the connection, and the initial data sequence number. */
@Rfc(value = 8684, section = "3.1")
public final class Keys {
    private final Sha256 sha = new Sha256();
    private final byte[] key = new byte[8];
    private int token;
    private long idsn;

    /** Computes {@link #token} and {@link #idsn} of {@code key}; they stand until the next call. */
    public Keys derive(long key) {
        Sha256.putLong(this.key, 0, key);
        sha.update(this.key, 8);
        byte[] digest = sha.finish();
        token = (int) (Sha256.getLong(digest, 0) >>> 32);
        idsn = Sha256.getLong(digest, Sha256.LENGTH - 8);
        return this;
    }

    /** The most significant 32 bits of the digest. */
    public int token() {
        return token;
    }

    /** The least significant 64 bits of the digest. */
    public long idsn() {
        return idsn;
    }
}
