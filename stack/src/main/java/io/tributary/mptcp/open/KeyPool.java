package io.tributary.mptcp.open;

import io.tributary.Rfc;
import io.tributary.random.RandomStream;

/**
 * Draws the key of a new connection: unpredictable, its token unused here, and of those tokens only such whose top bits name
 * this shard, so that any shard knows where an MP_JOIN belongs.
 */
@Rfc(value = 8684, section = "3.1")
public final class KeyPool {
    private static final int ATTEMPTS_PER_SHARD = 64;

    private final Keys keys;
    private final RandomStream secret;
    private final int shard;
    private final int shardBits;
    private long key;

    /**
     * @param keys      left with the token and IDSN of the key drawn
     * @param shard     number of this shard, below 2 to the power of {@code shardBits}
     * @param shardBits leading bits of a token that name a shard, 0 to 16
     */
    public KeyPool(Keys keys, RandomStream secret, int shard, int shardBits) {
        this.keys = keys;
        this.secret = secret;
        this.shard = shard;
        this.shardBits = shardBits;
    }

    /** @return false if no free token was found, since the registry is full or luck was bad beyond reason */
    public boolean draw(TokenRegistry<?> registry) {
        if (registry.isFull()) {
            return false;
        }
        for (int i = 0; i < ATTEMPTS_PER_SHARD << shardBits; i++) {
            key = secret.nextLong();
            keys.derive(key);
            if (shardOf(keys.token(), shardBits) == shard && registry.find(keys.token()) == null) {
                return true;
            }
        }
        return false;
    }

    /** The key that the last successful {@link #draw} found. */
    public long key() {
        return key;
    }

    public int token() {
        return keys.token();
    }

    /** The shard that a token names. */
    public static int shardOf(int token, int shardBits) {
        return shardBits == 0 ? 0 : token >>> 32 - shardBits;
    }
}
