package io.tributary.sim.chaos;

import java.util.Set;
import java.util.TreeSet;

/** Leaves out of a failing plan whatever the failure does not need. */
public final class Shrinker {
    private Shrinker() {
    }

    /** @return the report of a plan that fails in the same way and of which nothing can be left out */
    public static ChaosReport shrink(ChaosReport failure) {
        ChaosReport smallest = failure;
        boolean smaller = true;
        for (int step = Math.max(1, failure.plan().size() / 4); smaller || step > 1; step = Math.max(1, step / 2)) {
            smaller = false;
            for (int from = 0; from < failure.plan().size(); from += step) {
                Set<Integer> some = new TreeSet<>();
                for (int i = from; i < Math.min(from + step, failure.plan().size()); i++) {
                    some.add(i);
                }
                if (smallest.plan().left().containsAll(some)) {
                    continue;
                }
                ChaosReport r = ChaosRun.run(smallest.plan().without(some), null);
                if (r.kind().equals(failure.kind())) {
                    smallest = r;
                    smaller = true;
                }
            }
        }
        return smallest;
    }
}
