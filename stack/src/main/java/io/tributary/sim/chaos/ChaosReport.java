package io.tributary.sim.chaos;

import java.util.List;

/**
 * What became of a plan.
 *
 * @param violations of what has to hold, in words; none if all is well
 * @param outcome    each connection's end, a line each
 * @param counters   what both hosts counted, a line each
 * @param endNs      virtual time at which the last connection was over
 * @param packets    that entered the paths
 * @param trace      stands for all packets: the same plan gives the same
 */
public record ChaosReport(ChaosPlan plan, List<String> violations, List<String> outcome, List<String> counters, long endNs,
                          long packets, long trace) {
    public boolean isGood() {
        return violations.isEmpty();
    }

    /** The kind of failure, numbers left out: what stays the same while a plan is made smaller. */
    public String kind() {
        return isGood() ? "" : violations.get(0).replaceAll("[0-9]+", "N").replaceAll("client|server", "host");
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder().append(plan);
        outcome.forEach(o -> s.append("  ").append(o).append('\n'));
        s.append("  ").append(packets).append(" packets, ").append(Ingredient.ms(endNs)).append('\n');
        violations.forEach(v -> s.append("  WRONG: ").append(v).append('\n'));
        return s.toString();
    }
}
