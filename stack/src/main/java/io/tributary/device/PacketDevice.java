package io.tributary.device;

/** A source and sink of raw IP packets. One thread uses it. */
public interface PacketDevice extends AutoCloseable {
    DeviceCapabilities capabilities();

    /**
     * Hands at most {@code limit} packets that are there to the handler, without waiting.
     *
     * @return how many
     */
    int receive(PacketHandler handler, int limit);

    PacketSink sink();

    /** Sends what {@link PacketSink#commit} may have gathered. */
    default void flush() {
    }

    @Override
    void close();
}
