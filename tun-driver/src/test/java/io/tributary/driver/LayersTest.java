package io.tributary.driver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tributary.driver.nativeio.Native;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which package may know what, read from the class files. */
class LayersTest {
    private static final String DRIVER = "io.tributary.driver..";
    private static final JavaClasses CLASSES = new ClassFileImporter().importUrl(Native.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    @DisplayName("only nativeio knows the native binding")
    void binding() {
        noClasses().that().resideOutsideOfPackage("io.tributary.driver.nativeio").should().dependOnClassesThat().resideInAPackage("jnr..").check(CLASSES);
    }

    @Test
    @DisplayName("devices know packets, not protocols")
    void protocols() {
        noClasses().that().resideInAPackage(DRIVER).should().dependOnClassesThat().resideInAnyPackage("io.tributary.tcp..", "io.tributary.mptcp..",
            "io.tributary.shard..", "io.tributary.connection..", "io.tributary.buffer..", "io.tributary.ip..").check(CLASSES);
    }

    @Test
    @DisplayName("native calls know no packets, set-up knows no devices")
    void below() {
        noClasses().that().resideInAPackage("io.tributary.driver.nativeio").should().dependOnClassesThat()
            .resideInAnyPackage("io.tributary.device..", "io.tributary.wire..", "io.tributary.driver.tun..", "io.tributary.driver.setup..",
                "io.tributary.driver.kernel..").check(CLASSES);
        noClasses().that().resideInAPackage("io.tributary.driver.setup").should().dependOnClassesThat()
            .resideInAnyPackage("io.tributary.device..", "io.tributary.driver.tun..", "io.tributary.driver.kernel..").check(CLASSES);
    }
}
