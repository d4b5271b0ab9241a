package io.tributary.script.syntax;

/**
 * A packet as written.
 *
 * @param ip   what it says about the IP header
 * @param from the source; null: not named
 * @param to   the destination; null: not named
 * @param body what the packet carries
 */
public record PacketLine(IpInfo ip, End from, End to, Body body) {
    /** What the packet carries. */
    public sealed interface Body permits TcpLine, IcmpLine {
    }

    /**
     * One end of a packet.
     *
     * @param name    the name of an address; null if only the port is given
     * @param literal the address the name is given here; null if it is known
     * @param port    -1: not given
     */
    public record End(String name, String literal, int port) {
    }

    /**
     * The IP header; what is null is not checked, and has its usual value in packets that arrive.
     *
     * @param ecn       the two bits; {@link #EITHER_ECT} for one of the two ECT codes
     * @param tos       the whole octet
     * @param ttl       or hop limit
     * @param flowLabel IPv6 only
     */
    public record IpInfo(Integer ecn, Integer tos, Integer ttl, Integer flowLabel) {
        public static final int EITHER_ECT = 4;
        public static final IpInfo NONE = new IpInfo(null, null, null, null);
    }
}
