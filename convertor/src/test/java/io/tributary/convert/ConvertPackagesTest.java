package io.tributary.convert;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the packages of the conversion must not know of each other. */
class ConvertPackagesTest {
    private static final String ROOT = "io.tributary.convert.";
    private static final Map<String, String[]> FORBIDDEN = new TreeMap<>(Map.of(
        "wire", new String[] {"session..", "relay..", "leg..", "policy..", "address..", "main.."},
        "session", new String[] {"relay..", "leg..", "address..", "main.."},
        "relay", new String[] {"wire..", "session..", "leg..", "policy..", "address..", "main.."},
        "policy", new String[] {"wire..", "session..", "relay..", "leg..", "address..", "main.."},
        "address", new String[] {"wire..", "session..", "relay..", "leg..", "policy..", "main.."},
        "leg", new String[] {"main.."}));

    private static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(location -> !location.contains("/test-classes/")).importPackages("io.tributary.convert");

    @Test
    @DisplayName("packages of the conversion know only what is below them")
    void layers() {
        FORBIDDEN.forEach((name, others) -> {
            String[] full = new String[others.length];
            for (int i = 0; i < others.length; i++) {
                full[i] = ROOT + others[i];
            }
            noClasses().that().resideInAPackage(ROOT + name + "..").should().dependOnClassesThat().resideInAnyPackage(full)
                .check(CLASSES);
        });
    }

    @Test
    @DisplayName("no clock, thread, log or socket inside the conversion")
    void sansIo() {
        for (String name : FORBIDDEN.keySet()) {
            noClasses().that().resideInAPackage(ROOT + name + "..")
                .should().callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().dependOnClassesThat().resideInAnyPackage("java.nio.channels..", "java.util.concurrent..", "org.slf4j..",
                    "io.tributary.driver..", "io.tributary.sim..")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.lang.Thread")
                .check(CLASSES);
        }
    }
}
