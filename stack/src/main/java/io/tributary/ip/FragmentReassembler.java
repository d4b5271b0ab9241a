package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.Ipv4Header;
import io.tributary.wire.Ipv6Extensions;
import io.tributary.wire.Ipv6Header;
import io.tributary.wire.PacketView;
import org.agrona.MutableDirectBuffer;

/**
 * Puts fragments together again. A datagram that is complete is a packet like any other in {@link #buffer()}, to be given
 * to {@link IpInput} as if it had just arrived; should that find a fragment again, it is to be dropped.
 *
 * <p>Decisions: a fragment that overlaps another ends its datagram, in IPv4 too; one that repeats another exactly is
 * ignored. When all places are taken, the source that holds the most of them loses its oldest datagram, so that one
 * that floods us takes places from itself. Memory is taken for a place when it is first used: 64 KiB each.
 */
@Rfc(value = 791, section = "3.2")
@Rfc(value = 8200, section = "4.5")
@Rfc(value = 1122, section = "3.3.2")
public final class FragmentReassembler {
    private static final int MAX_LENGTH = 65_535;

    private final FragmentedDatagram[] places;
    private final long timeoutNs;
    private final Counters counters;
    private final ExpiredDatagrams expired;
    private final Ipv6Extensions extensions = new Ipv6Extensions();
    private final PacketView first = new PacketView();
    private FragmentedDatagram complete;
    private int open;

    /**
     * @param maxDatagrams unfinished datagrams kept at most, at least 1
     * @param timeoutNs    from the first fragment that arrives to giving up; RFC 1122 asks for 60 to 120 s, RFC 8200 for 60 s
     * @param expired      hears of those that time out, if their first fragment came
     */
    public FragmentReassembler(int maxDatagrams, long timeoutNs, Counters counters, ExpiredDatagrams expired) {
        this.timeoutNs = timeoutNs;
        this.counters = counters;
        this.expired = expired;
        places = new FragmentedDatagram[Math.max(1, maxDatagrams)];
        for (int i = 0; i < places.length; i++) {
            places[i] = new FragmentedDatagram();
        }
    }

    /**
     * Takes a fragment; the bytes are copied.
     *
     * @param p a good packet with {@link PacketView#isFragment}; its problem is set if it deserves a Parameter Problem
     * @return true if it completed its datagram, which then lies in {@link #buffer()} until the next call
     */
    public boolean add(PacketView p, int zone, long nowNs) {
        counters.increment(Counter.IP_REASM_REQDS);
        expire(nowNs);
        if (!isPossible(p)) {
            noteProblem(p);
            counters.increment(Counter.IP_REASM_FAILS);
            return false;
        }
        FragmentedDatagram d = place(p, zone, nowNs);
        FragmentedDatagram.Verdict verdict = d.store(p);
        if (verdict == FragmentedDatagram.Verdict.BROKEN) {
            giveUp(d);
            return false;
        }
        if (verdict == FragmentedDatagram.Verdict.STORED && p.fragmentOffset == 0) {
            d.storeFirst(p, repeatedHeaderLength(p));
        }
        if (!d.isComplete()) {
            return false;
        }
        if (d.hasContradictoryEcn() || d.headerLength() - uncounted(d.version) + d.payloadLength() > MAX_LENGTH) {
            giveUp(d);
            return false;
        }
        finish(d, p);
        return true;
    }

    /** Says no to what cannot be a part of any datagram, before it costs another one its place. */
    private static boolean isPossible(PacketView p) {
        int headers = p.isV4() ? p.headerLength() : 0;
        return p.payloadLength > 0 && (!p.moreFragments || p.payloadLength % 8 == 0)
            && headers + p.fragmentOffset + p.payloadLength <= MAX_LENGTH;
    }

    /** A part that is no multiple of 8 and not the last, or that reaches beyond what a datagram can be. IPv6 wants to be told. */
    @Rfc(value = 8200, section = "4.5")
    private void noteProblem(PacketView p) {
        if (p.isV4() || p.payloadLength == 0) {
            return;
        }
        boolean odd = p.moreFragments && p.payloadLength % 8 != 0;
        extensions.walk(p.buffer, p.at, p.at + p.length);
        p.problemCode = Icmpv6Message.ERRONEOUS_FIELD;
        p.problemPointer = odd ? Ipv6Header.PAYLOAD_LENGTH_OFFSET : extensions.fragmentHeaderAt() - p.at + 2;
    }

