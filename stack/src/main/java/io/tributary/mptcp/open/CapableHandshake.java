package io.tributary.mptcp.open;

import io.tributary.Rfc;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.OptionPlan;

/**
 * The MP_CAPABLE exchange of one connection and what it agrees on: keys and all that follows from them, checksums, and
 * whether the peer's first address takes further subflows. Whoever finds an option here that does not fit goes on as plain TCP.
 */
@Rfc(value = 8684, section = "3.1")
public final class CapableHandshake {
    private final long localKey;
    private final int localToken;
    private final long localIdsn;
    private final boolean forbidsJoinHere;
    private final boolean refusesChecksum;
    private boolean checksum;
    private long remoteKey;
    private int remoteToken;
    private long remoteIdsn;
    private boolean remoteKnown;
    private boolean peerForbidsJoin;

    /**
     * @param key             the key of this connection
     * @param derived         what follows from it
     * @param checksum        we ask for DSS checksums
     * @param settings        whether we set the C flag, and whether a peer may ask for checksums that we do not ask for
     */
    public CapableHandshake(long key, Keys derived, boolean checksum, CapableSettings settings) {
        localKey = key;
        localToken = derived.token();
        localIdsn = derived.idsn();
        this.checksum = checksum;
        this.forbidsJoinHere = !settings.allowJoinInitial();
        this.refusesChecksum = settings.refusesChecksums() && !checksum;
    }

    /** Whether a SYN's MP_CAPABLE is one to answer: our version or later, no extension, our algorithm among those offered. */
    public static boolean isAnswerable(ReceivedOptions o) {
        if (!o.hasCapable()) {
            return false;
        }
        int flags = o.capable().flags();
        return o.capable().version() >= MpCapableOption.VERSION && (flags & MpCapableOption.EXTENSIBILITY) == 0
            && (flags & MpCapableOption.HMAC_SHA256) != 0;
    }

    /** Listener: the SYN's option, which {@link #isAnswerable} accepted. */
    public void onSyn(MpCapableOption o) {
        checksum |= o.checksumRequired();
        peerForbidsJoin = (o.flags() & MpCapableOption.NO_JOIN_HERE) != 0;
    }

    /** Initiator: the SYN/ACK's option. @return false if it offers what we did not ask for: plain TCP */
    public boolean onSynAck(MpCapableOption o, Keys keys) {
        if (!isAgreement(o) || refusesChecksum && o.checksumRequired()) {
            return false;
        }
        checksum |= o.checksumRequired();
        peerForbidsJoin = (o.flags() & MpCapableOption.NO_JOIN_HERE) != 0;
        learn(o.senderKey(), keys);
        return true;
    }

    /** Listener: the option of the third packet, or of the first data. @return false if it was tampered with: plain TCP */
    public boolean onKeys(MpCapableOption o, Keys keys) {
        if (!isAgreement(o) || o.receiverKey() != localKey || o.hasMapping() && o.hasChecksum() != checksum) {
            return false;
        }
        learn(o.senderKey(), keys);
        return true;
    }

    /** Whether a later MP_CAPABLE repeats what was agreed on; only then does it say anything. */
    public boolean isRepetition(MpCapableOption o) {
        return remoteKnown && isAgreement(o) && o.hasReceiverKey() && o.senderKey() == remoteKey && o.receiverKey() == localKey
            && (!o.hasMapping() || o.hasChecksum() == checksum);
    }

    private static boolean isAgreement(MpCapableOption o) {
        return o.version() == MpCapableOption.VERSION && (o.flags() & MpCapableOption.EXTENSIBILITY) == 0
            && (o.flags() & MpCapableOption.CRYPTO) == MpCapableOption.HMAC_SHA256;
    }

    private void learn(long key, Keys keys) {
        remoteKey = key;
        keys.derive(key);
        remoteToken = keys.token();
        remoteIdsn = keys.idsn();
        remoteKnown = true;
    }

    private int flags() {
        return MpCapableOption.HMAC_SHA256 | (checksum ? MpCapableOption.CHECKSUM_REQUIRED : 0)
            | (forbidsJoinHere ? MpCapableOption.NO_JOIN_HERE : 0);
    }

    public boolean planSyn(OptionPlan plan) {
        return MpCapableOption.encodeSyn(plan, flags());
    }

    public boolean planSynAck(OptionPlan plan) {
        return MpCapableOption.encodeSynAck(plan, flags(), localKey);
    }

    public boolean planKeys(OptionPlan plan) {
        return MpCapableOption.encodeAck(plan, flags(), localKey, remoteKey);
    }

    /** On first data: the option is its mapping. {@code dssChecksum} matters when checksums are in use. */
    public boolean planKeysAndMapping(OptionPlan plan, int dataLevelLength, int dssChecksum) {
        return MpCapableOption.encodeAckData(plan, flags(), localKey, remoteKey, dataLevelLength, dssChecksum);
    }

    public long localKey() {
        return localKey;
    }

    public int localToken() {
        return localToken;
    }

    public long localIdsn() {
        return localIdsn;
    }

    /** The peer's key, and so {@link #remoteToken} and {@link #remoteIdsn}, are known. */
    public boolean isRemoteKnown() {
        return remoteKnown;
    }

    public long remoteKey() {
        return remoteKey;
    }

    public int remoteToken() {
        return remoteToken;
    }

    public long remoteIdsn() {
        return remoteIdsn;
    }

    /** DSS checksums are in use, both ways; final once both sides' flags are known. */
    public boolean checksum() {
        return checksum;
    }

    /** C flag of the peer: no further subflows to the address and port it came from. */
    public boolean peerForbidsJoin() {
        return peerForbidsJoin;
    }

    /** We set the C flag. */
    public boolean forbidsJoinHere() {
        return forbidsJoinHere;
    }
}
