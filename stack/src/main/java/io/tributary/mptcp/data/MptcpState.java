package io.tributary.mptcp.data;

import io.tributary.Rfc;

/** The closure states of a whole connection; the RFC's names begin with {@code M_}. */
@Rfc(value = 8684, section = "D")
public enum MptcpState {
    ESTABLISHED, CLOSE_WAIT, LAST_ACK, FIN_WAIT_1, FIN_WAIT_2, CLOSING, TIME_WAIT, FASTCLOSE_WAIT, CLOSED;

    /** Both directions have ended, in order or not: subflows may be closed. */
    public boolean isDone() {
        return this == TIME_WAIT || this == FASTCLOSE_WAIT || this == CLOSED;
    }
}
