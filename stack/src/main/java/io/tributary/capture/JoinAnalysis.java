package io.tributary.capture;

import io.tributary.mptcp.open.Hmac;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpJoinOption;
import org.agrona.concurrent.UnsafeBuffer;

/** The MP_JOIN handshake (RFC 8684 §3.2): nonces, and both HMACs recomputed. */
final class JoinAnalysis {
    private static final int SYN = 0x100;
    private static final int SYN_ACK = 0x200;
    private static final int ACK = 0x400;

    private final Hmac hmac = new Hmac();
    private final UnsafeBuffer expected = new UnsafeBuffer(0, 0);

    /** @param o well-formed for the segment's flags */
    void onOption(SegmentContext x, MpJoinOption o) {
        if (!x.flow.joined) {
            return;
        }
        if (x.segment.has(TcpFlags.SYN)) {
            x.from.nonce = o.nonce();
            x.from.hasNonce = true;
            if (x.flowSide == 0) {
                x.flow.backup = o.backup();
                onSyn(x, o);
            } else if (x.flow.firstTime(SYN_ACK)) {
                Boolean right = canCompute(x)
                    ? hmac.joinLeft64(x.sender().key, x.receiver().key, x.from.nonce, x.to.nonce) == o.hmac64() : null;
                judge(x, right, "SYN/ACK, address id " + o.addressId() + (o.backup() ? ", backup" : ""));
            }
        } else if (x.flowSide == 0 && x.flow.firstTime(ACK)) {
            Boolean right = null;
            if (canCompute(x)) {
                expected.wrap(hmac.join(x.sender().key, x.receiver().key, x.from.nonce, x.to.nonce));
                right = o.matchesHmac(expected, 0);
            }
            judge(x, right, "ACK");
        }
    }

    /** A join that nobody can verify but that was refused was not valid. */
    void onReset(SegmentContext x) {
        if (x.flow.joined && x.flowSide == 1 && !x.connection.hasKeys() && !x.flow.synAckSeen) {
            x.flow.hmacValid = false;
        }
    }

    private static void onSyn(SegmentContext x, MpJoinOption o) {
        if (x.flow.firstTime(SYN)) {
            boolean known = x.connection.hasKeys() || x.receiver().hasKey;
            x.event(EventType.MP_JOIN,
                "SYN, token " + Hex.of32(o.token()) + ", address id " + o.addressId() + (o.backup() ? ", backup" : ""));
            if (known) {
                x.connection.tokens = x.connection.tokens.plus(true);
            } else {
                x.event(EventType.TOKEN_UNKNOWN, "no connection of this capture has the token " + Hex.of32(o.token()));
            }
        }
    }

    private static boolean canCompute(SegmentContext x) {
        return x.connection.hasKeys() && x.from.hasNonce && x.to.hasNonce;
    }

    private static void judge(SegmentContext x, Boolean right, String detail) {
        x.event(EventType.MP_JOIN, detail + (right == null ? "" : right ? ", HMAC right" : ", HMAC wrong"));
        if (right != null) {
            x.flow.hmacValid = right && !Boolean.FALSE.equals(x.flow.hmacValid);
            x.connection.hmacs = x.connection.hmacs.plus(right);
            if (!right) {
                x.event(EventType.HMAC_FAILURE, "the HMAC of this MP_JOIN does not follow from the keys and nonces");
            }
        }
    }
}
