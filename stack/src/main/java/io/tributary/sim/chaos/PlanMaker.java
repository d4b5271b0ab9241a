package io.tributary.sim.chaos;

import io.tributary.sim.chaos.Setup.PathSetup;
import io.tributary.sim.chaos.Setup.TalkSetup;
import io.tributary.sim.chaos.Setup.TalkerSetup;
import java.util.ArrayList;
import java.util.List;

/** Draws a plan from a seed. */
final class PlanMaker {
    private static final int MOST_PATHS = 4;
    private static final int MOST_BYTES = 400_000;
    /** Calls of either application, so that one byte at a time does not take for ever. */
    private static final int CALLS = 250;

    private final long seed;
    private final List<PathSetup> paths = new ArrayList<>();
    private final List<TalkSetup> talks = new ArrayList<>();
    private final List<Ingredient> all = new ArrayList<>();

    PlanMaker(long seed) {
        this.seed = seed;
    }

    ChaosPlan make() {
        Draw d = new Draw(seed, "topology");
        int n = d.of(1, 2, 2, 2, 3, MOST_PATHS);
        boolean oneFamily = d.chance(0.7);
        boolean v4 = d.chance(0.7);
        for (int i = 0; i < n; i++) {
            paths.add(path(d, oneFamily ? v4 : d.chance(0.5)));
        }
        int connections = d.of(1, 1, 1, 2, 3);
        for (int i = 0; i < connections; i++) {
            talks.add(talk(d, i));
        }
        new LinkDraws(new Draw(seed, "links"), paths).into(all);
        new SettingDraws(new Draw(seed, "settings"), paths).into(all);
        new BoxDraws(new Draw(seed, "boxes"), paths).into(all);
        new EventDraws(new Draw(seed, "events"), paths).into(all);
        new CallDraws(new Draw(seed, "calls"), paths.size(), talks).into(all);
        return new ChaosPlan(seed, paths, talks, all);
    }

    private static PathSetup path(Draw d, boolean v4) {
        int mtu = d.chance(0.8) ? 1500 : d.from(v4 ? 600 : 1280, 1500);
        return new PathSetup(v4, mtu, d.logarithmic(300_000, 100_000_000), d.nanos(0.1, d.of(5.0, 40.0, 200.0)),
            (int) d.logarithmic(6, 300));
    }

    private TalkSetup talk(Draw d, int number) {
        boolean clientLast = d.chance(0.2);
        boolean serverLast = !clientLast && d.chance(0.25);
        return new TalkSetup(d.from(0, d.chance(0.7) ? 0 : paths.size() - 1), number == 0 ? 0 : d.nanos(0, 2000), talker(d, clientLast),
            talker(d, serverLast));
    }

    private static TalkerSetup talker(Draw d, boolean last) {
        int bytes = d.chance(0.12) ? 0 : (int) d.logarithmic(1, MOST_BYTES);
        int chunk = Math.max((int) d.logarithmic(1, 65_536), bytes / CALLS + 1);
        int readChunk = Math.max((int) d.logarithmic(1, 65_536), MOST_BYTES / CALLS);
        return new TalkerSetup(bytes, chunk, d.chance(0.65) ? 0 : d.nanos(0.1, 60), readChunk, d.chance(0.7) ? 0 : d.nanos(0.1, 50),
            last, (int) d.logarithmic(2048, 1 << 20), (int) d.logarithmic(4096, 1 << 20));
    }
}
