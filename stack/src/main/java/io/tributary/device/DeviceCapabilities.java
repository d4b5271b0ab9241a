package io.tributary.device;

/**
 * What a device can do for us.
 *
 * @param mtu             largest IP packet on the wire, bytes
 * @param checksumOffload it finishes and vouches for transport checksums
 * @param tso4            it takes IPv4 TCP super-segments
 * @param tso6            it takes IPv6 TCP super-segments
 * @param gsoMaxSize      largest super-segment with headers, bytes; the MTU without segmentation offload
 */
public record DeviceCapabilities(int mtu, boolean checksumOffload, boolean tso4, boolean tso6, int gsoMaxSize) {
    /** A device that takes wire-size packets with complete checksums only. */
    public static DeviceCapabilities plain(int mtu) {
        return new DeviceCapabilities(mtu, false, false, false, mtu);
    }
}
