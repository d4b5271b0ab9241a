package io.tributary.replay;

import io.tributary.capture.LinkLayer;
import io.tributary.capture.PacketDissector;
import io.tributary.capture.Endpoint;
import io.tributary.metrics.Counters;
import io.tributary.shard.Shard;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.MutableDirectBuffer;

/**
 * Our stack in the place of one side of a recorded conversation, in virtual time: the peer's packets arrive when they were
 * recorded, the application acts when the recorded one did.
 *
 * <p>An answer is never given before its question. A packet that acknowledges more than our stack has sent first comes as one that acknowledges just
 * that ({@link PartialAck}), as it would have if the recorded host had had a smaller congestion window; then it waits, and everything
 * behind moves back by as much, so that one late segment does not make nonsense of the rest. After {@link #PATIENCE_NS} it
 * comes all the same. Of several flows only the one concerned waits: what the others bring may be what lets our stack send.
 *
 * <p>Captures hold what passed one place. Replayed as the side next to which they were taken, what our stack gets and gives
 * is what the recorded host got and gave. As the far side the same packets come without the path between. {@link CapturePoint}
 * tells which is which; for the far side {@link PathLoss} finds what must have been lost behind the capture, and the
 * comparison takes for lost before it what our stack sends and the capture never shows.
 */
final class ReplayRun {
    private static final long PATIENCE_NS = 3_000_000_000L;
    /** One flow of several waits so long; then its packets come with an acknowledgment of what our stack has sent. */
    private static final long BRANCH_PATIENCE_NS = 500_000_000L;
    /** How long our stack may go on after the last recorded packet. */
    private static final long AFTERMATH_NS = 250_000_000L;
    private static final int TURN_LIMIT = 10_000;

    final RecordedConversation conversation;
    final List<ReplayFlow> flows = new ArrayList<>();
    /** What the stack sent on flows that were not recorded. */
    final List<ReplayPacket> strays = new ArrayList<>();
    final Counters counters = new Counters();
    private final Map<Endpoint, Map<Endpoint, ReplayFlow>> byEnds = new HashMap<>();
    private final Map<IpAddress, ReplayDevice> devices = new HashMap<>();
    private final PacketDissector dissector = new PacketDissector();
    private final SegmentView view = new SegmentView();
    private final ReplayClock clock;
    private final Shard shard;
    private final ReplayApplication application;
    private long nowNs;
    private int lastNumber;
    private int idleTurns;
    private int steps;

    ReplayRun(RecordedConversation c) {
        conversation = c;
        clock = new ReplayClock(c);
        RecordedKeys keys = new RecordedKeys(c);
        shard = new Shard(RecordedSettings.of(c), new RecordedRandom(c, keys), counters, new RecordedNumbers(c, clock));
        for (RecordedFlow f : c.flows) {
            ReplayFlow r = new ReplayFlow(f, c.cutNs(f));
            flows.add(r);
            byEnds.computeIfAbsent(f.ours, e -> new HashMap<>()).put(f.theirs, r);
            if (!devices.containsKey(f.ours.address())) {
                ReplayDevice d = new ReplayDevice(RecordedSettings.mtu(f), this::onSent);
                devices.put(f.ours.address(), d);
                shard.addInterface("replay" + devices.size(), 0, new IpAddress[] {f.ours.address()}, d);
            }
        }
        application = new ReplayApplication(c, keys, shard);
    }

    ReplayRun run() {
        Set<ReplayPacket> lost = new HashSet<>();
        if (CapturePoint.of(conversation) != conversation.side) {
            flows.forEach(f -> lost.addAll(PathLoss.of(f.recorded)));
        }
        List<ReplayPacket> all = new ArrayList<>();
        Map<ReplayPacket, ReplayFlow> from = new HashMap<>();
        Map<ReplayPacket, RecordedFlow> sender = new HashMap<>();
        for (ReplayFlow f : flows) {
            for (ReplayPacket p : f.recorded.own) {
                all.add(p);
                sender.put(p, f.recorded);
            }
            for (ReplayPacket p : f.recorded.peer) {
                all.add(p);
                from.put(p, f);
            }
        }
        all.sort(java.util.Comparator.comparingInt(p -> p.number));
        for (ReplayPacket p : all) {
            runUntil(clock.stackNs(p.timeNs));
            ReplayFlow f = from.get(p);
            if (f == null) {
                application.onOwnPacket(sender.get(p), p, nowNs);
            } else if (!lost.contains(p)) {
                take(f, p);
            }
            shard.runOnce(nowNs);
            release();
        }
        runUntil(nowNs + AFTERMATH_NS);
        return this;
    }

    private void take(ReplayFlow f, ReplayPacket p) {
        if (flows.size() == 1) {
            await(f, p);
            arrive(f, p);
        } else {
            f.waiting.add(p);
            release();
        }
    }

