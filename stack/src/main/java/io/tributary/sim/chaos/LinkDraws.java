package io.tributary.sim.chaos;

import io.tributary.sim.LinkDirection;
import io.tributary.sim.LossModel;
import io.tributary.sim.chaos.Setup.PathSetup;
import java.util.List;
import java.util.function.Consumer;

/** What wires do to packets: nothing that a connection may fail of. */
final class LinkDraws {
    private final Draw d;
    private final List<PathSetup> paths;

    LinkDraws(Draw d, List<PathSetup> paths) {
        this.d = d;
        this.paths = paths;
    }

    void into(List<Ingredient> all) {
        for (int i = 0; i < paths.size(); i++) {
            for (boolean forward : new boolean[] {true, false}) {
                direction(all, i, forward);
            }
        }
    }

    private void direction(List<Ingredient> all, int path, boolean forward) {
        if (d.chance(0.35)) {
            double rate = d.between(0.001, d.of(0.01, 0.03, 0.08));
            // longer ones would outlast the patience of whoever sends one packet per timeout
            int burst = d.chance(0.3) ? 2 : 1;
            add(all, path, forward, l -> l.loss(burst > 1 ? LossModel.bursty(rate, burst) : LossModel.random(rate)),
                "loses " + percent(rate) + (burst > 1 ? ", in runs of " + burst : ""));
        }
        if (d.chance(0.2)) {
            double rate = d.between(0.005, 0.1);
            long extra = d.nanos(0.5, 60);
            add(all, path, forward, l -> l.reorder(rate, extra), "keeps back " + percent(rate) + " for " + Ingredient.ms(extra));
        }
        if (d.chance(0.15)) {
            double rate = d.between(0.005, 0.1);
            add(all, path, forward, l -> l.duplicate(rate), "duplicates " + percent(rate));
        }
        if (d.chance(0.15)) {
            long jitter = d.nanos(0.1, 40);
            add(all, path, forward, l -> l.jitterNs(jitter), "delays up to " + Ingredient.ms(jitter) + " more");
        }
        if (d.chance(0.05)) {
            double rate = d.between(0.001, 0.02);
            add(all, path, forward, l -> l.corrupt(rate), "flips a bit in " + percent(rate));
        }
        if (d.chance(0.08)) {
            int mtu = d.from(paths.get(path).v4() ? 600 : 1280, 1500);
            add(all, path, forward, l -> l.mtu(mtu), "silently loses packets above " + mtu);
            all.set(all.size() - 1, all.get(all.size() - 1).and(w -> w.path(path).narrow()));
        }
    }

    private static void add(List<Ingredient> all, int path, boolean forward, Consumer<LinkDirection> change, String text) {
        all.add(Ingredient.live(w -> change.accept(direction(w, path, forward)), "path %d %s %s", path, forward ? "up" : "down", text));
    }

    static LinkDirection direction(World w, int path, boolean forward) {
        return forward ? w.path(path).link().forward() : w.path(path).link().backward();
    }

    static String percent(double rate) {
        return String.format(java.util.Locale.ROOT, "%.1f %%", rate * 100);
    }
}
