package io.tributary.connection;

import io.tributary.tcp.CloseReason;

/** What every connection has towards its shard: identity, a place on the ready list, pending events, a deadline. */
public abstract class AbstractConnection implements Connection {
    private final long id;
    private final ConnectionHost host;
    private final ConnectionHandler handler;
    private Object attachment;
    private int slot = -1;
    private boolean ready;
    private int events;
    private CloseReason closeReason;

    protected AbstractConnection(long id, ConnectionHost host, ConnectionHandler handler) {
        this.id = id;
        this.host = host;
        this.handler = handler;
    }

    /**
     * Sends everything it owes and may send now.
     *
     * @return false if a device took nothing more: it stays on the ready list
     */
    public abstract boolean transmit(long nowNs);

    public abstract void onTimers(long nowNs);

    /** When {@link #onTimers} wants to be called next; {@link Long#MAX_VALUE}: not at all. */
    public abstract long deadlineNs();

    /** Nothing of it is left on the wire: the shard may forget it once its events are delivered. */
    public abstract boolean isFinished();

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final void wake() {
        if (!ready) {
            ready = true;
            host.ready(this);
        }
    }

    public final boolean isReady() {
        return ready;
    }

    /** Where the shard keeps it; -1: not in its table. */
    public final int slot() {
        return slot;
    }

    public final void slot(int slot) {
        this.slot = slot;
    }

    /** The shard takes it off the ready list before it lets it transmit. */
    public final void clearReady() {
        ready = false;
    }

    /** Notes events for the handler; nothing is called now. */
    protected final void raise(int bits) {
        if (events == 0) {
            host.eventsPending(this);
        }
        events |= bits;
    }

    /** Text that came with the SYN is in the inbound stream, before the handshake is complete. */
    public final void hasEarlyText() {
        raise(ConnectionEvents.READABLE);
    }

    /** The connection is over; the first reason counts. */
    protected final void raiseClosed(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
            raise(ConnectionEvents.CLOSED);
        }
    }

    /** Nothing waits to be told to the handler. */
    public final boolean hasNoEvents() {
        return events == 0;
    }

    public final boolean isClosed() {
        return closeReason != null;
    }

    /** Null while the connection lives. */
    public final CloseReason closeReason() {
        return closeReason;
    }

    /** Called by the shard: tells the handler what has happened, in the order of a connection's life. */
    public final void deliverEvents(long nowNs) {
        int bits = events;
        events = 0;
        if ((bits & ConnectionEvents.ESTABLISHED) != 0) {
            handler.onEstablished(this, nowNs);
        }
        if ((bits & ConnectionEvents.SOFT_ERROR) != 0) {
            handler.onSoftError(this, nowNs);
        }
        if ((bits & ConnectionEvents.STALLED) != 0) {
            handler.onStalled(this, nowNs);
        }
        if ((bits & ConnectionEvents.PEER_USER_TIMEOUT) != 0) {
            handler.onPeerUserTimeout(this, nowNs);
        }
        if ((bits & ConnectionEvents.URGENT) != 0) {
            handler.onUrgent(this, nowNs);
        }
        if ((bits & ConnectionEvents.READABLE) != 0) {
            handler.onReadable(this, nowNs);
        }
        if ((bits & ConnectionEvents.WRITABLE) != 0) {
            handler.onWritable(this, nowNs);
        }
        if ((bits & ConnectionEvents.CLOSED) != 0) {
            handler.onClosed(this, closeReason, nowNs);
        }
    }

    @Override
    public final Object attachment() {
        return attachment;
    }

    @Override
    public final void attach(Object attachment) {
        this.attachment = attachment;
    }
}
