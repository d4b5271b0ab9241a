package io.tributary.abi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LayersTest {
    @Test
    @DisplayName("the kernel's numbers depend on nothing but Java")
    void nothing() {
        classes().that().resideInAPackage("io.tributary.abi").should().onlyDependOnClassesThat().resideInAnyPackage("io.tributary.abi", "java..")
            .check(new ClassFileImporter().importUrl(Errno.class.getProtectionDomain().getCodeSource().getLocation()));
    }
}
