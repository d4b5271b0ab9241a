package io.tributary.convert.kernel;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Our MPTCP against the kernel's, in every role, over both families, with checksums and without; the table of what was tried is
 * target/kernel-matrix.md afterwards. {@code -Dtributary.matrix=REGEX} runs only scenarios whose whole name matches,
 * {@code -Dtributary.pcap=DIRECTORY} writes what passed into one file for each run.
 */
@DisplayName("MPTCP between our stack and the kernel")
class MptcpMatrixTest {
    private static final Matrix MATRIX = new Matrix();

    @BeforeAll
    static void start() {
        Needs.namespaces();
        TransferScenarios.addTo(MATRIX.group("transfers"));
        JoinScenarios.addTo(MATRIX.group("joins"));
        FailureScenarios.addTo(MATRIX.group("failures"));
        CloseScenarios.addTo(MATRIX.group("closing"));
        FallbackScenarios.addTo(MATRIX.group("fallback"));
        FastOpenScenarios.addTo(MATRIX.group("fastOpen"));
        OpeningScenarios.addTo(MATRIX.group("openings"));
        MATRIX.complete();
    }

    @AfterAll
    static void table() {
        MATRIX.write(Path.of("target", "kernel-matrix.md"));
    }

    @TestFactory
    Stream<DynamicTest> transfers() {
        return MATRIX.tests("transfers");
    }

    @TestFactory
    Stream<DynamicTest> joins() {
        return MATRIX.tests("joins");
    }

    @TestFactory
    Stream<DynamicTest> failures() {
        return MATRIX.tests("failures");
    }

    @TestFactory
    Stream<DynamicTest> closing() {
        return MATRIX.tests("closing");
    }

    @TestFactory
    Stream<DynamicTest> fallback() {
        return MATRIX.tests("fallback");
    }

    @TestFactory
    Stream<DynamicTest> openings() {
        return MATRIX.tests("openings");
    }

    @TestFactory
    Stream<DynamicTest> fastOpen() {
        return MATRIX.tests("fastOpen");
    }
}