    /** What waits no longer than it must arrives. */
    private void release() {
        for (boolean any = true; any; ) {
            any = false;
            for (ReplayFlow f : flows) {
                any |= !f.waiting.isEmpty() && release(f);
            }
        }
    }

    private boolean release(ReplayFlow f) {
        ReplayPacket p = f.waiting.peek();
        boolean asked = p.has(TcpFlags.ACK) && p.ack > f.highest();
        if (asked) {
            acknowledgeInSteps(f, p);
        }
        boolean early = asked && p.ack > f.highest();
        f.waitsSinceNs = !early ? Long.MAX_VALUE : Math.min(f.waitsSinceNs, nowNs);
        if (early && nowNs < f.waitsSinceNs + BRANCH_PATIENCE_NS) {
            return false;
        }
        f.waiting.remove();
        arrive(f, early ? PartialAck.of(p, f.highest(), f.recorded.peerShift()) : p);
        shard.runOnce(nowNs);
        return true;
    }

    private void arrive(ReplayFlow f, ReplayPacket p) {
        lastNumber = p.number;
        devices.get(f.recorded.ours.address()).arrive(f.onArrival(p).to(f.localPort));
        shard.receive(Integer.MAX_VALUE, nowNs);
    }

    private void await(ReplayFlow f, ReplayPacket p) {
        if (!p.has(TcpFlags.ACK) || p.ack <= f.highest()) {
            return;
        }
        acknowledgeInSteps(f, p);
        long from = nowNs;
        while (p.ack > f.highest() && turn(from + PATIENCE_NS)) {
            // until it has sent that, or nothing it waits for is near
        }
        clock.slip(nowNs - from);
        acknowledgeInSteps(f, p);
    }

    /** A host that may send less at a time waits for an ACK of that, which the recorded peer had no occasion to send. */
    private void acknowledgeInSteps(ReplayFlow f, ReplayPacket p) {
        while (p.ack > f.highest() && f.highest() > f.acknowledged() && p.isBare()) {
            arrive(f, PartialAck.of(p, f.highest(), f.recorded.peerShift()));
            shard.runOnce(nowNs);
            steps++;
        }
    }

    private void runUntil(long timeNs) {
        while (turn(timeNs)) {
            // whatever is due before
        }
        nowNs = Math.max(nowNs, timeNs);
    }

    /** @return false if the stack has nothing to do up to {@code limitNs} */
    private boolean turn(long limitNs) {
        long next = shard.nextDeadlineNs();
        if (next > limitNs) {
            return false;
        }
        idleTurns = next > nowNs ? 0 : idleTurns + 1;
        if (idleTurns > TURN_LIMIT) {
            throw new IllegalStateException("the stack does not come to rest after packet " + lastNumber + " of " + conversation);
        }
        nowNs = Math.max(nowNs, next);
        shard.runOnce(nowNs);
        release();
        return true;
    }

    private void onSent(MutableDirectBuffer b, int at, int length) {
        if (dissector.dissect(LinkLayer.RAW, b, at, length, length, view) != PacketDissector.Kind.SEGMENT) {
            return;
        }
        ReplayPacket p = new ReplayPacket(lastNumber, clock.recordedNs(nowNs), view, 0);
        Endpoint ours = new Endpoint(new IpAddress(view.remoteHi, view.remoteLo), view.remotePort);
        ReplayFlow f = byEnds.getOrDefault(ours, Map.of()).get(new Endpoint(new IpAddress(view.localHi, view.localLo), view.localPort));
        if (f == null) {
            f = adopt(ours, new Endpoint(new IpAddress(view.localHi, view.localLo), view.localPort), p);
        }
        if (f == null) {
            strays.add(p);
        } else if (p.timeNs <= f.cutNs) {
            f.onSent(p);
        }
    }

    /** A join from a port of our stack's choice: it stands for the recorded one between the same addresses. */
    private ReplayFlow adopt(Endpoint ours, Endpoint theirs, ReplayPacket p) {
        for (ReplayFlow f : flows) {
            if (f.recorded.openedByUs && f.recorded.joined && f.sent.isEmpty() && p.isSyn() && f.recorded.ours.address().equals(ours.address())
                && f.recorded.theirs.equals(theirs)) {
                f.localPort = ours.port();
                byEnds.computeIfAbsent(ours, e -> new HashMap<>()).put(theirs, f);
                return f;
            }
        }
        return null;
    }

    /** By how much our stack fell behind the recording. */
    long slipNs() {
        return clock.slipNs();
    }

    /** How often an acknowledgment had to come in parts, since our stack had sent less by then. */
    int steps() {
        return steps;
    }

    ReplayApplication application() {
        return application;
    }
}
