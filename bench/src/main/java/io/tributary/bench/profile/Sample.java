package io.tributary.bench.profile;

import java.util.List;

/**
 * Where a thread was at one moment.
 *
 * @param thread   its id in the operating system
 * @param inNative it was in a native call, working or waiting
 * @param frames   innermost first
 */
record Sample(long thread, boolean inNative, List<Frame> frames) {
    private static final String OURS = "io.tributary.";

    /** A method. */
    record Frame(String className, String method) {
        /** First package below ours. */
        String group() {
            String below = className.substring(OURS.length());
            int dot = below.indexOf('.');
            return dot < 0 ? below : below.substring(0, dot);
        }

        /** For people: without our common prefix, and without what a generator has put behind the class's name. */
        String shortName() {
            String name = className.substring(OURS.length());
            int generated = name.indexOf("$jnr$");
            return (generated < 0 ? name : name.substring(0, generated)) + "." + method;
        }
    }

    /** The innermost frame of our own code: libraries work for whoever calls them. Null if there is none. */
    Frame responsible() {
        return frames.stream().filter(f -> f.className().startsWith(OURS)).findFirst().orElse(null);
    }
}
