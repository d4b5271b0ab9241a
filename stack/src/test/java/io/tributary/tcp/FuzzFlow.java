package io.tributary.tcp;

import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A peer that knows what the stack sent on one 4-tuple, and makes segments around the edges of what would be right.
 */
final class FuzzFlow {
    private static final int ACK = TcpFlags.ACK;

    final int stackPort;
    final int peerPort;
    private final Random random;
    private final boolean scales;
    private final boolean timestamps;
    private final boolean sacks;
    /** One in so many segments is made without regard to what would be right. */
    private final int tameness;
    private int peerIsn;
    private int stackIsn;
    private int synAckNo;
    private boolean known;
    private int una;
    private int nxt;
    private int rcvNxt;
    private int edge;
    private boolean edgeKnown;
    private int shift;
    private boolean reborn;
    private final Map<Integer, Integer> scaleByIsn = new HashMap<>();
    private boolean finSeen;
    private int lastTsVal;

    int seqNo;
    int ackNo;
    int flags;
    int window;
    int payload;
    final OptionPlan options = new OptionPlan();
    private final UnsafeBuffer cookie = new UnsafeBuffer(new byte[16]);
    private int cookieLength;

    FuzzFlow(Random random, int stackPort, int peerPort) {
        this.random = random;
        this.stackPort = stackPort;
        this.peerPort = peerPort;
        scales = random.nextBoolean();
        timestamps = random.nextBoolean();
        sacks = random.nextInt(3) > 0;
        tameness = choose(1, 2, 5, 20, 100);
        peerIsn = random.nextInt();
    }

    /** Builds the next segment in the fields. */
    void next(long nowNs) {
        boolean tame = known && edgeKnown && random.nextInt(tameness) > 0;
        flags = tame ? choose(ACK, ACK, ACK, ACK, ACK, ACK | TcpFlags.PSH, random.nextInt(100) > 0 ? ACK : ACK | TcpFlags.FIN) : chooseFlags();
        payload = choosePayload();
        seqNo = tame ? choose(rcvNxt, rcvNxt, rcvNxt, rcvNxt, rcvNxt + random.nextInt(3000), rcvNxt - 1) : chooseSeq();
        ackNo = tame ? choose(nxt, nxt, una, una, una, una + random.nextInt(Math.max(1, nxt - una))) : chooseAck();
        window = choose(0, 1, random.nextInt(300), random.nextInt(65_536), 65_535, 65_535, 65_535);
        options.reset();
        if ((flags & TcpFlags.SYN) != 0) {
            synOptions();
            fastOpenOption();
        }
        if (timestamps && (tame || random.nextInt(30) > 0)) {
            int val = (int) (nowNs / 1_000_000) + peerPort;
            boolean syn = (flags & TcpFlags.SYN) != 0;
            TcpOptionWriter.timestamps(options, syn || tame ? val : choose(val, val, val, val, val, val, val, val - 3, val + 1000, random.nextInt()),
                choose(lastTsVal, lastTsVal, lastTsVal, 0, random.nextInt()));
        }
        if ((flags & TcpFlags.SYN) == 0 && sacks && random.nextInt(4) == 0) {
            sackBlocks();
        }
        if (random.nextInt(100) == 0) {
            int at = options.claim(Math.min(options.remaining(), 1 + random.nextInt(6)));
            for (int i = at; i >= 0 && i < options.length(); i++) {
                options.buffer().putByte(i, (byte) choose(254, 0, 1, 5, random.nextInt()));
            }
        }
    }

    private int chooseFlags() {
        if (!known) {
            return choose(TcpFlags.SYN, TcpFlags.SYN, TcpFlags.SYN, TcpFlags.SYN, ACK, TcpFlags.RST, TcpFlags.SYN | ACK);
        }
        int dice = random.nextInt(200);
        return dice < 150 ? ACK
            : dice < 165 ? ACK | TcpFlags.PSH
            : dice < 173 ? ACK | TcpFlags.FIN
            : dice < 180 ? TcpFlags.SYN
            : dice < 193 ? TcpFlags.SYN | ACK
            : dice < 196 ? TcpFlags.RST
            : dice < 197 ? TcpFlags.RST | ACK
            : random.nextInt(256);
    }

    private int choosePayload() {
        boolean syn = (flags & TcpFlags.SYN) != 0;
        return syn ? choose(0, 0, 0, 0, 5) : choose(0, 0, 0, 0, 1, random.nextInt(20), random.nextInt(1460), 1460 - options.length());
    }

    private int chooseSeq() {
        if ((flags & TcpFlags.SYN) != 0 && random.nextInt(4) > 0) {
            if (!known && random.nextInt(4) == 0) {
                peerIsn = random.nextInt();
            }
            return peerIsn;
        }
        return choose(rcvNxt, rcvNxt, rcvNxt, rcvNxt, rcvNxt, rcvNxt, rcvNxt - 1, rcvNxt + 1, rcvNxt - random.nextInt(3000),
            rcvNxt + random.nextInt(3000), rcvNxt + random.nextInt(70_000), edge, edge - 1, edge + 1, edge - payload, edge - random.nextInt(2000),
            peerIsn, peerIsn + 1, rcvNxt + Integer.MIN_VALUE, rcvNxt + Integer.MAX_VALUE, random.nextInt());
    }

    private int chooseAck() {
        return choose(nxt, nxt, nxt, nxt, nxt, una, una, una, una + random.nextInt(Math.max(1, nxt - una)), una + random.nextInt(Math.max(1, nxt - una)),
            nxt + 1, una - 1, una - random.nextInt(70_000), stackIsn, stackIsn + 1, random.nextInt(), nxt + Integer.MIN_VALUE);
    }

