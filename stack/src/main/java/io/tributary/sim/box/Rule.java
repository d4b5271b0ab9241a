package io.tributary.sim.box;

import io.tributary.wire.TcpFlags;

/** Which segments a box does something to. Rules that count are good for one box. */
@FunctionalInterface
public interface Rule {
    /** @param forward from the link's first device to its second */
    boolean applies(TcpPacket packet, boolean forward);

    default Rule and(Rule other) {
        return (p, forward) -> applies(p, forward) && other.applies(p, forward);
    }

    default Rule not() {
        return (p, forward) -> !applies(p, forward);
    }

    static Rule all() {
        return (p, forward) -> true;
    }

    /** SYN and SYN/ACK. */
    static Rule syn() {
        return (p, forward) -> p.isSyn();
    }

    /** With payload, handshake aside. */
    static Rule data() {
        return (p, forward) -> !p.isSyn() && p.payloadLength() > 0;
    }

    /** Nothing but an acknowledgment, options aside. */
    static Rule pureAck() {
        return (p, forward) -> p.payloadLength() == 0 && !p.has(TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST);
    }

    static Rule forward() {
        return (p, forward) -> forward;
    }

    static Rule backward() {
        return (p, forward) -> !forward;
    }

    /** The first segment that {@code rule} chooses, and no other. */
    static Rule once(Rule rule) {
        boolean[] done = {false};
        return (p, forward) -> {
            if (!done[0] && rule.applies(p, forward)) {
                done[0] = true;
                return true;
            }
            return false;
        };
    }

    /** From the {@code n}th segment on that {@code rule} chooses, the first is 1. */
    static Rule from(int n, Rule rule) {
        int[] seen = {0};
        return (p, forward) -> rule.applies(p, forward) && ++seen[0] >= n;
    }

    /** Every {@code n}th segment that {@code rule} chooses. */
    static Rule every(int n, Rule rule) {
        int[] seen = {0};
        return (p, forward) -> rule.applies(p, forward) && ++seen[0] % n == 0;
    }
}
