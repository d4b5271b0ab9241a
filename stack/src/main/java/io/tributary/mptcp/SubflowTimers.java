package io.tributary.mptcp;

/** Short waits of a subflow: for the answer to a join's third packet, a sign of life after REMOVE_ADDR, a mapping for text that came. */
final class SubflowTimers {
    static final long NONE = Long.MAX_VALUE;
    private static final int MAX_JOIN_ACKS = 6;
    private static final int REMOVAL_RTOS = 3;
    private static final int MAPPING_RTOS = 5;
    /** As long as a SYN is repeated at least (RFC 9293 §3.8.3). */
    private static final long KEYS_NS = 180_000_000_000L;

    private long joinAckNs = NONE;
    private long removalNs = NONE;
    private long mappingNs = NONE;
    private long keysNs = NONE;
    private int joinAcks;

    long deadlineNs() {
        return Math.min(joinAckNs, Math.min(removalNs, Math.min(mappingNs, keysNs)));
    }

    /** Text waits for its mapping, or not. */
    void mappingAwaited(boolean awaited, long nowNs, long rtoNs) {
        if (!awaited) {
            mappingNs = NONE;
        } else if (mappingNs == NONE) {
            mappingNs = nowNs + MAPPING_RTOS * rtoNs;
        }
    }

    boolean isMappingOverdue(long nowNs) {
        return mappingNs <= nowNs;
    }

    /** TCP's handshake is done, though by a segment that overtook the keys: nothing of ours will ask for them again. */
    void armKeys(long nowNs) {
        keysNs = nowNs + KEYS_NS;
    }

    void clearKeys() {
        keysNs = NONE;
    }

    boolean areKeysOverdue(long nowNs) {
        return keysNs <= nowNs;
    }

    /** A third packet goes out; if nothing comes back it is repeated. */
    void armJoinAck(long nowNs, long rtoNs) {
        joinAckNs = nowNs + (rtoNs << joinAcks);
        joinAcks++;
    }

    void clearJoinAck() {
        joinAckNs = NONE;
    }

    boolean isJoinAckDue(long nowNs) {
        return joinAckNs <= nowNs;
    }

    /** Repeated often enough. */
    boolean joinAcksExhausted() {
        return joinAcks >= MAX_JOIN_ACKS;
    }

    void armRemoval(long nowNs, long rtoNs) {
        removalNs = nowNs + REMOVAL_RTOS * rtoNs;
    }

    void clearRemoval() {
        removalNs = NONE;
    }

    boolean isRemovalDue(long nowNs) {
        return removalNs <= nowNs;
    }
}
