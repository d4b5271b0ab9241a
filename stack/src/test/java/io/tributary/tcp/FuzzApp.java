package io.tributary.tcp;

import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An application that writes bytes which tell their position, checks that the bytes it reads tell theirs, and looks after every
 * step whether its connection's variables make sense.
 */
final class FuzzApp implements ConnectionHandler {
    private static final int MOST_READ = 70_000;

    final SendRing out;
    final ReceiveRing in;
    Connection connection;
    private final int receiveBuffer;
    private final boolean textInSyn;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[MOST_READ]);
    private long written;
    private long read;
    private long lastUna;
    private long lastRcvNxt;
    private int established;
    private int ends;
    private boolean ended;

    /** @param textInSyn text may come in SYNs and is the stream's first then */
    FuzzApp(Random random, boolean textInSyn) {
        this.textInSyn = textInSyn;
        receiveBuffer = 1 << 12 + random.nextInt(7);
        out = new SendRing(1024, 1 << 12 + random.nextInt(6));
        in = new ReceiveRing(1024, receiveBuffer);
    }

    FuzzApp attachTo(Connection c) {
        connection = c;
        out.doorbell(c::wake);
        in.doorbell(c::wake);
        return this;
    }

    /** What the stack sends at a text position. */
    static byte sentAt(long text) {
        return (byte) (text * 167 >>> 3);
    }

    /** What the peer sends with a sequence number. */
    static byte receivedAt(int seqNo) {
        return (byte) (seqNo * 77 >>> 2);
    }

    private Tcb tcb() {
        return connection instanceof TcpConnection c ? c.tcb() : null;
    }

    void write(int bytes) {
        if (ended) {
            return;
        }
        int n = Math.min(bytes, MOST_READ);
        for (int i = 0; i < n; i++) {
            scratch.putByte(i, sentAt(written + i));
        }
        written += out.write(scratch, 0, n);
    }

    void end() {
        ended = true;
        out.end();
    }

    void close(long nowNs) {
        ended = true;
        connection.close(nowNs);
    }

    void read(int bytes) {
        Tcb t = tcb();
        if (t == null) {
            return;
        }
        int n = in.read(scratch, 0, Math.min(bytes, MOST_READ));
        for (int i = 0; i < n; i++) {
            int seqNo = t.irs() + (int) ((textInSyn ? 1 : t.rcv.textBase) + read + i);
            require(scratch.getByte(i) == receivedAt(seqNo), "byte " + (read + i) + " is wrong");
        }
        read += n;
    }

    boolean isOver() {
        return ends > 0;
    }

    int ends() {
        return ends;
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        established++;
        require(established == 1 && ends == 0, "established once and before the end");
    }

    @Override
    public void onReadable(Connection c, long nowNs) {
        require(ends == 0 && (established == 1 || textInSyn), "readable between establishment and end");
    }

    @Override
    public void onWritable(Connection c, long nowNs) {
        require(ends == 0 && established == 1, "writable between establishment and end");
    }

    @Override
    public void onClosed(Connection c, CloseReason reason, long nowNs) {
        ends++;
        require(ends == 1 && reason != null, "closed once");
    }

    /** What must hold between any two inputs. */
    void check() {
        Tcb t = tcb();
        if (t == null || t.state == TcpState.SYN_SENT) {
            return;
        }
        require(t.snd.una >= lastUna && t.rcv.nxt >= lastRcvNxt, "positions only grow");
        lastUna = t.snd.una;
        lastRcvNxt = t.rcv.nxt;
        require(t.snd.una <= t.snd.nxt, "SND.UNA is beyond SND.NXT");
        if (t.state.isSynchronized()) {
            require(t.sent.isEmpty() ? t.snd.una == t.snd.nxt : t.sent.start(0) == t.snd.una && t.sent.end() == t.snd.nxt,
                "what is in flight is not what is unacknowledged");
            require(t.congestion.cwnd() > 0 && t.rtt.rtoNs() > 0 && t.effectiveMss() > 0, "a window, a timeout and a segment size");
        }
        require(t.sent.pipe() >= 0 && t.loss.pipe() >= 0 && t.loss.pipe() <= t.snd.nxt - t.snd.una, "pipe");
        require(t.sent.lostBytes() >= 0 && t.sent.sackedBytes() >= 0, "lost and SACKed");
        require(t.sent.size() <= 4200 + (t.snd.nxt - t.snd.una) / 8, "ranges in flight");
        require(t.rcv.nxt <= t.rcv.edge + 1, "text beyond the window was taken");
        int ranges = t.rcv.outOfOrder.size();
        require(ranges <= ReceiveState.MAX_RANGES, "ranges out of order");
        require(ranges == 0 || t.rcv.outOfOrder.from(0) > t.rcv.nxt && t.rcv.outOfOrder.to(ranges - 1) <= t.rcv.edge,
            "text out of order lies between RCV.NXT and the edge");
        require(in.capacity() <= receiveBuffer, "receive memory");
        require(t.rcv.nxt <= t.rcv.finPosition || t.rcv.nxt == t.rcv.finPosition + 1 && !t.state.mayReceiveText(), "text behind the FIN");
    }

    /** What must hold when a turn is over and the device took all: whatever waits has a timer that will come back to it. */
    void checkRest() {
        Tcb t = tcb();
        if (t == null || t.isClosed()) {
            return;
        }
        boolean opening = t.state == TcpState.SYN_RECEIVED || t.state == TcpState.SYN_SENT && !t.drivenSyn;
        require(t.timers.retransmitNs != TcpTimers.NONE == (opening || !t.sent.isEmpty()), "the retransmission timer runs if anything is in flight");
        if (t.state.maySendText() && t.sent.isEmpty()) {
            boolean waits = t.snd.textBase + t.text.limit() > t.snd.nxt || out.ended();
            require(!waits || (t.snd.wnd == 0 ? t.timers.persistNs : t.timers.overrideNs) != TcpTimers.NONE, "text waits and nothing will send it");
        }
        require((t.state == TcpState.SYN_SENT || !t.acks.owed()) && !t.synOwed && !t.probeOwed && !t.pureAckOwed, "something is owed still");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            Tcb t = tcb();
            throw new AssertionError(what + (t == null ? "" : ": " + t.key() + " " + t.state + " una " + t.snd.una + " nxt " + t.snd.nxt
                + " wnd " + t.snd.wnd + " rcv.nxt " + t.rcv.nxt + " edge " + t.rcv.edge + " " + t.rcv.outOfOrder + " " + t.sent));
        }
    }
}
