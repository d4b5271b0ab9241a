package io.tributary.script.syntax;

/**
 * An ICMP error about a packet of ours.
 *
 * @param type     as written: {@code unreachable}, {@code packet_too_big} ...
 * @param code     as written; null: none
 * @param mtu      -1: not given
 * @param tcp      the quoted packet is a TCP segment with this range
 * @param seq      relative number of the quoted segment
 * @param length   of the quoted segment
 */
public record IcmpLine(Position position, String type, String code, int mtu, boolean tcp, long seq, int length) implements PacketLine.Body {
}