    private void synOptions() {
        TcpOptionWriter.mss(options, choose(1460, 1460, 536, 1, 0, 65_535));
        if (scales) {
            TcpOptionWriter.windowScale(options, choose(0, 2, 7, 14, 15, 255));
        }
        if (sacks) {
            TcpOptionWriter.sackPermitted(options);
        }
    }

    /** As a client: a request, a cookie that the stack gave to somebody, or any; as a server whatever. */
    private void fastOpenOption() {
        switch (random.nextInt(6)) {
            case 0 -> TcpOptionWriter.fastOpen(options, cookie, 0, 0, random.nextInt(4) == 0);
            case 1, 2 -> TcpOptionWriter.fastOpen(options, cookie, 0, cookieLength, random.nextInt(4) == 0);
            case 3 -> TcpOptionWriter.fastOpen(options, new UnsafeBuffer(new byte[16]), 0, 4 + 2 * random.nextInt(7), false);
            default -> { }
        }
    }

    private void sackBlocks() {
        int at = TcpOptionWriter.beginSack(options);
        for (int n = 1 + random.nextInt(3); at >= 0 && n > 0; n--) {
            int from = choose(una, una + 1, una + random.nextInt(Math.max(1, nxt - una)), una + random.nextInt(Math.max(1, nxt - una)), nxt, random.nextInt());
            int to = choose(from + 1, from + random.nextInt(3000), nxt, nxt + 1, from, from - 1);
            if (!TcpOptionWriter.addSackBlock(options, at, from, to)) {
                return;
            }
        }
    }

    private int choose(int... values) {
        return values[random.nextInt(values.length)];
    }

    /** What the segment just made acknowledges may be taken for acknowledged from now on. */
    void sent() {
        if ((flags & ACK) != 0 && ackNo - una > 0 && nxt - ackNo >= 0) {
            una = ackNo;
        }
    }

    /** A connection begins without a SYN of the stack: a cookie that comes again may bring one back that was reset. */
    void reborn() {
        nxt = stackIsn + 1;
        edgeKnown = false;
        finSeen = false;
        reborn = true;
    }

    /** Which of the cookies given so far came back shows in the number of the first segment. */
    private void recognize(SegmentView s) {
        reborn = false;
        Integer scale = scales ? scaleByIsn.get(s.seqNo - 1) : null;
        if (scale != null) {
            shift = scale;
        }
    }

    /** Learns from a segment of the stack, and checks what a peer can check. */
    void observe(SegmentView s) {
        if (s.has(TcpFlags.RST)) {
            known = false;
            edgeKnown = false;
            return;
        }
        if (s.has(TcpFlags.SYN) && (!known || s.seqNo != stackIsn || !s.has(ACK) || s.ackNo != synAckNo)) {
            known = true;
            synAckNo = s.ackNo;
            stackIsn = s.seqNo;
            una = s.seqNo;
            nxt = s.seqNo + 1;
            edgeKnown = false;
            finSeen = false;
        }
        if (!known) {
            return;
        }
        if (s.options.hasTimestamps()) {
            lastTsVal = s.options.tsVal();
        }
        if (s.options.hasFastOpen() && s.options.fastOpenLength() > 0) {
            cookieLength = s.options.fastOpenLength();
            s.options.buffer().getBytes(s.options.fastOpenAt(), cookie, 0, cookieLength);
        }
        if (s.has(TcpFlags.SYN)) {
            shift = s.options.hasWindowScale() && scales ? s.options.windowScale() : 0;
            if (scaleByIsn.size() > 100) {
                scaleByIsn.clear();
            }
            scaleByIsn.put(s.seqNo, shift);
        } else if (reborn) {
            recognize(s);
        }
        checkPayload(s);
        finSeen |= s.has(TcpFlags.FIN);
        int end = s.seqNo + s.sequenceLength();
        if (end - nxt > 0) {
            nxt = end;
        }
        if (s.has(ACK)) {
            observeWindow(s);
        }
    }

    /** A SYN/ACK repeated late cannot say all that an ACK between has promised. */
    private void observeWindow(SegmentView s) {
        rcvNxt = s.ackNo;
        int scaled = s.has(TcpFlags.SYN) ? 0 : shift;
        int right = s.ackNo + (s.window << scaled);
        if (edgeKnown && !finSeen && !s.has(TcpFlags.SYN) && right - edge <= -(1 << shift)) {
            throw new AssertionError("the right edge moved back by " + (edge - right) + ", scale " + shift + " " + this);
        }
        edge = edgeKnown && right - edge < 0 ? edge : right;
        edgeKnown = true;
    }

    private void checkPayload(SegmentView s) {
        long text = Integer.toUnsignedLong(s.seqNo - stackIsn - (s.has(TcpFlags.SYN) ? 0 : 1));
        for (int i = 0; i < s.payloadLength; i += i == s.payloadLength - 1 ? 1 : Math.min(61, s.payloadLength - 1 - i)) {
            if (s.buffer.getByte(s.payloadAt + i) != FuzzApp.sentAt(text + i)) {
                throw new AssertionError("byte " + (text + i) + " of the stack's text is wrong");
            }
        }
    }

    @Override
    public String toString() {
        return peerPort + ">" + stackPort + " flags " + Integer.toHexString(flags) + " seq " + (seqNo - peerIsn) + " ack " + (ackNo - stackIsn)
            + " len " + payload + " win " + window;
    }
}
