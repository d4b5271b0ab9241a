package io.tributary.mptcp.path;

/** What a path manager may ask of a connection, which decides: limits, IDs and what the peer allows are its business. */
public interface PathActions {
    /** We opened the connection. */
    boolean isInitiator();

    /** Announces an endpoint to the peer. */
    void announce(Endpoint e, long nowNs);

    /**
     * Opens a subflow.
     *
     * @param from     null: from the address that routing chooses
     * @param remoteId address ID of the target
     */
    void join(Endpoint from, int remoteId, long remoteHi, long remoteLo, int remotePort, long nowNs);

    /** The same towards the address and port of the first subflow. */
    void joinFirst(Endpoint from, long nowNs);
}
