package io.tributary.sim.box;

import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import java.util.ArrayDeque;
import java.util.Deque;

/** One direction of a connection through an {@link EarlyAck} proxy: what it has acknowledged, and what of that is delivered. */
final class AckedStream {
    private static final int TIMESTAMPS = 8;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK = 5;
    private static final int DUPLICATES = 3;
    /** Copies sent at once when nothing else moves. */
    private static final int BURST = 16;

    private final boolean keepsCopies;
    private final long repeatNs;
    private final Deque<Copy> copies = new ArrayDeque<>();
    private boolean started;
    /** Behind the last sequence number acknowledged here. */
    private int acknowledged;
    /** Behind the last that the receiver acknowledged. */
    private int delivered;
    private int edge;
    private int senderScale = -1;
    private int scale;
    private int receiverTime;
    private boolean senderKnown;
    private int senderAck;
    private int duplicates;
    private Middlebox.Hop onwards;
    private boolean timerRuns;

    private static final class Copy {
        private final int end;
        private final SimPacket packet;
        private long sentNs;

        Copy(int end, SimPacket packet, long sentNs) {
            this.end = end;
            this.packet = packet;
            this.sentNs = sentNs;
        }
    }

    AckedStream(boolean keepsCopies, long repeatNs) {
        this.keepsCopies = keepsCopies;
        this.repeatNs = repeatNs;
    }

    void onSyn(TcpPacket p) {
        forget();
        started = true;
        acknowledged = p.seq() + 1;
        delivered = acknowledged;
        edge = acknowledged;
        senderScale = scaleOf(p);
    }

    /** The other direction's SYN says how this one's windows are to be read; scaling needs both. */
    void onSynOfReceiver(TcpPacket p) {
        scale = p.has(TcpFlags.ACK) && senderScale >= 0 ? Math.max(0, scaleOf(p)) : 0;
        noteTime(p);
    }

    private static int scaleOf(TcpPacket p) {
        int at = p.option(WINDOW_SCALE);
        return at < 0 ? -1 : Math.min(14, p.buffer().getByte(at + 2) & 0xff);
    }

    private void noteTime(TcpPacket p) {
        int at = p.option(TIMESTAMPS);
        receiverTime = at < 0 ? receiverTime : p.i32(at + 2);
    }

    void forget() {
        started = false;
        senderKnown = false;
        copies.clear();
    }

    /** A segment of the receiver: what it acknowledges is raised to what was promised in its name. */
    void onAck(TcpPacket p) {
        if (!started) {
            return;
        }
        noteTime(p);
        int right = p.ack() + (p.window() << scale);
        edge = right - edge > 0 ? right : edge;
        // what came by in the wrong order was left to the receiver to acknowledge
        acknowledged = p.ack() - acknowledged > 0 ? p.ack() : acknowledged;
        if (p.ack() - delivered > 0) {
            delivered = p.ack();
            duplicates = 0;
            while (!copies.isEmpty() && delivered - copies.peek().end >= 0) {
                copies.remove();
            }
        } else if (p.ack() == delivered && Rule.pureAck().applies(p, true) && !copies.isEmpty() && ++duplicates == DUPLICATES) {
            repeat(copies.peek());
        }
        if (acknowledged - p.ack() > 0) {
            p.ack(acknowledged).window(window());
            int sack = p.option(SACK);
            if (sack >= 0) {
                p.erase(sack);
            }
            p.finish();
        }
    }

    private int window() {
        return Math.max(0, Math.min(0xffff, edge - acknowledged >> scale));
    }

    /** A segment of the sender. @return whether it is to go on */
    boolean onData(TcpPacket p, Middlebox.Hop hop) {
        if (!started || p.seq() - acknowledged > 0) {
            return true;
        }
        onwards = hop;
        int end = p.seq() + p.payloadLength();
        boolean isNew = end - acknowledged > 0;
        if (isNew) {
            acknowledged = end;
            if (keepsCopies) {
                copies.add(new Copy(end, p.packet().copy(), hop.nowNs()));
                watch();
            }
        }
        hop.back(answer(p));
        return isNew || !keepsCopies || p.has(TcpFlags.FIN);
    }

    /** An acknowledgment in the receiver's name. */
    private SimPacket answer(TcpPacket data) {
        TcpPacket a = TcpPacket.of(data.packet().copy());
        a.payload(new byte[0]).source(data.destination(), data.destinationPort()).destination(data.source(), data.sourcePort());
        a.seq(data.ack()).ack(acknowledged).flags(TcpFlags.ACK).window(window());
        int options = a.payloadAt() - a.headerLength() + TcpHeader.LENGTH;
        int time = a.option(TIMESTAMPS);
        int echo = time < 0 ? 0 : a.i32(time + 2);
        a.packet().buffer().setMemory(options, a.headerLength() - TcpHeader.LENGTH, (byte) 1);
        if (time >= 0) {
            a.packet().buffer().putByte(time, (byte) TIMESTAMPS);
            a.packet().buffer().putByte(time + 1, (byte) 10);
            a.put32(time + 2, receiverTime).put32(time + 6, echo);
        }
        return a.finish();
    }

    /** What the sender itself acknowledges by now: a copy with an acknowledgment long out of date would be refused. */
    void noteSender(TcpPacket p) {
        if (started && (!senderKnown || p.ack() - senderAck > 0)) {
            senderKnown = true;
            senderAck = p.ack();
        }
    }

    private void repeat(Copy c) {
        c.sentNs = onwards.nowNs();
        SimPacket copy = c.packet.copy();
        TcpPacket p = TcpPacket.of(copy);
        if (senderAck - p.ack() > 0) {
            p.ack(senderAck).finish();
        }
        onwards.pass(copy);
    }

    private void watch() {
        if (!timerRuns) {
            timerRuns = true;
            onwards.after(repeatNs, this::onTimer);
        }
    }

    private void onTimer() {
        timerRuns = false;
        int left = BURST;
        for (Copy c : copies) {
            if (onwards.nowNs() - c.sentNs >= repeatNs && left-- > 0) {
                repeat(c);
            }
        }
        if (!copies.isEmpty()) {
            watch();
        }
    }
}
