package io.tributary.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The test classes of all modules, as text: modules do not see each other's tests. */
final class TestSources {
    private final Map<String, List<String>> texts = new HashMap<>();

    static TestSources of(Path project) throws IOException {
        TestSources sources = new TestSources();
        for (String module : List.of("native-headers", "stack", "tun-driver", "convertor", "bench")) {
            Path tests = project.resolve(module).resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path f : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                        String name = f.getFileName().toString().replace(".java", "");
                        sources.texts.computeIfAbsent(module + ":" + name, k -> new ArrayList<>()).add(Files.readString(f));
                    }
                }
            }
        }
        return sources;
    }

    /** Every display name, with the class it stands in. */
    Map<String, String> displayNames() {
        Pattern name = Pattern.compile("@DisplayName\\(\"((?:[^\"\\\\]|\\\\.)*)\"");
        Map<String, String> names = new HashMap<>();
        texts.forEach((place, all) -> all.forEach(t -> name.matcher(t).results().forEach(r -> names.put(r.group(1), place))));
        return names;
    }

    /** Whether the class has a test method of that name. */
    boolean has(String module, String type, String method) {
        Pattern declaration = Pattern.compile("(\\bvoid|>)\\s+" + Pattern.quote(method) + "\\s*\\(");
        return texts.getOrDefault(module + ":" + type, List.of()).stream().anyMatch(t -> declaration.matcher(t).find());
    }
}
