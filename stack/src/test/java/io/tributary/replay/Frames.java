package io.tributary.replay;

import io.tributary.capture.Captures;
import io.tributary.capture.LinkLayer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A capture whose frames a test changes before they are replayed or compared. Packets are numbered from 1, as in the capture. */
final class Frames {
    private static final int IP = 14;
    final List<Captures.Packet> packets;

    Frames(String capture) {
        packets = new ArrayList<>(Captures.packets(capture));
    }

    byte[] frame(int number) {
        return packets.get(number - 1).frame();
    }

    int tcp(int number) {
        byte[] f = frame(number);
        return IP + ((f[IP] & 0xf0) == 0x60 ? 40 : (f[IP] & 0xf) * 4);
    }

    int payload(int number) {
        return tcp(number) + (frame(number)[tcp(number) + 12] >> 4 & 0xf) * 4;
    }

    /** Where the option of that kind starts; of an MPTCP option that of this subtype. */
    int option(int number, int kind, int subtype) {
        byte[] f = frame(number);
        int end = payload(number);
        for (int i = tcp(number) + 20; i < end; i += f[i] <= 1 ? 1 : f[i + 1]) {
            if (f[i] == kind && (kind != 30 || (f[i + 2] >> 4 & 0xf) == subtype)) {
                return i;
            }
        }
        throw new AssertionError("packet " + number + " has no option " + kind);
    }

    Frames add(int number, int at, int plus) {
        ByteBuffer b = ByteBuffer.wrap(frame(number));
        b.putInt(at, b.getInt(at) + plus);
        return unsummed(number);
    }

    Frames xor(int number, int at, int bits) {
        frame(number)[at] ^= (byte) bits;
        return unsummed(number);
    }

    /** Takes an option out: no-operations stand in its place. */
    Frames without(int number, int kind, int subtype) {
        int at = option(number, kind, subtype);
        Arrays.fill(frame(number), at, at + frame(number)[at + 1], (byte) 1);
        return unsummed(number);
    }

    /** Checksums of 0 stand for those that a device has not filled in yet. */
    Frames unsummed(int number) {
        byte[] f = frame(number);
        f[tcp(number) + 16] = 0;
        f[tcp(number) + 17] = 0;
        if ((f[IP] & 0xf0) == 0x40) {
            f[IP + 10] = 0;
            f[IP + 11] = 0;
        }
        return this;
    }

    Frames remove(int number) {
        packets.remove(number - 1);
        return this;
    }

    /** The packet again, that much later. */
    Frames repeat(int number, long afterNs) {
        Captures.Packet p = packets.get(number - 1);
        int at = number;
        while (at < packets.size() && packets.get(at).timeNs() < p.timeNs() + afterNs) {
            at++;
        }
        packets.add(at, new Captures.Packet(p.timeNs() + afterNs, p.frame().clone()));
        return this;
    }

    /** The packet again, directly behind the packet {@code behind}. */
    Frames copy(int number, int behind) {
        packets.add(behind, new Captures.Packet(packets.get(behind - 1).timeNs(), frame(number).clone()));
        return this;
    }

    /** One segment becomes two, the second begins after {@code first} bytes. */
    Frames split(int number, int first) {
        Captures.Packet p = packets.get(number - 1);
        byte[] rest = p.frame().clone();
        int payload = payload(number);
        byte[] one = Arrays.copyOf(p.frame(), payload + first);
        byte[] two = new byte[rest.length - first];
        System.arraycopy(rest, 0, two, 0, payload);
        System.arraycopy(rest, payload + first, two, payload, rest.length - payload - first);
        packets.set(number - 1, new Captures.Packet(p.timeNs(), one));
        packets.add(number, new Captures.Packet(p.timeNs(), two));
        length(number);
        length(number + 1);
        return add(number + 1, tcp(number + 1) + 4, first).unsummed(number);
    }

    private void length(int number) {
        ByteBuffer b = ByteBuffer.wrap(frame(number));
        boolean v6 = (frame(number)[IP] & 0xf0) == 0x60;
        b.putShort(IP + (v6 ? 4 : 2), (short) (frame(number).length - IP - (v6 ? 40 : 0)));
    }

    Recording recording() {
        Recording r = new Recording();
        for (Captures.Packet p : packets) {
            r.onPacket(p.timeNs(), LinkLayer.ETHERNET, new UnsafeBuffer(p.frame()), 0, p.frame().length, p.frame().length);
        }
        return r;
    }

    RecordedConversation conversation(Side side) {
        return recording().conversation(0, side);
    }
}
