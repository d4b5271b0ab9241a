package io.tributary.driver.setup;

/**
 * A network interface as the kernel describes it.
 *
 * @param kind       "tun" for TUN and TAP, "veth", …; empty for hardware and loopback
 * @param up         administratively up
 * @param tun        for kind "tun": a TUN, not a TAP
 * @param persistent for kind "tun": it outlives the programs that use it
 * @param multiQueue for kind "tun": it takes several queues
 * @param queues     of a multi-queue one, how many are in use by programs; the kernel does not tell it of others
 */
public record Link(String name, int index, int mtu, boolean up, String kind, boolean tun, boolean persistent, boolean multiQueue, int queues) {
}
