package io.tributary.mptcp.path;

import io.tributary.wire.IpAddress;

/**
 * A subflow to be opened.
 *
 * @param local      source address; {@link IpAddress#ANY}: wherever routing leads from
 * @param localId    its address ID where the peer does not know the address yet; -1: chosen
 * @param localPort  -1: the first subflow's if that is free, else another; 0: chosen
 * @param remoteId   address ID of the target
 * @param remotePort 0: that of the first subflow
 * @param backup     to be used only when no other works
 */
public record JoinSpec(IpAddress local, int localId, int localPort, int remoteId, IpAddress remote, int remotePort, boolean backup) {
    public JoinSpec {
        if (localId < -1 || localId > 255 || remoteId < 0 || remoteId > 255) {
            throw new IllegalArgumentException("address IDs are 0 to 255: " + localId + ", " + remoteId);
        }
    }

    public static JoinSpec to(int remoteId, IpAddress remote, int remotePort) {
        return new JoinSpec(IpAddress.ANY, -1, -1, remoteId, remote, remotePort, false);
    }

    public JoinSpec from(IpAddress address, int id) {
        return new JoinSpec(address, id, localPort, remoteId, remote, remotePort, backup);
    }

    public JoinSpec fromPort(int port) {
        return new JoinSpec(local, localId, port, remoteId, remote, remotePort, backup);
    }

    public JoinSpec backup(boolean on) {
        return new JoinSpec(local, localId, localPort, remoteId, remote, remotePort, on);
    }
}
