package io.tributary.mptcp.path;

/**
 * Decides which subflows connections have: events in, actions out, like the kernel's path managers in user space. One object serves
 * many connections of one shard; what it remembers of one it attaches to it. All calls come on the shard's thread and between
 * inputs; a method may act at once through {@link PathActions}.
 *
 * <p>Found by {@link java.util.ServiceLoader} under its {@link #name}, see {@link PathManagers}.
 */
public interface PathManager {
    /** As people write it. */
    String name();

    /** The connection speaks MPTCP. */
    default void onCreated(PathActions c, PathEvent e, long nowNs) {
    }

    /** Further subflows are possible from now on. */
    default void onEstablished(PathActions c, PathEvent e, long nowNs) {
    }

    /**
     * The peer announced an address, for the first time or again; how many may be followed is the manager's to judge.
     * {@link PathEvent#remotePort} is never 0.
     */
    default void onAnnounced(PathActions c, PathEvent e, long nowNs) {
    }

    /** The peer took an address back. Its subflows are probed already, and end if they do not answer. */
    default void onRemoved(PathActions c, PathEvent e, long nowNs) {
    }

    /** A subflow, whoever opened it, is in use. Not told of the first. */
    default void onSubflowEstablished(PathActions c, PathEvent e, long nowNs) {
    }

    /** A subflow is gone, or never came up. */
    default void onSubflowClosed(PathActions c, PathEvent e, long nowNs) {
    }

    /** The peer wants a subflow used only when no other works, or no longer so. */
    default void onSubflowPriority(PathActions c, PathEvent e, long nowNs) {
    }

    /** The connection is over, or plain TCP. Nothing can be asked of it any more. */
    default void onClosed(PathActions c, PathEvent e) {
    }

    /** The time that {@link PathActions#wakeAt} asked for has come. */
    default void onTimer(PathActions c, long nowNs) {
    }

    /** Endpoints or limits of the stack have changed. Managers with ideas of their own need not care. */
    default void onEndpoints(PathActions c, EndpointChange change, long nowNs) {
    }
}
