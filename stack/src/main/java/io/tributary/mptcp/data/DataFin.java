package io.tributary.mptcp.data;

import io.tributary.Rfc;

/**
 * The end of each direction: where its DATA_FIN stands in data sequence space and how far its exchange has come. Each
 * occupies one position, behind the last byte, and counts as received only when everything below it is there.
 */
@Rfc(value = 8684, section = {"3.3.3", "D"})
public final class DataFin {
    private static final long UNKNOWN = -1;

    private MptcpState state = MptcpState.ESTABLISHED;
    private long ownPosition = UNKNOWN;
    private long peerPosition = UNKNOWN;

    public MptcpState state() {
        return state;
    }

    /** Our direction ends: its DATA_FIN takes {@code position}. Only the first call counts. */
    public void close(long position) {
        if (ownPosition != UNKNOWN) {
            return;
        }
        ownPosition = position;
        if (state == MptcpState.ESTABLISHED) {
            state = MptcpState.FIN_WAIT_1;
        } else if (state == MptcpState.CLOSE_WAIT) {
            state = MptcpState.LAST_ACK;
        }
    }

    /** Our DATA_FIN has a position: it is to be sent, or was. */
    public boolean isClosed() {
        return ownPosition != UNKNOWN;
    }

    /** Position of our DATA_FIN; -1 while there is none. */
    public long ownPosition() {
        return ownPosition;
    }

    /** Our DATA_FIN still needs a Data ACK. */
    public boolean isUnacknowledged() {
        return isClosed() && !isAcknowledged();
    }

    private boolean isAcknowledged() {
        return state == MptcpState.FIN_WAIT_2 || state == MptcpState.TIME_WAIT || state == MptcpState.CLOSED;
    }

    /**
     * A Data ACK, before whatever else its segment carries.
     *
     * @param dataAck next position the peer expects
     * @return true if it is the first that covers our DATA_FIN
     */
    public boolean onDataAck(long dataAck) {
        if (!isUnacknowledged() || dataAck <= ownPosition) {
            return false;
        }
        state = switch (state) {
            case FIN_WAIT_1 -> MptcpState.FIN_WAIT_2;
            case CLOSING -> MptcpState.TIME_WAIT;
            case LAST_ACK -> MptcpState.CLOSED;
            default -> state;
        };
        return true;
    }

    /**
     * The peer announced its DATA_FIN at {@code position}; data below it may still be missing.
     *
     * @param highest position behind the highest data received so far
     * @return false if it announced another position before, or has sent data behind this one: then it is ignored
     */
    public boolean onAnnounced(long position, long highest) {
        if (peerPosition == UNKNOWN && position >= highest) {
            peerPosition = position;
        }
        return peerPosition == position;
    }

    /** Position of the peer's DATA_FIN; -1 while unknown. */
    public long peerPosition() {
        return peerPosition;
    }

    /** Whether data up to {@code end} lies before the end of the peer's direction. */
    public boolean admits(long end) {
        return peerPosition == UNKNOWN || end <= peerPosition;
    }

    /**
     * Everything below {@code rcvNxt} is received.
     *
     * @return true if the peer's DATA_FIN is thereby taken: the first time that nothing is missing before it
     */
    public boolean onContiguous(long rcvNxt) {
        if (peerPosition == UNKNOWN || rcvNxt < peerPosition) {
            return false;
        }
        MptcpState before = state;
        state = switch (before) {
            case ESTABLISHED -> MptcpState.CLOSE_WAIT;
            case FIN_WAIT_1 -> MptcpState.CLOSING;
            case FIN_WAIT_2 -> MptcpState.TIME_WAIT;
            default -> before;
        };
        return state != before;
    }

    /** All over: after the subflows are gone, or by MP_FASTCLOSE. */
    public void finish() {
        if (state != MptcpState.FASTCLOSE_WAIT) {
            state = MptcpState.CLOSED;
        }
    }

    /** Ended by our MP_FASTCLOSE on an ACK, which the peer has not confirmed yet. */
    public void awaitReset() {
        state = MptcpState.FASTCLOSE_WAIT;
    }

    /** The peer has confirmed the fast close, or had long enough for it. */
    public void confirmed() {
        state = MptcpState.CLOSED;
    }
}
