package io.tributary.capture;

/**
 * What a capture may cost, whatever it holds. Beyond a limit packets, bytes or events are counted instead of kept, and the
 * report says so.
 *
 * @param flows          TCP connections followed, subflows included; one costs about 3 KB
 * @param subflows       TCP connections attributed to one MPTCP connection
 * @param bufferedBytes  memory for everything else in all: payload held back because something before it, or its mapping, has not
 *                       been seen, and what is remembered about holes, mappings and events
 * @param ranges         holes remembered per direction of a TCP connection
 * @param mappings       mappings in force per direction of a subflow
 * @param events         events kept per connection
 */
public record CaptureLimits(int flows, int subflows, long bufferedBytes, int ranges, int mappings, int events) {
    public static final CaptureLimits DEFAULT = new CaptureLimits(50_000, 64, 256L << 20, 4096, 4096, 1000);

    public CaptureLimits {
        if (flows < 1 || subflows < 1 || bufferedBytes < 0 || ranges < 1 || mappings < 1 || events < 0) {
            throw new IllegalArgumentException("limits of a capture must be positive");
        }
    }
}
