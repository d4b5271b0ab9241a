package io.tributary.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tributary.abi.Errno;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("architecture of the header constants")
class HeadersArchitectureTest {
    @Test
    @DisplayName("constants depend on nothing but the language")
    void nothing() throws URISyntaxException {
        classes().should().onlyDependOnClassesThat().resideInAnyPackage("io.tributary.abi", "java.lang..", "java.util")
            .check(new ClassFileImporter().importPath(Path.of(Errno.class.getProtectionDomain().getCodeSource().getLocation().toURI())));
    }
}
