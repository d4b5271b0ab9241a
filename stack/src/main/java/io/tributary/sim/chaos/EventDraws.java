package io.tributary.sim.chaos;

import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.Endpoints;
import io.tributary.sim.SimLink;
import io.tributary.sim.chaos.Setup.PathSetup;
import io.tributary.wire.IpAddress;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What becomes of paths in mid-run. */
final class EventDraws {
    /** Shorter than that of any subflow with others beside it: eight timeouts, the first of 200 ms, each twice as long. */
    private static final double PATIENCE_MS = 20_000;

    private final Draw d;
    private final List<PathSetup> paths;

    EventDraws(Draw d, List<PathSetup> paths) {
        this.d = d;
        this.paths = paths;
    }

    void into(List<Ingredient> all) {
        for (int i = 0; i < paths.size(); i++) {
            if (d.chance(0.35)) {
                outage(all, i);
            }
            if (d.chance(0.1)) {
                change(all, i);
            }
        }
        for (int h = 0; h < 2; h++) {
            for (int n = d.of(0, 0, 0, 0, 1, 2); n > 0; n--) {
                endpoint(all, h);
            }
        }
    }

    /** What an administrator changes: endpoints come and go, limits move. What is refused is refused. */
    private void endpoint(List<Ingredient> all, int host) {
        long at = d.logarithmic(1_000_000, 10_000_000_000L);
        int path = d.from(0, paths.size() - 1);
        boolean subflow = d.chance(0.6);
        boolean backup = d.chance(0.3);
        switch (d.from(0, 4)) {
            case 0, 1 -> change(all, at, host, (w, e) -> e.add(new Endpoint(0, w.address(path, host), path + 1, 0, subflow, !subflow, backup)),
                "gets endpoint " + (path + 1) + " on path " + path + (subflow ? " subflow" : " signal") + (backup ? " backup" : ""));
            case 2 -> change(all, at, host, (w, e) -> {
                for (Talk t : w.talks()) {
                    IpAddress address = w.address(path, host);
                    if (!t.isOver() && !t.stands(f -> !address.equals(host == Setup.CLIENT ? f.tcb().key().local() : f.tcb().key().remote()))) {
                        t.excuse(Setup.NAMES[host] + " loses the endpoint of its only reliable path");
                    }
                }
                e.delete(path + 1);
            }, "loses endpoint " + (path + 1));
            case 3 -> change(all, at, host, (w, e) -> e.change(path + 1, backup, false), "makes endpoint " + (path + 1)
                + (backup ? " backup" : " regular"));
            default -> {
                int subflows = d.from(0, 8);
                change(all, at, host, (w, e) -> e.limits(subflows, subflows), "limits " + subflows + " subflows and addresses");
            }
        }
    }

    private static void change(List<Ingredient> all, long at, int host, BiConsumer<World, Endpoints> what, String text) {
        all.add(Ingredient.at(at, w -> {
            try {
                what.accept(w, w.shard(host).endpoints());
            } catch (IllegalArgumentException e) {
                // there is no such endpoint, or there is already
            }
        }, "%s %s", Setup.NAMES[host], text));
    }

    private void outage(List<Ingredient> all, int path) {
        long at = d.chance(0.1) ? 0 : d.logarithmic(1_000_000, 20_000_000_000L);
        int kind = d.of(0, 0, 0, 1, 2);
        if (kind == 0) {
            long length = d.logarithmic(1_000_000, (long) (PATIENCE_MS * 1e6));
            all.add(Ingredient.at(at, w -> w.path(path).link().down(), "path %d is cut for %s", path, Ingredient.ms(length))
                .and(w -> w.sim().at(at + length, () -> w.path(path).link().up())));
            return;
        }
        long length = kind == 1 ? Long.MAX_VALUE : d.nanos(PATIENCE_MS, 10 * PATIENCE_MS);
        all.add(Ingredient.at(at, w -> {
            w.path(path).link().down();
            w.broken(path, "outage");
        }, "path %d is cut %s", path, kind == 1 ? "for good" : "for " + Ingredient.ms(length)).and(w -> {
            w.path(path).doom();
            if (length < Long.MAX_VALUE) {
                w.sim().at(at + length, () -> w.path(path).link().up());
            }
        }));
    }

    private void change(List<Ingredient> all, int path) {
        long at = d.logarithmic(1_000_000, 10_000_000_000L);
        switch (d.from(0, 2)) {
            case 0 -> {
                long rate = d.logarithmic(200_000, 100_000_000);
                event(all, at, path, l -> l.bitsPerSecond(rate), "carries " + rate + " bit/s from now on");
            }
            case 1 -> {
                long delay = d.nanos(0.1, 300);
                event(all, at, path, l -> l.delayNs(delay), "takes " + Ingredient.ms(delay) + " from now on");
            }
            default -> {
                int mtu = d.from(paths.get(path).v4() ? 600 : 1280, 1500);
                event(all, at, path, l -> l.mtu(mtu), "silently loses packets above " + mtu + " from now on");
                all.set(all.size() - 1, all.get(all.size() - 1).and(w -> w.path(path).narrow()));
            }
        }
    }

    private static void event(List<Ingredient> all, long at, int path, Consumer<SimLink> change, String text) {
        all.add(Ingredient.at(at, w -> change.accept(w.path(path).link()), "path %d %s", path, text));
    }
}
