package io.tributary.mptcp;

import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.Checksum;
import io.tributary.wire.TcpFlags;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** Middleboxes of RFC 8684 section 6 for IPv4 packets without IP options; whatever they change, the TCP checksum is right again. */
final class Box {
    /** What a box may look at. */
    interface Rule {
        boolean applies(Packet p, boolean forward);
    }

    /** A view of one packet. */
    static final class Packet {
        private final SimPacket packet;
        private final MutableDirectBuffer b;

        Packet(SimPacket packet) {
            this.packet = packet;
            this.b = packet.buffer();
        }

        int flags() {
            return b.getByte(33) & 0xff;
        }

        boolean isSyn() {
            return (flags() & TcpFlags.SYN) != 0;
        }

        int tcpHeader() {
            return (b.getByte(32) >>> 4 & 0xf) * 4;
        }

        int payloadLength() {
            return packet.length() - 20 - tcpHeader();
        }

        /** Offset of the MPTCP option with this subtype, any if negative; -1 if there is none. */
        int option(int subtype) {
            int end = 20 + tcpHeader();
            for (int i = 40; i < end; ) {
                int kind = b.getByte(i) & 0xff;
                if (kind == 0) {
                    return -1;
                }
                if (kind == 1) {
                    i++;
                    continue;
                }
                if (kind == 30 && (subtype < 0 || (b.getByte(i + 2) >>> 4 & 0xf) == subtype)) {
                    return i;
                }
                i += b.getByte(i + 1) & 0xff;
            }
            return -1;
        }

        void fixChecksum() {
            int upper = packet.length() - 20;
            b.putShort(36, (short) 0);
            long pseudo = Checksum.pseudoHeaderV4(b.getInt(12, ByteOrder.BIG_ENDIAN), b.getInt(16, ByteOrder.BIG_ENDIAN), 6, upper);
            b.putShort(36, (short) Checksum.finish(Checksum.add(pseudo, Checksum.sum(b, 20, upper))), ByteOrder.BIG_ENDIAN);
        }
    }

    private Box() {
    }

    /** Overwrites every MPTCP option of the packets chosen with no-operations. */
    static Middlebox strip(Rule rule) {
        return (packet, forward, hop) -> {
            Packet p = new Packet(packet);
            if (rule.applies(p, forward)) {
                for (int at = p.option(-1); at >= 0; at = p.option(-1)) {
                    packet.buffer().setMemory(at, packet.buffer().getByte(at + 1) & 0xff, (byte) 1);
                }
                p.fixChecksum();
            }
            hop.pass(packet);
        };
    }

    /** Flips a bit in the payload of the packets chosen. */
    static Middlebox corrupt(Rule rule) {
        return (packet, forward, hop) -> {
            Packet p = new Packet(packet);
            if (p.payloadLength() > 0 && rule.applies(p, forward)) {
                int at = packet.length() - 1;
                packet.buffer().putByte(at, (byte) (packet.buffer().getByte(at) ^ 0x10));
                p.fixChecksum();
            }
            hop.pass(packet);
        };
    }

    static Middlebox drop(Rule rule) {
        return (packet, forward, hop) -> {
            if (!rule.applies(new Packet(packet), forward)) {
                hop.pass(packet);
            }
        };
    }

    /** The first packet that {@code rule} chooses, and no other. */
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

    /** From the {@code n}th packet on that {@code rule} chooses. */
    static Rule from(int n, Rule rule) {
        int[] seen = {0};
        return (p, forward) -> rule.applies(p, forward) && ++seen[0] >= n;
    }
}
