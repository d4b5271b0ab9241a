package io.tributary.capture;

import io.tributary.mptcp.mapping.DataSequence;
import io.tributary.mptcp.open.Keys;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpCapableOption;

/** The MP_CAPABLE handshake (RFC 8684 §3.1) as seen by a third party: keys, what follows from them, and when it is TCP after all. */
final class CapableAnalysis {
    private static final int SYN = 1;
    private static final int SYN_ACK = 2;
    private static final int KEYS = 4;
    private static final int DATA = 8;

    private final Keys keys = new Keys();
    private final TokenIndex tokens;

    CapableAnalysis(TokenIndex tokens) {
        this.tokens = tokens;
    }

    /** @param o well-formed for the segment's flags */
    void onOption(SegmentContext x, MpCapableOption o) {
        CapturedConnection c = x.connection;
        if (!c.multipath || x.flow.joined) {
            return;
        }
        if (!o.hasSenderKey()) {
            c.version = o.version();
            c.synHadOption = true;
            c.checksum |= o.checksumRequired();
            tell(x, SYN, "SYN", o);
        } else if (x.segment.has(TcpFlags.SYN)) {
            onSynAck(x, o);
        } else if (x.flowSide == 0) {
            onKeys(x, o);
        }
    }

    private void onSynAck(SegmentContext x, MpCapableOption o) {
        CapturedConnection c = x.connection;
        tell(x, SYN_ACK, "SYN/ACK", o);
        if (isUsable(o)) {
            c.synAckHadOption = true;
            c.version = o.version();
            c.checksum |= o.checksumRequired();
            learn(x.sender(), o.senderKey(), c, 1);
        }
    }

    private void onKeys(SegmentContext x, MpCapableOption o) {
        CapturedConnection c = x.connection;
        if (x.flow.firstTime(o.hasMapping() ? DATA : KEYS)) {
            x.event(EventType.MP_CAPABLE,
                o.hasMapping() ? "first data, " + o.dataLevelLength() + " bytes, with both keys" : "both keys");
            if (c.server.hasKey) {
                boolean same = c.server.key == o.receiverKey() && (!c.client.hasKey || c.client.key == o.senderKey());
                c.keys = c.keys.plus(same);
                if (!same) {
                    x.event(EventType.KEY_MISMATCH, "the keys are not those of the handshake");
                    x.fallBack("the third packet echoes another key");
                }
            }
        }
        if (!c.isMultipath()) {
            return;
        }
        c.version = o.version();
        c.checksum |= o.checksumRequired();
        learn(c.client, o.senderKey(), c, 0);
        learn(c.server, o.receiverKey(), c, 1);
        if (o.hasMapping()) {
            x.from.mapper().onMapping(new Mapping(0, 0, o.dataLevelLength(), DataSequence.dsn(c.client.idsn, 1), 1,
                o.dataLevelLength(), o.hasChecksum() ? o.checksum() : Mapping.UNCHECKED));
        }
    }

    /** Ends the handshake's open questions with a segment behind the options were looked at. */
    void decide(SegmentContext x, boolean hasCapable, boolean hasOther) {
        CapturedConnection c = x.connection;
        if (!c.isMultipath() || !x.isFirstSubflow() || !x.from.hasSyn && !x.to.hasSyn) {
            return;
        }
        if (x.segment.has(TcpFlags.SYN)) {
            if (x.flowSide == 0) {
                c.synHadOption = hasCapable;
            } else if (!c.synAckHadOption) {
                x.fallBack(!c.synHadOption ? "the SYN that was answered had no MP_CAPABLE, unlike those before"
                    : hasCapable ? "SYN/ACK with an MP_CAPABLE that cannot be used" : "SYN/ACK without MP_CAPABLE");
            }
        } else if (x.flowSide == 0 && !x.flow.thirdSeen && !hasCapable && !hasOther) {
            x.fallBack("third packet without MP_CAPABLE");
        }
    }

    /** The answer must be of our version, without extensions, with the one algorithm there is. */
    private static boolean isUsable(MpCapableOption o) {
        return o.version() == MpCapableOption.VERSION && (o.flags() & MpCapableOption.EXTENSIBILITY) == 0
            && (o.flags() & MpCapableOption.CRYPTO) == MpCapableOption.HMAC_SHA256;
    }

    private void learn(DataSide side, long key, CapturedConnection c, int index) {
        if (!side.hasKey) {
            keys.derive(key);
            side.hasKey = true;
            side.key = key;
            side.hasToken = true;
            side.token = keys.token();
            side.hasIdsn = true;
            side.idsn = keys.idsn();
            tokens.add(side.token, c, index);
        }
    }

    private static void tell(SegmentContext x, int bit, String form, MpCapableOption o) {
        if (x.flow.firstTime(bit)) {
            x.event(EventType.MP_CAPABLE, form + ", version " + o.version()
                + (o.checksumRequired() ? ", checksums required" : "")
                + ((o.flags() & MpCapableOption.NO_JOIN_HERE) != 0 ? ", no joins to this address" : "")
                + ((o.flags() & MpCapableOption.EXTENSIBILITY) != 0 ? ", extensibility bit" : "")
                + ((o.flags() & MpCapableOption.HMAC_SHA256) == 0 ? ", no HMAC-SHA256" : ""));
        }
    }
}
