package io.tributary.script;

import java.util.Map;

/**
 * What is decided outside of a script.
 *
 * @param profile      whose constants the script expects; null: what the script's commands look like
 * @param strict       exact lists of options; null: as the profile says
 * @param toleranceNs  how far times may be off, nanoseconds; a script's own --tolerance_usecs wins
 * @param defines      names that stand for other text
 */
public record RunSettings(Profile profile, Boolean strict, long toleranceNs, Map<String, String> defines) {
    /** A little more than the unit of a script written in milliseconds. */
    public static final long DEFAULT_TOLERANCE_NS = 2_000_000;
    public static final RunSettings DEFAULT = new RunSettings(null, null, DEFAULT_TOLERANCE_NS, Map.of());

    public RunSettings {
        defines = Map.copyOf(defines);
    }
}
