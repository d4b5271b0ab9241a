package io.tributary.sim.chaos;

import io.tributary.sim.chaos.Setup.PathSetup;
import io.tributary.sim.chaos.Setup.TalkSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one seed stands for: paths, connections, and a numbered list of everything that happens to them. Numbers stay when others
 * are left out, so a failure can be looked at with less and less around it.
 */
public final class ChaosPlan {
    private final long seed;
    private final List<PathSetup> paths;
    private final List<TalkSetup> talks;
    private final List<Ingredient> ingredients;
    private final Set<Integer> left = new TreeSet<>();

    ChaosPlan(long seed, List<PathSetup> paths, List<TalkSetup> talks, List<Ingredient> ingredients) {
        this.seed = seed;
        this.paths = List.copyOf(paths);
        this.talks = List.copyOf(talks);
        this.ingredients = List.copyOf(ingredients);
    }

    public static ChaosPlan of(long seed) {
        return new PlanMaker(seed).make();
    }

    public long seed() {
        return seed;
    }

    /** How many things can be left out. */
    public int size() {
        return ingredients.size();
    }

    /** Numbers of those left out. */
    public Set<Integer> left() {
        return new TreeSet<>(left);
    }

    /** The same plan without these too. */
    public ChaosPlan without(Set<Integer> numbers) {
        ChaosPlan p = new ChaosPlan(seed, paths, talks, ingredients);
        p.left.addAll(left);
        p.left.addAll(numbers);
        return p;
    }

    List<Ingredient> chosen() {
        List<Ingredient> chosen = new ArrayList<>();
        for (int i = 0; i < ingredients.size(); i++) {
            if (!left.contains(i)) {
                chosen.add(ingredients.get(i));
            }
        }
        return chosen;
    }

    Setup setup() {
        Setup s = new Setup();
        s.paths.addAll(paths);
        s.talks.addAll(talks);
        chosen().forEach(i -> i.setup().accept(s));
        return s;
    }

    /** How to see it again: arguments of the verb. */
    public String arguments() {
        StringBuilder s = new StringBuilder("sim chaos --seed ").append(seed);
        if (!left.isEmpty()) {
            s.append(" --without ").append(String.join(",", left.stream().map(String::valueOf).toList()));
        }
        return s.toString();
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("seed ").append(seed).append('\n');
        for (int i = 0; i < paths.size(); i++) {
            PathSetup p = paths.get(i);
            s.append("  path ").append(i).append(p.v4() ? ": IPv4, " : ": IPv6, ").append(p.bitsPerSecond()).append(" bit/s, ")
                .append(Ingredient.ms(p.delayNs())).append(", queue ").append(p.queuePackets()).append(", MTU ").append(p.mtu()).append('\n');
        }
        for (int i = 0; i < talks.size(); i++) {
            TalkSetup t = talks.get(i);
            s.append("  connection ").append(i).append(": at ").append(Ingredient.ms(t.startNs())).append(" on path ").append(t.path())
                .append("\n    client ").append(t.client()).append("\n    server ").append(t.server()).append('\n');
        }
        for (int i = 0; i < ingredients.size(); i++) {
            if (!left.contains(i)) {
                s.append(String.format("  [%d] %s%n", i, ingredients.get(i).text()));
            }
        }
        return s.toString();
    }
}
