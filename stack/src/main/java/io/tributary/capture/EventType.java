package io.tributary.capture;

/** Kinds of {@link CaptureEvent}; those that end a story badly are marked. */
public enum EventType {
    SYN, SYN_ACK, SYN_DATA,
    MP_CAPABLE, MP_JOIN, ADD_ADDR, REMOVE_ADDR, MP_PRIO, MP_FAIL(true), MP_FASTCLOSE(true), MP_TCPRST(true),
    DATA_FIN, DATA_FIN_ACKED, INFINITE_MAPPING(true), FALLBACK(true),
    CHECKSUM_FAILURE(true), CHECKSUM_UNEXPECTED(true), HMAC_FAILURE(true), KEY_MISMATCH(true), IDSN_MISMATCH(true),
    TOKEN_UNKNOWN(true), MAPPING_CONFLICT(true), MALFORMED_OPTION(true),
    FIN, RST(true);

    private final boolean trouble;

    EventType() {
        this(false);
    }

    EventType(boolean trouble) {
        this.trouble = trouble;
    }

    /** Whether a reader who looks for what went wrong should look here. */
    public boolean isTrouble() {
        return trouble;
    }
}
