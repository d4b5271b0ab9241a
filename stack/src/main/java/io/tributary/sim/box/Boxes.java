package io.tributary.sim.box;

import io.tributary.Rfc;
import io.tributary.sim.Ecn;
import io.tributary.sim.Middlebox;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Middleboxes without memory. Whatever they change, checksums are right afterwards: a box that breaks them would be found out
 * at once. What is no TCP passes.
 */
@Rfc(value = 8684, section = "6")
public final class Boxes {
    private static final int MPTCP = 30;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private Boxes() {
    }

    /** Does something to the segments chosen, then makes them whole again. */
    public static Middlebox change(Rule rule, Consumer<TcpPacket> change) {
        return (packet, forward, hop) -> {
            TcpPacket p = TcpPacket.of(packet);
            if (p != null && rule.applies(p, forward)) {
                change.accept(p);
                p.finish();
            }
            hop.pass(packet);
        };
    }

    /** Overwrites the options of these kinds with no-operations. */
    public static Middlebox strip(Rule rule, int... kinds) {
        return change(rule, p -> Arrays.stream(kinds).forEach(kind -> {
            for (int at = p.option(kind); at >= 0; at = p.option(kind)) {
                p.erase(at);
            }
        }));
    }

    /** Overwrites the MPTCP options of the segments chosen. */
    public static Middlebox stripMptcp(Rule rule) {
        return strip(rule, MPTCP);
    }

    /** Lowers the MSS that SYNs announce, as routers before tunnels do. */
    public static Middlebox clampMss(int most) {
        return change(Rule.syn(), p -> {
            int at = p.option(MSS);
            if (at >= 0) {
                p.put16(at + 2, Math.min(most, p.u16(at + 2)));
            }
        });
    }

    /** Lowers the window scale that SYNs announce without telling who announced it: from then on one side takes windows for smaller than meant. */
    public static Middlebox limitWindowScale(Rule rule, int most) {
        return change(rule.and(Rule.syn()), p -> {
            int at = p.option(WINDOW_SCALE);
            if (at >= 0 && p.buffer().getByte(at + 2) > most) {
                p.packet().buffer().putByte(at + 2, (byte) most);
            }
        });
    }

    /** Flips a bit in the last payload octet of the segments chosen: what only a DSS checksum notices. */
    public static Middlebox corrupt(Rule rule) {
        return change(Rule.data().and(rule), p -> {
            int at = p.packet().length() - 1;
            p.packet().buffer().putByte(at, (byte) (p.buffer().getByte(at) ^ 0x10));
        });
    }

    public static Middlebox drop(Rule rule) {
        return (packet, forward, hop) -> {
            TcpPacket p = TcpPacket.of(packet);
            if (p == null || !rule.applies(p, forward)) {
                hop.pass(packet);
            }
        };
    }

    /** Keeps back the segments chosen; others overtake them. */
    public static Middlebox hold(Rule rule, long delayNs) {
        return (packet, forward, hop) -> {
            TcpPacket p = TcpPacket.of(packet);
            if (p != null && rule.applies(p, forward)) {
                hop.after(delayNs, () -> hop.pass(packet));
            } else {
                hop.pass(packet);
            }
        };
    }

    /** The segments chosen pass, and a copy follows. @param delayNs 0: at once */
    public static Middlebox duplicate(Rule rule, long delayNs) {
        return (packet, forward, hop) -> {
            TcpPacket p = TcpPacket.of(packet);
            if (p != null && rule.applies(p, forward)) {
                var copy = packet.copy();
                hop.after(delayNs, () -> hop.pass(copy));
            }
            hop.pass(packet);
        };
    }

    /** Clears the ECN bits of every packet: congestion marks before it are lost, queues behind it drop. */
    @Rfc(value = 3168, section = "18.1.1")
    public static Middlebox bleachEcn() {
        return (packet, forward, hop) -> {
            if (Ecn.of(packet) != Ecn.NOT_ECT) {
                Ecn.set(packet, Ecn.NOT_ECT);
            }
            hop.pass(packet);
        };
    }

    /** Drops ICMP of both families: path MTU discovery behind it is blind. */
    public static Middlebox dropIcmp() {
        return (packet, forward, hop) -> {
            if (TcpPacket.transportAt(packet, ICMP) < 0 && TcpPacket.transportAt(packet, ICMPV6) < 0) {
                hop.pass(packet);
            }
        };
    }
}
