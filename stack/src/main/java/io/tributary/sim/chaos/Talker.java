package io.tributary.sim.chaos;

import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.sim.chaos.Setup.TalkerSetup;
import io.tributary.sim.scenario.Pattern;
import io.tributary.tcp.CloseReason;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An application at one end of a connection: writes a known stream at its own pace, reads at its own pace, and compares. What it
 * knows of the stream it knows from the plan, never from the stack.
 */
final class Talker implements ConnectionHandler {
    private static final int MIN_RING = 1024;
    private static final int BUFFER = 65_536;

    private final Talk talk;
    private final int side;
    private final TalkerSetup plan;
    private final Pattern writes;
    private final Pattern reads;
    private final SendRing out;
    private final ReceiveRing in;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER]);
    private Talker peer;
    private Connection connection;
    private boolean established;
    private CloseReason closed;
    private long closedNs;
    private long toWrite;
    private long written;
    private boolean ended;
    private boolean endSeen;
    private boolean writing;
    private boolean reading;
    private boolean paused;
    private boolean closing;
    private long damagedAt = -1;

    Talker(Talk talk, int side, TalkerSetup plan, Pattern writes, Pattern reads) {
        this.talk = talk;
        this.side = side;
        this.plan = plan;
        this.writes = writes;
        this.reads = reads;
        toWrite = plan.bytes();
        out = new SendRing(Math.min(MIN_RING, plan.sendRing()), plan.sendRing());
        in = new ReceiveRing(Math.min(MIN_RING, plan.receiveRing()), plan.receiveRing());
    }

    void peer(Talker other) {
        peer = other;
    }

    void opened(Connection c) {
        connection = c;
        out.doorbell(c::wake);
        in.doorbell(c::wake);
    }

    // ---- what the stack says

    @Override
    public void onEstablished(Connection c, long nowNs) {
        established = true;
        write();
        read();
    }

    @Override
    public void onWritable(Connection c, long nowNs) {
        write();
    }

    @Override
    public void onReadable(Connection c, long nowNs) {
        read();
    }

    @Override
    public void onClosed(Connection c, CloseReason reason, long nowNs) {
        closed = reason;
        closedNs = nowNs;
        paused = false;
        readAll();
    }

    // ---- writing

    /** One chunk at once if there is a pace, else all that fits. */
    void write() {
        if (ended || closed != null || writing) {
            return;
        }
        do {
            int n = (int) Math.min(Math.min(plan.chunk(), BUFFER), toWrite - written);
            writes.copy(written, n, buffer, 0);
            int taken = out.write(buffer, 0, n);
            written += taken;
            if (taken < n) {
                return;   // told when there is room
            }
        } while (plan.pauseNs() == 0 && written < toWrite);
        if (written < toWrite) {
            writing = true;
            after(plan.pauseNs(), () -> {
                writing = false;
                write();
            });
        } else if (established && (!plan.endsLast() || endSeen)) {
            end();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            out.end();
        }
    }

    // ---- reading

    private void read() {
        if (paused || reading) {
            return;
        }
        if (plan.readNs() == 0 || closing) {
            readAll();
            return;
        }
        take(plan.readChunk());
        if (in.available() > 0 || !in.endSeen()) {
            reading = true;
            after(plan.readNs(), () -> {
                reading = false;
                if (closed == null && (in.available() > 0 || in.endSeen())) {
                    read();
                }
            });
        }
        noteEnd();
    }

    private void readAll() {
        while (in.available() > 0) {
            take(BUFFER);
        }
        noteEnd();
    }

    private void take(int most) {
        long at = in.consumed();
        int n = in.read(buffer, 0, Math.min(most, BUFFER));
        if (damagedAt < 0 && !reads.matches(at, buffer, 0, n)) {
            damagedAt = at;
        }
    }

    private void noteEnd() {
        if (in.isEnded() && !endSeen) {
            endSeen = true;
            write();
        }
    }

    private void after(long delayNs, Runnable action) {
        talk.world().sim().after(delayNs, action);
    }

    // ---- calls that a plan makes

    boolean isOpen() {
        return connection != null && closed == null;
    }

    /** Reads nothing until {@code ns} are over. */
    void pause(long ns) {
        paused = true;
        after(ns, () -> {
            paused = false;
            read();
        });
    }

    /** Writes nothing any more; our direction ends with what is written. */
    void endEarly() {
        if (established && !ended) {
            toWrite = written;
            end();
        }
    }

    /** Both directions; a reset if the peer has more to say. */
    void close() {
        if (!isOpen()) {
            return;
        }
        boolean clean = ended && endSeen && in.available() == 0;
        if (!clean) {
            talk.excuse(Setup.NAMES[side] + " closes");
            closing = true;
        }
        toWrite = written;
        ended = true;
        connection.close(now());
    }

    void abort() {
        if (isOpen()) {
            talk.excuse(Setup.NAMES[side] + " aborts");
            closing = true;
            connection.abort(now());
        }
    }

    private long now() {
        return talk.world().sim().nowNs();
    }

    // ---- what is to be checked

    Talk talk() {
        return talk;
    }

    Connection connection() {
        return connection;
    }

    boolean isEstablished() {
        return established;
    }

    CloseReason closed() {
        return closed;
    }

    long closedNs() {
        return closedNs;
    }

    SendRing out() {
        return out;
    }

    ReceiveRing in() {
        return in;
    }

    long written() {
        return written;
    }

    /** Bytes in order that the stack has brought, read or not. */
    long received() {
        return in.consumed() + in.available();
    }

    boolean hasEnded() {
        return ended;
    }

    /** It closed or aborted without regard for the other. */
    boolean hasCut() {
        return closing;
    }

    /** Position around which the first wrong byte was read; -1 if all were right. */
    long damagedAt() {
        return damagedAt;
    }

    /** Everything the peer wrote has come, and its end if there was one. */
    boolean isComplete() {
        return received() == peer.written && (!peer.ended || in.endSeen());
    }

    Talker peer() {
        return peer;
    }

    @Override
    public String toString() {
        return (closed != null ? closed + " after " + Ingredient.ms(closedNs) : connection == null ? "not begun"
            : established ? "open" : "opening") + ", wrote " + written + (ended ? " and ended" : " of " + plan.bytes())
            + ", acknowledged " + out.acknowledgedUpTo() + ", got " + received() + (in.endSeen() ? " and the end" : "");
    }
}
