package io.tributary.sim.chaos;

import io.tributary.ip.FlowKey;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.path.JoinSpec;
import io.tributary.sim.chaos.Setup.TalkSetup;
import java.util.List;
import java.util.function.Consumer;

/** What applications and administrators do in mid-run. */
final class CallDraws {
    private final Draw d;
    private final int paths;
    private final List<TalkSetup> talks;

    CallDraws(Draw d, int paths, List<TalkSetup> talks) {
        this.d = d;
        this.paths = paths;
        this.talks = talks;
    }

    void into(List<Ingredient> all) {
        for (int i = 0; i < talks.size(); i++) {
            if (d.chance(0.1)) {
                int talk = i;
                all.add(Ingredient.live(w -> w.talk(talk).fastOpen(), "connection %d tries Fast Open", i));
            }
            for (int side = 0; side < 2; side++) {
                for (int n = d.of(0, 0, 0, 1, 2); n > 0; n--) {
                    call(all, i, side);
                }
            }
        }
    }

    private void call(List<Ingredient> all, int talk, int side) {
        long at = talks.get(talk).startNs() + d.logarithmic(100_000, 20_000_000_000L);
        switch (d.from(0, 21)) {
            case 0 -> add(all, at, talk, side, Talker::abort, "aborts");
            case 1 -> add(all, at, talk, side, Talker::close, "closes");
            case 2, 3 -> add(all, at, talk, side, Talker::endEarly, "ends its direction early");
            case 4, 5 -> {
                long ns = d.logarithmic(1_000_000, 30_000_000_000L);
                add(all, at, talk, side, t -> t.pause(ns), "reads nothing for " + Ingredient.ms(ns));
            }
            case 6 -> {
                boolean on = d.chance(0.5);
                add(all, at, talk, side, t -> with(t, c -> c.noDelay(on)), "no delay " + on);
            }
            case 7 -> {
                long ns = d.nanos(1, 3000);
                add(all, at, talk, side, t -> {
                    with(t, c -> c.cork(true));
                    t.talk().world().sim().after(ns, () -> with(t, c -> c.cork(false)));
                }, "corks for " + Ingredient.ms(ns));
            }
            case 8 -> add(all, at, talk, side, t -> with(t, c -> c.options(c.options().withKeepAlive(true))), "keeps alive");
            case 9, 10, 11 -> {
                int id = d.from(0, paths);
                boolean backup = d.chance(0.6);
                add(all, at, talk, side, t -> multipath(t, c -> c.prioritize(id, backup)), "makes address " + id + (backup ? " backup" : " regular"));
            }
            case 12, 13 -> {
                int id = d.from(0, paths);
                add(all, at, talk, side, t -> multipath(t, c -> withdraw(t, c, side, id)), "withdraws address " + id);
            }
            case 14, 15, 16 -> {
                String name = SettingDraws.scheduler(d);
                add(all, at, talk, side, t -> multipath(t, c -> c.scheduler(name)), "switches to scheduler " + name);
            }
            default -> paths(all, at, talk, side);
        }
    }

    /** What a path manager might do. */
    private void paths(List<Ingredient> all, long at, int talk, int side) {
        int mine = d.from(0, paths - 1);
        int other = d.from(0, paths - 1);
        boolean backup = d.chance(0.3);
        switch (d.from(0, 3)) {
            case 0 -> add(all, at, talk, side, t -> multipath(t, c -> {
                World w = t.talk().world();
                c.paths().join(JoinSpec.to(other + 1, w.address(other, 1 - side), 0).from(w.address(mine, side), mine + 1).backup(backup),
                    w.sim().nowNs());
            }), "joins from path " + mine + " to the peer's address on path " + other + (backup ? ", as backup" : ""));
            case 1 -> add(all, at, talk, side, t -> multipath(t, c -> {
                World w = t.talk().world();
                c.paths().announce(mine + 1, w.address(mine, side), 0, w.sim().nowNs());
            }), "announces its address on path " + mine);
            case 2 -> {
                int slot = d.from(0, 3);
                int reason = d.from(0, 6);
                add(all, at, talk, side, t -> multipath(t, c -> {
                    spare(t, side, slot, c);
                    c.paths().destroy(slot, reason, backup);
                }), "resets subflow " + slot);
            }
            default -> {
                int slot = d.from(0, 3);
                add(all, at, talk, side, t -> multipath(t, c -> {
                    spare(t, side, slot, c);
                    c.paths().finish(slot);
                }), "ends subflow " + slot);
            }
        }
    }

    /** If what is left is nothing to count on, the connection may fail. */
    private static void spare(Talker t, int side, int slot, MptcpConnection c) {
        Subflow gone = c.subflows().bySlot(slot);
        if (gone == null) {
            return;
        }
        FlowKey k = gone.tcb().key();
        boolean stands = t.talk().stands(f -> {
            FlowKey other = f.tcb().key();
            return side == Setup.CLIENT ? f != gone : !(other.remote().equals(k.local()) && other.remotePort() == k.localPort()
                && other.localPort() == k.remotePort());
        });
        if (!stands) {
            t.talk().excuse(Setup.NAMES[side] + " ends its only reliable subflow");
        }
    }

    private static void withdraw(Talker t, MptcpConnection c, int side, int id) {
        if (!t.talk().stands(f -> (side == Setup.CLIENT ? f.localAddressId() : f.remoteAddressId()) != id)) {
            t.talk().excuse(Setup.NAMES[side] + " withdraws the address of its only reliable path");
        }
        c.withdraw(id);
    }

    private static void with(Talker t, Consumer<io.tributary.connection.Connection> call) {
        if (t.isOpen()) {
            call.accept(t.connection());
        }
    }

    private static void multipath(Talker t, Consumer<MptcpConnection> call) {
        if (t.isOpen() && t.connection() instanceof MptcpConnection c) {
            call.accept(c);
        }
    }

    private static void add(List<Ingredient> all, long at, int talk, int side, Consumer<Talker> call, String text) {
        all.add(Ingredient.at(at, w -> call.accept(w.talk(talk).side(side)), "connection %d: %s %s", talk, Setup.NAMES[side], text));
    }
}
