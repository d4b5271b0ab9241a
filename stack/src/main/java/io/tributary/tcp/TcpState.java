package io.tributary.tcp;

import io.tributary.Rfc;

/** The states of RFC 9293. LISTEN is not among them: a listener is no connection here. */
@Rfc(value = 9293, section = "3.3.2")
public enum TcpState {
    SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, CLOSED;

    /** Both SYNs are exchanged and acknowledged, and the connection is not gone. */
    public boolean isSynchronized() {
        return ordinal() >= ESTABLISHED.ordinal() && this != CLOSED;
    }

    /** The peer may still send text. */
    public boolean mayReceiveText() {
        return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
    }

    /** Our FIN is not sent yet, so text may be. */
    public boolean maySendText() {
        return this == ESTABLISHED || this == CLOSE_WAIT;
    }
}
