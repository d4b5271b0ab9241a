package io.tributary.mptcp.path;

/** Proposes which subflows a connection should have. Called between inputs. */
public interface PathManager {
    /** Further subflows are possible from now on. */
    void onConfirmed(PathActions actions, long nowNs);

    /** The peer announced an address that this connection may follow. */
    void onAddress(PathActions actions, int addressId, long hi, long lo, int port, long nowNs);
}
