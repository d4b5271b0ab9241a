package io.tributary.connection;

/** Why nothing more goes out on a subflow, or on a plain TCP connection, at this moment. The first that applies is shown. */
public enum IdleReason {
    NOT_OPEN("not-open", "its handshake is not complete"),
    JOINING("joining", "its MP_JOIN handshake is not complete"),
    CLOSING("closing", "its sending direction has ended, or it is gone"),
    STALE("stale", "its path has timed out and was not heard of since"),
    BACKUP("backup", "it is for the time when no other works"),
    NO_DATA("no-data", "there is nothing to send"),
    RECOVERY("recovery", "losses are repaired first"),
    PEER_WINDOW("peer-window", "the receive window that the peer told here is used up"),
    CWND("cwnd", "the congestion window is full"),
    PACING("pacing", "the next packet is not due yet"),
    CONNECTION_WINDOW("connection-window", "the receive window of the whole connection is used up"),
    SMALL_SEGMENT("small-segment", "what waits is less than a segment (Nagle, cork)"),
    SCHEDULER("scheduler", "there is room, but the scheduler waits, or prefers others");

    private final String label;
    private final String sentence;

    IdleReason(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /** As {@code conn show} prints it. */
    public String label() {
        return label;
    }

    public String sentence() {
        return sentence;
    }
}
