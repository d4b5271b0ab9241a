package io.tributary.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tributary.bench.BenchCommand;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("architecture of the benchmarks")
class BenchArchitectureTest {
    @Test
    @DisplayName("what the verb bench runs does without JMH, which is not shipped")
    void shipped() throws URISyntaxException {
        noClasses().that().resideOutsideOfPackage("io.tributary.bench.jmh..")
            .should().dependOnClassesThat().resideInAnyPackage("org.openjdk.jmh..", "joptsimple..", "org.apache.commons.math3..")
            .because("it runs from the packaged program")
            .check(new ClassFileImporter().importPath(Path.of(BenchCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI())));
    }
}
