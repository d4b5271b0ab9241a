package io.tributary.sim.chaos;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.PendingOpen;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.SubflowState;
import io.tributary.shard.Shard;
import io.tributary.sim.chaos.Setup.HostSetup;
import io.tributary.sim.chaos.Setup.TalkSetup;
import io.tributary.sim.scenario.Pattern;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.wire.IpAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/** One connection in a run: both applications, and what is known about whether it may fail. */
final class Talk implements AcceptHandler {
    private static final int FIRST_PORT = 1000;
    private static final int BACKLOG = 16;
    private static final int PATTERNS = 16;
    private static final Pattern[] SHARED = new Pattern[PATTERNS];

    private final World world;
    private final int number;
    private final TalkSetup plan;
    private final Talker[] sides = new Talker[2];
    private final Set<String> excuses = new LinkedHashSet<>();
    private boolean started;
    private boolean fastOpen;

    Talk(World world, int number, TalkSetup plan) {
        this.world = world;
        this.number = number;
        this.plan = plan;
        for (int s = 0; s < 2; s++) {
            sides[s] = new Talker(this, s, plan.of(s), pattern(number * 2 + s), pattern(number * 2 + 1 - s));
        }
        sides[0].peer(sides[1]);
        sides[1].peer(sides[0]);
    }

    private static synchronized Pattern pattern(int n) {
        int i = n % PATTERNS;
        if (SHARED[i] == null) {
            SHARED[i] = new Pattern(i);
        }
        return SHARED[i];
    }

    /** Listens now and connects at its time. */
    void start() {
        HostSetup s = world.setup().hosts[Setup.SERVER];
        world.shard(Setup.SERVER).listen(new ListenSpec(0, IpAddress.ANY, port(), true, s.checksum, BACKLOG,
            s.plainListener ? s.tcp.with(s.tcp.open().with(ListenSettings.PLAIN)) : null), this);
        world.sim().at(plan.startNs(), this::connect);
    }

    int port() {
        return FIRST_PORT + number;
    }

    void fastOpen() {
        fastOpen = true;
    }

    private void connect() {
        started = true;
        if (world.path(plan.path()).isDoomed()) {
            excuse("its first path is not reliable");
        }
        ConnectSpec spec = ConnectSpec.to(0, world.address(plan.path(), Setup.SERVER), port())
            .from(world.address(plan.path(), Setup.CLIENT), 0).checksum(world.setup().hosts[Setup.CLIENT].checksum)
            .fastOpen(fastOpen);
        Talker client = sides[Setup.CLIENT];
        if (fastOpen) {
            client.write();
        }
        Shard shard = world.shard(Setup.CLIENT);
        client.opened(shard.connect(spec, client.out(), client.in(), client, world.sim().nowNs()));
    }

    @Override
    public void onSyn(PendingOpen open, long nowNs) {
        Talker server = sides[Setup.SERVER];
        if (server.connection() != null) {
            open.reset(nowNs);
            return;
        }
        server.opened(open.accept(server.out(), server.in(), server, nowNs));
    }

    World world() {
        return world;
    }

    int number() {
        return number;
    }

    Talker side(int side) {
        return sides[side];
    }

    /** Nothing more will happen to either application. */
    boolean isOver() {
        Talker server = sides[Setup.SERVER];
        return sides[Setup.CLIENT].closed() != null && (server.connection() == null || server.closed() != null);
    }

    /** From now on it may end in another way than both applications want. */
    void excuse(String why) {
        excuses.add(why);
    }

    Set<String> excuses() {
        return excuses;
    }

    /**
     * Whether it has a subflow, among those that {@code which} chooses, that both ends have agreed on, over a path that stays
     * reliable to the end.
     */
    boolean stands(Predicate<Subflow> which) {
        if (!started) {
            return true;
        }
        Talker client = sides[Setup.CLIENT];
        if (!(client.connection() instanceof MptcpConnection c)) {
            return !world.path(plan.path()).isDoomed();
        }
        for (int i = 0; i < c.subflows().count(); i++) {
            Subflow f = c.subflows().get(i);
            boolean agreed = f.isInitial() ? f.isLive() : f.isUsable() && f.state() == SubflowState.ESTABLISHED;
            if (agreed && which.test(f) && !pathOf(f).isDoomed() && (f.isInitial() || !pathOf(f).doesBarJoins())) {
                return true;
            }
        }
        return false;
    }

    /** By the client's view of a subflow. */
    PathState pathOf(Subflow f) {
        String local = f.tcb().key().local().withPort(f.tcb().key().localPort());
        String remote = f.tcb().key().remote().withPort(f.tcb().key().remotePort());
        for (PathState p : world.paths()) {
            if (p.carries(local, remote)) {
                return p;
            }
        }
        return world.path(plan.path());
    }

    @Override
    public String toString() {
        return "connection " + number + ": client " + sides[0] + "; server " + sides[1] + (excuses.isEmpty() ? "" : "; may fail: " + excuses);
    }
}
