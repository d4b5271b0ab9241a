package io.tributary.convert.main.demo.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The words that start a Java process from the class path of this one. */
public final class Program {
    private static final String MAIN = "io.tributary.convert.main.Tributary";

    private Program() {
    }

    /** {@code tributary WORDS...} as a user would run it. */
    public static List<String> tributary(String... words) {
        return tributary(List.of("-XX:+UseSerialGC"), words);
    }

    static List<String> tributary(List<String> jvmFlags, String... words) {
        return java(MAIN, jvmFlags, words);
    }

    /** A helper that lives for seconds: start-up counts, peak speed does not. */
    public static List<String> peer(Class<?> main, String... words) {
        return java(main.getName(), List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"), words);
    }

    private static List<String> java(String main, List<String> flags, String... words) {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(flags);
        all.addAll(List.of("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"));
        // A test runner may hide the real class path behind a jar that only names it.
        all.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main));
        all.addAll(List.of(words));
        return all;
    }
}
