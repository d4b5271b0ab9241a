package io.tributary.sim.chaos;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * One thing that makes a run what it is, and that can be left out: a setting, a property of a path, a box, an event, a call.
 * What depends on something that was left out has no effect.
 *
 * @param text  for people
 * @param setup what it does before the world is made
 * @param live  what it does, or plans, once the world is there
 */
record Ingredient(String text, Consumer<Setup> setup, Consumer<World> live) {
    static Ingredient setup(Consumer<Setup> change, String text, Object... values) {
        return new Ingredient(format(text, values), change, w -> { });
    }

    static Ingredient live(Consumer<World> change, String text, Object... values) {
        return new Ingredient(format(text, values), s -> { }, change);
    }

    /** Something that happens at a time. */
    static Ingredient at(long timeNs, Consumer<World> action, String text, Object... values) {
        return live(w -> w.sim().at(timeNs, () -> action.accept(w)), "%s " + text, prepend(ms(timeNs), values));
    }

    Ingredient and(Consumer<World> more) {
        return new Ingredient(text, setup, live.andThen(more));
    }

    static String ms(long ns) {
        return String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
    }

    private static Object[] prepend(Object first, Object[] rest) {
        Object[] all = new Object[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
