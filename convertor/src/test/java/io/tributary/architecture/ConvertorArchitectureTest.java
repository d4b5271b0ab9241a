package io.tributary.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tributary.convert.main.ExitCode;
import io.tributary.tcp.CloseReason;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("architecture of the convertor")
class ConvertorArchitectureTest {
    private static final JavaClasses CLASSES = PackageTable.classesOf(ExitCode.class);
    private static final String ROOT = "io.tributary";
    private static final String WIRE = "io.tributary.wire";

    @Test
    @DisplayName("each package uses only what its duty needs")
    void packages() {
        PackageTable.of(ExitCode.class, "io.tributary.convert")
            .may("wire", ROOT, WIRE)
            .may("policy", ROOT, WIRE)
            .may("address", ROOT, WIRE)
            .may("session", ROOT, WIRE, "wire", "policy")
            .may("relay", List.of(CloseReason.class), ROOT, "io.tributary.buffer", "io.tributary.connection")
            .may("leg", List.of(CloseReason.class), ROOT, WIRE, "wire", "policy", "address", "session", "relay",
                "io.tributary.buffer", "io.tributary.connection", "io.tributary.metrics", "io.tributary.time")
            .may("main..", "io.tributary..")
            .check();
    }

    @Test
    @DisplayName("only the program sees drivers, the command line and files")
    void program() {
        noClasses().that().resideOutsideOfPackage("io.tributary.convert.main..")
            .should().dependOnClassesThat().resideInAnyPackage("io.tributary.driver..", "io.tributary.shard..", "picocli..", "org.tomlj..",
                "org.slf4j..", "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
            .orShould().dependOnClassesThat().areAssignableTo(Thread.class)
            .orShould().callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis")
            .because("convertors run inside a shard's thread and in simulated time").check(CLASSES);
    }

    @Test
    @DisplayName("the configuration does not know the loop, the loop not the command line")
    void main() {
        noClasses().that().resideInAnyPackage("io.tributary.convert.main.config", "io.tributary.convert.main.toml")
            .should().dependOnClassesThat().resideInAnyPackage("io.tributary.convert.main.loop..", "io.tributary.convert.main.control..",
                "io.tributary.convert.main.cli..", "io.tributary.shard..").check(CLASSES);
        noClasses().that().resideInAnyPackage("io.tributary.convert.main.loop..", "io.tributary.convert.main.cat..", "io.tributary.convert.main.control..")
            .should().dependOnClassesThat().resideInAnyPackage("io.tributary.convert.main.cli..", "picocli..").check(CLASSES);
    }

    @Test
    @DisplayName("the TOML library can be replaced in one place")
    void toml() {
        noClasses().that().doNotHaveFullyQualifiedName("io.tributary.convert.main.toml.TomlTree")
            .should().dependOnClassesThat().resideInAPackage("org.tomlj..").check(CLASSES);
    }
}
