package io.tributary.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is in the runnable jar must do without what is not. */
class BenchPackagesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(location -> !location.contains("/test-classes/")).importPackages("io.tributary.bench");

    @Test
    @DisplayName("only the micro benchmarks know JMH, and nobody knows them")
    void jmhStaysOut() {
        noClasses().that().resideOutsideOfPackage("io.tributary.bench.micro..").should().dependOnClassesThat()
            .resideInAnyPackage("org.openjdk.jmh..", "io.tributary.bench.micro..").check(CLASSES);
    }

    @Test
    @DisplayName("native calls go through the driver")
    void noJnr() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("jnr..", "com.kenai..").check(CLASSES);
    }
}
