package io.tributary.mptcp.path;

import io.tributary.ip.FlowKey;
import io.tributary.wire.IpAddress;

/**
 * One connection's paths, to be acted on: what a path manager may ask for, and any other code between inputs. The connection decides:
 * limits, IDs and what the peer allows are its business.
 */
public interface PathActions {
    /** We opened the connection. */
    boolean isInitiator();

    /** Our token. */
    int token();

    /** The first subflow's, also when that is gone. */
    FlowKey first();

    /** The peer's C flag: no subflow may go to the address and port of the first one. */
    boolean isFirstForbidden();

    /** Endpoints and limits of the stack. */
    Endpoints endpoints();

    /** Our addresses that the peer knows. */
    AddressIds local();

    /** The peer's addresses, announced or joined from. */
    AddressIds remote();

    /**
     * Opens a subflow.
     *
     * @return its slot; -1 if limits or the peer forbid it, or there is no such address, no port or no memory
     */
    int join(JoinSpec spec, long nowNs);

    /**
     * Announces one of our addresses to the peer.
     *
     * @param port 0: none is named
     * @return false if the ID means another address, or the address another ID; if too many wait for their echo
     */
    boolean announce(int addressId, IpAddress address, int port, long nowNs);

    /**
     * Takes one of our addresses back: the peer is told, and our direction of the subflows that use it ends in order. While no
     * subflow from elsewhere is there to tell it on, that waits.
     *
     * @return false if the address was not known to the peer
     */
    boolean remove(int addressId);

    /**
     * Ends one subflow at once by RST. What it had not delivered goes to others.
     *
     * @param reason      one of {@link io.tributary.wire.option.MpTcprstOption}'s, told to the peer
     * @param isTransient told to the peer: another attempt may succeed
     * @return false if there is no such subflow
     */
    boolean destroy(int slot, int reason, boolean isTransient);

    /** Ends our direction of one subflow in order. @return false if there is no such subflow in use */
    boolean finish(int slot);

    /**
     * Asks the peer, and ourselves, to use a subflow only when no other works; or no longer so.
     *
     * @return false if there is no such subflow in use
     */
    boolean prioritize(int slot, boolean backup);

    /** Subflows from one of our addresses that are in use or opening, as bits by slot. */
    long subflowsFrom(int localId);

    /** Whether a subflow, in use or opening, goes to that address and port of the peer, or comes from that address; ours may be any. */
    boolean reaches(JoinSpec spec);

    /** Whether a subflow, in use or opening, already connects these addresses at that port of the peer. */
    boolean isConnected(JoinSpec spec);

    /** Subflows in use. */
    int usable();

    /** The manager's own state for this connection. */
    Object attachment();

    void attach(Object state);

    /** {@link PathManager#onTimer} is called at that time; {@link Long#MAX_VALUE}: not at all. Replaces what was asked before. */
    void wakeAt(long ns);

    /** 64 random bits, for times that should not coincide. */
    long random();
}
