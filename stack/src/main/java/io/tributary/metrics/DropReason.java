package io.tributary.metrics;

/**
 * Why a received packet went no further, each with a sentence and the counter it adds to. Hostile input is an ordinary
 * event, so these are results, never exceptions.
 */
public enum DropReason {
    IP_TRUNCATED(Counter.IP_IN_HDR_ERRORS, "shorter than its IP header or than the length in it"),
    IP_VERSION(Counter.IP_IN_HDR_ERRORS, "neither IPv4 nor IPv6"),
    IP_HEADER_LENGTH(Counter.IP_IN_HDR_ERRORS, "IPv4 header length below 20 or beyond the total length"),
    IP_CHECKSUM(Counter.IP_IN_HDR_ERRORS, "wrong IPv4 header checksum"),
    IP_HOPS_SPENT(Counter.IP_IN_HDR_ERRORS, "arrived with TTL or hop limit 0"),
    IP_OPTIONS(Counter.IP_IN_HDR_ERRORS, "IPv4 options with an impossible length"),
    IP_SOURCE_ROUTE(Counter.IP_IN_DISCARDS, "source route, or routing header with segments left"),
    IP_MAPPED_ADDRESS(Counter.IP_IN_HDR_ERRORS, "IPv4-mapped address in an IPv6 header"),
    IP_EXTENSION_TRUNCATED(Counter.IP_IN_HDR_ERRORS, "IPv6 extension header or its option beyond the packet"),
    IP_EXTENSION_CHAIN(Counter.IP_IN_DISCARDS, "more IPv6 extension headers than the limit"),
    IP_EXTENSION_ORDER(Counter.IP_IN_HDR_ERRORS, "IPv6 extension header where it may not be"),
    IP_EXTENSION_OPTION(Counter.IP_IN_DISCARDS, "unknown IPv6 option that asks for the packet to be discarded"),
    IP_SOURCE(Counter.IP_IN_HDR_ERRORS, "TCP from a source no host may have: multicast, broadcast, unspecified, loopback"),
    IP_DESTINATION(Counter.IP_IN_DISCARDS, "TCP to no single host: multicast, broadcast, unspecified"),

    NOT_TCP(Counter.IP_IN_DISCARDS, "not a whole TCP segment where one is expected"),
    TCP_HEADER(Counter.TCP_IN_ERRS, "TCP header shorter than 20 or longer than the segment"),
    TCP_CHECKSUM(Counter.TCP_IN_CSUM_ERRORS, "wrong TCP checksum"),

    UDP_HEADER(Counter.UDP_IN_ERRORS, "UDP header missing, or with a length that is not the packet's"),
    UDP_CHECKSUM(Counter.UDP_IN_ERRORS, "wrong UDP checksum, or none in IPv6"),

    ICMP_TRUNCATED(Counter.ICMP_IN_ERRORS, "ICMP message without room for its header, or error without the embedded packet"),
    ICMP_CHECKSUM(Counter.ICMP_IN_CSUM_ERRORS, "wrong ICMP checksum"),
    ICMP_ECHO(Counter.ICMP_IN_ECHOS, "ICMP echo request: no error, but somebody may answer it"),
    ICMP_NO_ERROR(Counter.IP_IN_DISCARDS, "ICMP question, answer or unknown type: nothing we act on"),
    ICMP_SOURCE_QUENCH(Counter.IP_IN_DISCARDS, "ICMP source quench, which is to be ignored"),
    ICMP_REDIRECT(Counter.IP_IN_DISCARDS, "ICMP redirect, which is no business of a host behind a TUN"),
    ICMP_NOT_TCP(Counter.IP_IN_DISCARDS, "ICMP error about something that is no first fragment of a TCP segment");

    private final Counter counter;
    private final String sentence;

    DropReason(Counter counter, String sentence) {
        this.counter = counter;
        this.sentence = sentence;
    }

    /** The MIB counter that a drop for this reason adds to. */
    public Counter counter() {
        return counter;
    }

    public String sentence() {
        return sentence;
    }

    /**
     * Only the host a packet is addressed to may judge it for this reason: a packet on its way to somebody else is passed on.
     * Its addresses are known although it was refused.
     */
    public boolean isForAddresseeOnly() {
        return switch (this) {
            case IP_OPTIONS, IP_SOURCE_ROUTE, IP_EXTENSION_TRUNCATED, IP_EXTENSION_CHAIN, IP_EXTENSION_ORDER,
                IP_EXTENSION_OPTION -> true;
            default -> false;
        };
    }
}
