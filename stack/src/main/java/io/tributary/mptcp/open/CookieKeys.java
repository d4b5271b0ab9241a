package io.tributary.mptcp.open;

import io.tributary.Rfc;
import io.tributary.ip.FlowKey;
import io.tributary.random.RandomStream;

/**
 * Keys for connections whose SYN is answered and forgotten: each follows from the flow, both initial numbers and a secret, so that the
 * third packet, which repeats it, can be recognized. A few keys belong to each handshake, in case that somebody holds a token.
 */
@Rfc(value = 8684, section = "3.1")
public final class CookieKeys {
    private static final int PER_SHARD = 8;
    private static final int LENGTH = 64;

    private final Sha256 sha = new Sha256();
    private final byte[] message = new byte[LENGTH];
    private final Keys keys;
    private final int shard;
    private final int shardBits;
    private long key;

    /**
     * @param keys      left with the token and IDSN of the key found
     * @param shard     number of this shard, below 2 to the power of {@code shardBits}
     * @param shardBits leading bits of a token that name a shard, 0 to 16
     */
    public CookieKeys(Keys keys, RandomStream secret, int shard, int shardBits) {
        this.keys = keys;
        this.shard = shard;
        this.shardBits = shardBits;
        Sha256.putLong(message, 0, secret.nextLong());
        Sha256.putLong(message, 8, secret.nextLong());
    }

    /** @return false if no key of this handshake has a token that is free and names this shard: plain TCP then */
    public boolean make(FlowKey flow, int peerIsn, int ownIsn, TokenRegistry<?> registry) {
        if (registry.isFull()) {
            return false;
        }
        for (int i = 0; i < PER_SHARD << shardBits; i++) {
            if (isUsable(compute(flow, peerIsn, ownIsn, i), registry)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code wanted} is a key of this handshake, and its token is still free. */
    public boolean recognizes(FlowKey flow, int peerIsn, int ownIsn, long wanted, TokenRegistry<?> registry) {
        for (int i = 0; i < PER_SHARD << shardBits; i++) {
            if (compute(flow, peerIsn, ownIsn, i) == wanted) {
                return !registry.isFull() && isUsable(wanted, registry);
            }
        }
        return false;
    }

    private boolean isUsable(long candidate, TokenRegistry<?> registry) {
        key = candidate;
        keys.derive(candidate);
        return KeyPool.shardOf(keys.token(), shardBits) == shard && registry.find(keys.token()) == null;
    }

    private long compute(FlowKey flow, int peerIsn, int ownIsn, int index) {
        Sha256.putLong(message, 16, flow.localHi());
        Sha256.putLong(message, 24, flow.localLo());
        Sha256.putLong(message, 32, flow.remoteHi());
        Sha256.putLong(message, 40, flow.remoteLo());
        Sha256.putInt(message, 48, flow.localPort() << 16 | flow.remotePort());
        Sha256.putInt(message, 52, flow.zone() << 16 | index);
        Sha256.putInt(message, 56, peerIsn);
        Sha256.putInt(message, 60, ownIsn);
        sha.update(message, LENGTH);
        return Sha256.getLong(sha.finish(), 0);
    }

    /** The key that was found last. */
    public long key() {
        return key;
    }
}
