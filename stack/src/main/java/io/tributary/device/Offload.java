package io.tributary.device;

/**
 * What travels beside a packet between core and device: the work that one of them leaves to the other.
 * A mutable holder, reused by its owner.
 */
public final class Offload {
    /** Payload bytes per segment if the packet is a TCP super-segment, else 0. */
    public int gsoSize;
    /**
     * Inbound: the transport checksum is known to be right (or will be filled in later) and is not to be verified.
     * Outbound: the checksum field holds the pseudo-header sum only, the device finishes it.
     */
    public boolean checksumPartial;
    /** Bytes from the packet's start to the transport header; needed when {@link #checksumPartial} or {@link #gsoSize} is set. */
    public int transportAt;
    /** Bytes of all headers, IP and TCP with options; needed when {@link #gsoSize} is set. */
    public int headerLength;

    public Offload none() {
        return set(0, false, 0, 0);
    }

    public Offload set(int gsoSize, boolean checksumPartial, int transportAt, int headerLength) {
        this.gsoSize = gsoSize;
        this.checksumPartial = checksumPartial;
        this.transportAt = transportAt;
        this.headerLength = headerLength;
        return this;
    }

    public Offload copyFrom(Offload other) {
        return set(other.gsoSize, other.checksumPartial, other.transportAt, other.headerLength);
    }
}
