package io.tributary.mptcp.schedule;

/** The data to be placed: a reused struct. */
public final class ChunkView {
    /** Data position of its first byte. */
    public long position;
    /**
     * Bytes that may be sent now as one chunk, limited by the connection's window; the subflow chosen may take fewer. A scheduler
     * that wants only a part of them there lowers it.
     */
    public long length;
    /** It was sent before, on a subflow that does not deliver it. */
    public boolean reinjection;

    public ChunkView set(long position, long length, boolean reinjection) {
        this.position = position;
        this.length = length;
        this.reinjection = reinjection;
        return this;
    }
}
