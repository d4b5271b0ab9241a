package io.tributary.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes a C program from the Java tables, one source file per class as headers do not always mix, and compares what it prints. */
class KernelHeadersTest {
    @TempDir
    Path dir;

    @Test
    @DisplayName("every number equals what the C compiler sees in the kernel's headers")
    void numbers() throws Exception {
        compilerOrSkip();
        List<Class<?>> tables = tables();
        Map<String, Long> ours = new LinkedHashMap<>();
        for (Class<?> table : tables) {
            Files.writeString(dir.resolve(table.getSimpleName() + ".c"), source(table, ours));
        }
        Files.writeString(dir.resolve("main.c"), main(tables));
        String built = run("sh", "-c", "gcc -w -O0 -o abi *.c 2>&1");
        assertThat(built).as("output of the compiler").isEmpty();
        Map<String, Long> theirs = parse(run("./abi"));
        List<String> wrong = ours.entrySet().stream().filter(e -> !e.getValue().equals(theirs.get(e.getKey())))
            .map(e -> e + ", the compiler says " + theirs.get(e.getKey())).collect(Collectors.toList());
        assertThat(wrong).isEmpty();
        assertThat(theirs).hasSameSizeAs(ours).hasSizeGreaterThan(150);
    }

    @Test
    @DisplayName("every class of the package names its header and holds public constants only")
    void shape() throws Exception {
        for (Class<?> table : tables()) {
            assertThat(table.getAnnotation(Header.class)).as(table.getName()).isNotNull();
            assertThat(constants(table)).as(table.getName()).isNotEmpty()
                .allMatch(f -> Modifier.isPublic(f.getModifiers()) && Modifier.isFinal(f.getModifiers()) && f.getType() == int.class);
        }
    }

    @Test
    @DisplayName("errno symbols are found, and numbers without one are told as such")
    void errnoNames() {
        assertThat(Errno.nameOf(Errno.ECONNRESET)).isEqualTo("ECONNRESET");
        assertThat(Errno.nameOf(12345)).isEqualTo("errno 12345");
    }

    private static void compilerOrSkip() {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p, "gcc")))
            && Files.exists(Path.of("/usr/include/linux/mptcp.h"));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("missing where nothing may be: gcc and the kernel's headers");
        }
        Assumptions.assumeTrue(there, "skipped, needs gcc and the kernel's headers (packages gcc, libc6-dev)");
    }

    /** The classes beside {@link Errno}, annotations and package information aside. */
    private static List<Class<?>> tables() throws Exception {
        Path here = Path.of(Errno.class.getProtectionDomain().getCodeSource().getLocation().toURI()).resolve("io/tributary/abi");
        try (Stream<Path> files = Files.list(here)) {
            List<Class<?>> found = new ArrayList<>();
            for (String name : files.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".class")).sorted().collect(Collectors.toList())) {
                Class<?> c = Class.forName("io.tributary.abi." + name.substring(0, name.length() - 6));
                if (!c.isAnnotation() && !c.getSimpleName().equals("package-info")) {
                    found.add(c);
                }
            }
            return found;
        }
    }

    private static List<Field> constants(Class<?> table) {
        return Stream.of(table.getDeclaredFields()).filter(f -> Modifier.isStatic(f.getModifiers()) && !f.isSynthetic()).collect(Collectors.toList());
    }

    private static String source(Class<?> table, Map<String, Long> ours) throws IllegalAccessException {
        StringBuilder s = new StringBuilder("#define _GNU_SOURCE\n#include <stddef.h>\n#include <stdio.h>\n");
        for (String header : table.getAnnotation(Header.class).value()) {
            s.append("#include <").append(header).append(">\n");
        }
        s.append("void print_").append(table.getSimpleName()).append("(void) {\n");
        for (Field f : constants(table)) {
            String key = table.getSimpleName() + "." + f.getName();
            C expression = f.getAnnotation(C.class);
            s.append(String.format("    printf(\"%s %%lld\\n\", (long long) (int) (%s));%n", key, expression == null ? f.getName() : expression.value()));
            ours.put(key, (long) f.getInt(null));
        }
        return s.append("}\n").toString();
    }

    private static String main(List<Class<?>> tables) {
        StringBuilder s = new StringBuilder();
        tables.forEach(t -> s.append("void print_").append(t.getSimpleName()).append("(void);\n"));
        s.append("int main(void) {\n");
        tables.forEach(t -> s.append("    print_").append(t.getSimpleName()).append("();\n"));
        return s.append("    return 0;\n}\n").toString();
    }

    private static Map<String, Long> parse(String output) {
        return output.lines().map(l -> l.split(" ")).collect(Collectors.toMap(w -> w[0], w -> Long.parseLong(w[1]), (a, b) -> a, LinkedHashMap::new));
    }

    private String run(String... command) {
        try {
            Process p = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
            String output = new String(p.getInputStream().readAllBytes());
            assertThat(p.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
