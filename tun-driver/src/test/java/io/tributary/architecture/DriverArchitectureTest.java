package io.tributary.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tributary.driver.nativeio.Native;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("architecture of the drivers")
class DriverArchitectureTest {
    private static final JavaClasses CLASSES = PackageTable.classesOf(Native.class);

    @Test
    @DisplayName("each package uses only what its duty needs")
    void packages() {
        PackageTable.of(Native.class, "io.tributary.driver")
            .may("nativeio", "io.tributary.abi")
            .may("kernel", "nativeio", "io.tributary.abi", "io.tributary.wire")
            .may("setup", "nativeio", "io.tributary.abi", "io.tributary.wire")
            .may("tun", "nativeio", "setup", "io.tributary.abi", "io.tributary.device", "io.tributary.wire")
            .may("pcap", "io.tributary.capture")
            .check();
    }

    @Test
    @DisplayName("native code is bound in one package, so that another binding can take its place")
    void nativeCode() {
        noClasses().that().resideOutsideOfPackage("io.tributary.driver.nativeio")
            .should().dependOnClassesThat().resideInAnyPackage("jnr..", "com.kenai..", "com.sun.jna..", "java.lang.foreign..").check(CLASSES);
    }

    @Test
    @DisplayName("a user needs no libpcap")
    void noCaptureLibrary() {
        noClasses().should().dependOnClassesThat().resideInAPackage("org.pcap4j..").check(CLASSES);
    }
}