    private static int uncounted(int version) {
        return version == 4 ? 0 : Ipv6Header.LENGTH;
    }

    private int repeatedHeaderLength(PacketView p) {
        if (p.isV4()) {
            return p.headerLength();
        }
        extensions.walk(p.buffer, p.at, p.at + p.length);
        return extensions.fragmentHeaderAt() - p.at;
    }

    private FragmentedDatagram place(PacketView p, int zone, long nowNs) {
        FragmentedDatagram free = null;
        for (FragmentedDatagram d : places) {
            if (d.is(p, zone)) {
                return d;
            }
            if (!d.used) {
                free = d;
            }
        }
        if (free == null) {
            free = victim();
            giveUp(free);
        }
        free.open(p, zone, nowNs + timeoutNs);
        open++;
        return free;
    }

    /** All places are taken: the oldest of the source that has the most. */
    private FragmentedDatagram victim() {
        FragmentedDatagram worst = null;
        int most = 0;
        for (FragmentedDatagram d : places) {
            int n = 0;
            for (FragmentedDatagram other : places) {
                n += other.srcLo == d.srcLo && other.srcHi == d.srcHi ? 1 : 0;
            }
            if (n > most || n == most && d.deadlineNs - worst.deadlineNs < 0) {
                worst = d;
                most = n;
            }
        }
        return worst;
    }

    @Rfc(value = 3168, section = "5.3")
    private void finish(FragmentedDatagram d, PacketView last) {
        MutableDirectBuffer b = d.buffer();
        int at = d.at();
        if (d.version == 4) {
            Ipv4Header.putWhole(b, at, d.headerLength(), d.payloadLength(), d.ecn(b.getByte(at + 1) & 3));
        } else {
            Ipv6Header.putPayloadLength(b, at, d.headerLength() - Ipv6Header.LENGTH + d.payloadLength());
            Ipv6Header.putEcn(b, at, d.ecn(b.getByte(at + 1) >>> 4 & 3));
            b.putByte(at + fieldOfFragmentHeader(b, at, d.headerLength()), (byte) d.protocol);
        }
        d.used = false;
        open--;
        complete = d;
        counters.increment(Counter.IP_REASM_OKS);
    }

    /** The byte that announced the fragment header: the next-header field of the last header that stays. */
    private static int fieldOfFragmentHeader(MutableDirectBuffer b, int at, int headerLength) {
        int field = Ipv6Header.NEXT_HEADER_OFFSET;
        for (int header = Ipv6Header.LENGTH; header < headerLength; header += 8 + 8 * (b.getByte(at + header + 1) & 0xff)) {
            field = header;
        }
        return field;
    }

    private void giveUp(FragmentedDatagram d) {
        d.used = false;
        open--;
        counters.increment(Counter.IP_REASM_FAILS);
    }

    /** Gives up what waited too long. Whoever sent a first fragment hears of it; of others nobody can be told anything. */
    public void expire(long nowNs) {
        for (int i = 0; open > 0 && i < places.length; i++) {
            FragmentedDatagram d = places[i];
            if (d.used && nowNs - d.deadlineNs >= 0) {
                giveUp(d);
                counters.increment(Counter.IP_REASM_TIMEOUT);
                if (d.headerLength() > 0) {
                    d.restoreFirst(first);
                    expired.onTimeout(first, d.zone, nowNs);
                }
            }
        }
    }

    /** When {@link #expire} has something to do next; {@code Long.MAX_VALUE} if nothing waits. */
    public long deadlineNs() {
        long next = Long.MAX_VALUE;
        for (int i = 0; open > 0 && i < places.length; i++) {
            if (places[i].used) {
                next = Math.min(next, places[i].deadlineNs);
            }
        }
        return next;
    }

    /** Unfinished datagrams. */
    public int size() {
        return open;
    }

    /** Holds the datagram that {@link #add} just completed. */
    public MutableDirectBuffer buffer() {
        return complete.buffer();
    }

    public int at() {
        return complete.at();
    }

    /** Bytes of the completed packet, headers included. */
    public int length() {
        return complete.headerLength() + complete.payloadLength();
    }
}
