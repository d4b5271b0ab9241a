package io.tributary.mptcp.path;

import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;

/**
 * Something that happened to a connection's paths: what the kernel tells a path manager in user space and {@code ip mptcp monitor}.
 *
 * @param token        of the connection, ours
 * @param serverSide   the peer opened the connection
 * @param slot         the subflow's; -1 where no subflow is meant
 * @param localId      address ID of our end; -1 where there is none to name
 * @param local        null where there is none to name
 * @param remoteId     address ID of the peer's end; -1 where there is none to name
 * @param remote       null where there is none to name
 * @param remotePort   0: none is known
 * @param opener       we opened the subflow
 * @param error        why a subflow ended; {@link CloseReason#NORMAL} after FINs; null for other events
 * @param established  the subflow was in use before it ended
 * @param delivered    the peer acknowledged text of ours on the subflow
 * @param resetReason  reason of the peer's MP_TCPRST; -1: there was none
 * @param isTransient  T flag of the peer's MP_TCPRST
 * @param networkInterface name of the subflow's; null where there is none to name
 */
public record PathEvent(Type type, int token, boolean serverSide, int slot, int localId, IpAddress local, int localPort, int remoteId,
                        IpAddress remote, int remotePort, boolean backup, boolean opener, CloseReason error, boolean established,
                        boolean delivered, int resetReason, boolean isTransient, String networkInterface) {
    /** Kinds, with the names that {@code ip mptcp monitor} prints. */
    public enum Type {
        /** The connection speaks MPTCP. */
        CREATED,
        /** Further subflows are possible from now on. */
        ESTABLISHED,
        CLOSED,
        /** The peer announced an address. */
        ANNOUNCED,
        /** The peer took an address back. */
        REMOVED,
        SF_ESTABLISHED,
        SF_CLOSED,
        /** The peer wants a subflow used only when no other works, or no longer so. */
        SF_PRIO
    }
}
