package io.tributary.tcp;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.PendingOpen;
import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.ip.IcmpOutput;
import io.tributary.ip.IpInput;
import io.tributary.ip.IpWriter;
import io.tributary.ip.NetInterface;
import io.tributary.ip.SegmentParser;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.random.SeededRandomSource;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A shard that listens and connects, applications and peers that do anything, and the eyes that see whether it stays sane. */
final class FuzzWorld implements AcceptHandler {
    private static final IpAddress STACK = IpAddress.parse("192.0.2.1");
    private static final IpAddress PEER = IpAddress.parse("192.0.2.2");
    private static final IpAddress ROUTER = IpAddress.parse("192.0.2.254");
    private static final long MS = 1_000_000;
    private static final int CONNECTIONS = 12;
    private static final int BACKLOG = 4;
    private static final int[] SOFT_AND_HARD = {0, 1, 2, 3, 5, 13};

    private final Random random;
    private final boolean held;
    private final TcpConfig config;
    private final FuzzDevice device;
    private final Shard shard;
    private final NetInterface netInterface;
    private final List<FuzzFlow> flows = new ArrayList<>();
    private final List<FuzzApp> apps = new ArrayList<>();
    private final List<PendingOpen> undecided = new ArrayList<>();
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[4096]);
    private final UnsafeBuffer lastEmitted = new UnsafeBuffer(new byte[66_000]);
    private int lastEmittedLength;
    private final IpInput ip = new IpInput();
    private final SegmentParser parser = new SegmentParser();
    private final PacketView view = new PacketView();
    private final SegmentView segment = new SegmentView();
    private final Offload offload = new Offload();
    private long nowNs = 1_000_000 * MS;
    private int injected;
    private int bare;
    private long emitted;
    private boolean closing;

    /** Seeds are spread: neighbours would begin with the same choices. */
    FuzzWorld(long seed) {
        random = new Random(seed * 0x9e37_79b9_7f4a_7c15L);
        held = random.nextBoolean();
        config = FuzzSettings.config(random, held);
        boolean offloads = random.nextInt(3) == 0;
        device = new FuzzDevice(offloads ? new DeviceCapabilities(1500, true, true, true, 65_535) : DeviceCapabilities.plain(1500), this::onEmitted);
        shard = new Shard(new ShardConfig(config, CONNECTIONS, 4), new SeededRandomSource(seed), new Counters());
        netInterface = shard.addInterface("fuzz", 0, new IpAddress[] {STACK}, device);
        shard.listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, BACKLOG), this);
        for (int i = 0; i < 5; i++) {
            flows.add(new FuzzFlow(random, 80, 40_000 + i));
        }
        for (int i = 0; i < 3; i++) {
            flows.add(new FuzzFlow(random, 5000 + i, 7000 + i));
        }
    }

    /** Adds what this world has counted to {@code sums}, by the counters' order. */
    void addCounters(long[] sums) {
        for (Counter c : Counter.values()) {
            sums[c.ordinal()] += shard.counters().get(c);
        }
    }

    long emitted() {
        return emitted;
    }

    void step() {
        int dice = random.nextInt(100);
        if (dice < 12) {
            application();
        } else if (dice < 13) {
            device.accept(random.nextBoolean() ? random.nextInt(6) : 0);
        } else if (dice < 15) {
            device.accept(Integer.MAX_VALUE);
        } else if (dice < 16) {
            icmp();
        }
        inject(flows.get(random.nextInt(flows.size())));
        if (random.nextInt(4) > 0) {
            turn();
        }
        pass();
    }

    private void pass() {
        int dice = random.nextInt(1000);
        if (dice < 200) {
            nowNs += random.nextInt(3) * MS;
        } else if (dice < 300) {
            nowNs += random.nextInt(60) * MS;
        } else if (dice < 320) {
            nowNs = Math.max(nowNs, Math.min(shard.nextDeadlineNs(), nowNs + 5000 * MS));
        } else if (dice < 322) {
            nowNs += random.nextInt(100_000) * MS;
        }
    }

    /**
     * A turn of the stack; one more for timers that passed while the device was full. Then nothing may be left to do at this
     * moment, or a loop around it would spin.
     */
    private void turn() {
        bare = 0;
        shard.runOnce(nowNs);
        if (device.isOpen() && shard.nextDeadlineNs() <= nowNs) {
            shard.runOnce(nowNs);
        }
        if (bare > 3 * (injected + CONNECTIONS)) {
            throw new AssertionError(bare + " segments without text in answer to " + injected);
        }
        injected = 0;
        if (device.isOpen() && shard.nextDeadlineNs() <= nowNs) {
            StringBuilder b = new StringBuilder();
            shard.forEachConnection(c -> b.append("; ").append(((TcpConnection) c).tcb().state()).append(' ').append(((TcpConnection) c).deadlineNs() - nowNs));
            throw new AssertionError("something is due still: " + shard.nextDeadlineNs() + " at " + nowNs + b);
        }
        if (shard.connections() > CONNECTIONS || shard.timeWaits() > 4 || shard.pending() > 2 * BACKLOG) {
            throw new AssertionError(shard.connections() + " connections, " + shard.timeWaits() + " in TIME-WAIT, " + shard.pending() + " undecided");
        }
        for (int i = 0; i < apps.size(); i++) {
            apps.get(i).check();
            if (device.isOpen()) {
                apps.get(i).checkRest();
            }
        }
    }

    private void application() {
        if (random.nextInt(8) == 0) {
            connect();
        }
        if (!undecided.isEmpty() && random.nextBoolean()) {
            decide(undecided.remove(random.nextInt(undecided.size())));
        }
        if (apps.isEmpty()) {
            return;
        }
        int i = random.nextInt(apps.size());
        FuzzApp a = apps.get(i);
        if (a.isOver()) {
            apps.remove(i);
            return;
        }
        if (random.nextInt(500) == 0) {
            shard.fastOpenKey(random.nextLong(), random.nextLong());
        }
        switch (random.nextInt(200)) {
            case 0 -> a.connection.options(FuzzSettings.socket(random));
            case 1 -> a.connection.urgent();
            case 2 -> a.connection.quickAck(random.nextBoolean());
            case 3 -> a.close(nowNs);
            case 4 -> a.connection.info(nowNs);
            default -> { }
        }
        switch (random.nextInt(24)) {
            case 0 -> a.end();
            case 1 -> {
                if (random.nextInt(3) == 0) {
                    a.connection.abort(nowNs);
                }
            }
            case 2 -> a.connection.wake();
            case 3, 4, 5, 6 -> a.read(random.nextInt(100));
            case 7, 8, 9, 10, 11, 12 -> a.read(random.nextInt(70_000));
            case 13, 14, 15, 16 -> a.write(random.nextInt(100));
            default -> a.write(random.nextInt(40_000));
        }
    }

    private void connect() {
        FuzzFlow f = flows.get(5 + random.nextInt(3));
        FuzzApp a = new FuzzApp(random, false);
        boolean fastOpen = random.nextInt(3) == 0;
        ConnectSpec spec = ConnectSpec.to(0, PEER, f.peerPort).from(STACK, f.stackPort).multipath(false)
            .drivenSyn(!fastOpen && random.nextInt(4) == 0).fastOpen(fastOpen)
            .tcp(random.nextBoolean() ? null : FuzzSettings.config(random, held));
        if (fastOpen) {
            a.write(random.nextInt(2000));
        }
        apps.add(a.attachTo(shard.connect(spec, a.out, a.in, a, nowNs)));
    }

    @Override
    public void onSyn(PendingOpen open, long now) {
        if (closing) {
            open.drop();
        } else if (random.nextInt(5) == 0) {
            undecided.add(open);
        } else {
            accept(open);
        }
    }

    @Override
    public void onAbandoned(PendingOpen open, long now) {
        undecided.remove(open);
    }

    private void decide(PendingOpen open) {
        switch (random.nextInt(4)) {
            case 0 -> open.drop();
            case 1 -> open.reset(nowNs);
            default -> accept(open);
        }
    }

    private void accept(PendingOpen open) {
        for (FuzzFlow f : flows) {
            if (f.stackPort == open.localPort() && f.peerPort == open.remotePort()) {
                f.reborn();
            }
        }
        FuzzApp a = new FuzzApp(random, !held);
        apps.add(a.attachTo(open.accept(a.out, a.in, a, nowNs)));
    }

    private void inject(FuzzFlow f) {
        f.next(nowNs);
        int upper = TcpHeader.LENGTH + f.options.paddedLength() + f.payload;
        IpWriter.writeHeader(packet, 0, PEER.hi(), PEER.lo(), STACK.hi(), STACK.lo(), 6, upper, 64, random.nextInt(3) == 0 ? random.nextInt(4) : 0, 1);
        int urgent = random.nextInt(3) == 0 ? random.nextInt(2000) : 0;
        int header = TcpHeader.encode(packet, 20, f.peerPort, f.stackPort, f.seqNo, f.ackNo, f.flags, f.window, urgent, f.options);
        int first = f.seqNo + ((f.flags & 2) != 0 ? 1 : 0);
        for (int i = 0; i < f.payload; i++) {
            packet.putByte(20 + header + i, FuzzApp.receivedAt(first + i));
        }
        if (f.payload == 0 && random.nextInt(30) == 0) {
            damage(header, (f.flags & TcpFlags.SYN) != 0);
        }
        long pseudo = Checksum.pseudoHeader(PEER.hi(), PEER.lo(), STACK.hi(), STACK.lo(), 6, upper);
        int sum = Checksum.finish(Checksum.add(pseudo, Checksum.sum(packet, 20, upper)));
        TcpHeader.putChecksum(packet, 20, random.nextInt(200) == 0 ? ~sum : sum);
        f.sent();
        injected++;
        shard.onPacket(netInterface, packet, 0, 20 + upper, offload.none(), nowNs);
    }

    /**
     * A byte of flags, window, urgent pointer or options gets any value: a segment without text may have that. A SYN stays one and
     * keeps its options, as the flow goes on by what it said.
     */
    private void damage(int header, boolean syn) {
        int place = 13 + random.nextInt((syn ? TcpHeader.LENGTH : header) - 13);
        int value = random.nextInt();
        if (place == 13) {
            value = value & ~TcpFlags.SYN | (syn ? TcpFlags.SYN : 0);
        }
        packet.putByte(20 + (place == 16 || place == 17 ? 14 : place), (byte) value);
    }

    /** An error about what the stack sent last. */
    private void icmp() {
        if (lastEmittedLength == 0 || ip.parse(lastEmitted, 0, lastEmittedLength, offload.none(), view) != null) {
            return;
        }
        int length = switch (random.nextInt(4)) {
            case 0 -> IcmpOutput.timeExceeded(packet, 0, view, ROUTER.hi(), ROUTER.lo());
            case 1 -> IcmpOutput.packetTooBig(packet, 0, view, ROUTER.hi(), ROUTER.lo(), random.nextInt(1600));
            default -> IcmpOutput.unreachable(packet, 0, view, ROUTER.hi(), ROUTER.lo(), SOFT_AND_HARD[random.nextInt(SOFT_AND_HARD.length)]);
        };
        if (length > 0) {
            shard.onPacket(netInterface, packet, 0, length, offload.none(), nowNs);
        }
    }

    private void onEmitted(MutableDirectBuffer b, int at, int length, Offload o) {
        emitted++;
        if (ip.parse(b, at, length, o, view) != null || parser.parse(view, o, 0, segment) != null) {
            throw new AssertionError("the stack sent a packet that it would not take itself");
        }
        for (int i = 0; i < flows.size(); i++) {
            FuzzFlow f = flows.get(i);
            if (f.peerPort == segment.localPort && f.stackPort == segment.remotePort) {
                f.observe(segment);
            }
        }
        bare += segment.payloadLength == 0 ? 1 : 0;
        if (o.gsoSize == 0) {
            lastEmitted.putBytes(0, b, at, length);
            lastEmittedLength = length;
        }
    }

    /** Everything is ended, and time passes: nothing may be left. */
    void end() {
        closing = true;
        device.accept(Integer.MAX_VALUE);
        turn();
        for (PendingOpen p : undecided) {
            p.drop();
        }
        for (FuzzApp a : apps) {
            a.connection.abort(nowNs);
        }
        turn();
        for (int i = 0; i < 1000 && shard.nextDeadlineNs() != Long.MAX_VALUE; i++) {
            nowNs = shard.nextDeadlineNs();
            turn();
        }
        for (FuzzApp a : apps) {
            if (a.ends() != 1) {
                throw new AssertionError("ended " + a.ends() + " times");
            }
        }
        if (!shard.isEmpty() || shard.timeWaits() > 0 || shard.nextDeadlineNs() != Long.MAX_VALUE
            || shard.counters().get(Counter.INTERNAL_ERRORS) > 0) {
            throw new AssertionError(shard.connections() + " connections, " + shard.pending() + " undecided, " + shard.timeWaits()
                + " in TIME-WAIT left");
        }
    }
}
