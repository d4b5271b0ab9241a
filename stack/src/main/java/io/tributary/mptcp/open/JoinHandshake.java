package io.tributary.mptcp.open;

import io.tributary.Rfc;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.OptionPlan;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The MP_JOIN exchange of one additional subflow. In each HMAC the host that sends it comes first, with its key and its nonce,
 * whichever of the two opened the connection. Nonces are drawn once and repeated with retransmissions.
 */
@Rfc(value = 8684, section = "3.2")
public final class JoinHandshake {
    private final CapableHandshake keys;
    private final Hmac hmac;
    private final UnsafeBuffer digest = new UnsafeBuffer(new byte[0]);
    private final int localNonce;
    private int remoteNonce;

    public JoinHandshake(CapableHandshake keys, Hmac hmac, int localNonce) {
        this.keys = keys;
        this.hmac = hmac;
        this.localNonce = localNonce;
    }

    public boolean planSyn(OptionPlan plan, boolean backup, int addressId) {
        return MpJoinOption.encodeSyn(plan, backup, addressId, keys.remoteToken(), localNonce);
    }

    /** Acceptor: the SYN's option. */
    public void onSyn(MpJoinOption o) {
        remoteNonce = o.nonce();
    }

    /** Crossed SYNs: the SYN/ACK's nonce is that of the SYN. */
    public boolean isSameNonce(MpJoinOption synAck) {
        return synAck.nonce() == remoteNonce;
    }

    public boolean planSynAck(OptionPlan plan, boolean backup, int addressId) {
        long left64 = hmac.joinLeft64(keys.localKey(), keys.remoteKey(), localNonce, remoteNonce);
        return MpJoinOption.encodeSynAck(plan, backup, addressId, left64, localNonce);
    }

    /** Opener: the SYN/ACK's option. @return false if its HMAC is wrong */
    public boolean onSynAck(MpJoinOption o) {
        remoteNonce = o.nonce();
        return o.hmac64() == hmac.joinLeft64(keys.remoteKey(), keys.localKey(), remoteNonce, localNonce);
    }

    public boolean planAck(OptionPlan plan) {
        digest.wrap(hmac.join(keys.localKey(), keys.remoteKey(), localNonce, remoteNonce));
        return MpJoinOption.encodeAck(plan, digest, 0);
    }

    /** Acceptor: whether the third packet's HMAC is right. */
    public boolean verifiesAck(MpJoinOption o) {
        digest.wrap(hmac.join(keys.remoteKey(), keys.localKey(), remoteNonce, localNonce));
        return o.matchesHmac(digest, 0);
    }
}
