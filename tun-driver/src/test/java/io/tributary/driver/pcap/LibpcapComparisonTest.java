package io.tributary.driver.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.capture.Captures;
import io.tributary.driver.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;

/** libpcap reads the same packets from the same files. */
class LibpcapComparisonTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void needsLibpcap() {
        boolean there = true;
        try {
            Pcaps.libVersion();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            there = false;
        }
        Needs.that(there, "libpcap");
    }

    @TestFactory
    @DisplayName("bytes, lengths and times as libpcap reads them")
    Stream<DynamicTest> captures() {
        return Captures.NAMES.stream().map(name -> DynamicTest.dynamicTest(name, () -> compare(name)));
    }

    private static void compare(String name) throws IOException, PcapNativeException, NotOpenException {
        Path file = Files.write(folder.resolve(name + ".pcap"), Captures.bytes(name));
        try (CaptureFile ours = CaptureFile.open(file);
             PcapHandle theirs = Pcaps.openOffline(file.toString(), PcapHandle.TimestampPrecision.NANO)) {
            assertThat(theirs.getDlt().value()).isEqualTo(1);
            for (byte[] packet = theirs.getNextRawPacket(); packet != null; packet = theirs.getNextRawPacket()) {
                assertThat(ours.next()).isTrue();
                byte[] bytes = new byte[ours.length()];
                ours.buffer().getBytes(0, bytes);
                assertThat(bytes).isEqualTo(packet);
                assertThat(ours.originalLength()).isEqualTo(theirs.getOriginalLength());
                assertThat(ours.timeNs()).isEqualTo(theirs.getTimestamp().getTime() / 1000 * 1_000_000_000L + theirs.getTimestamp().getNanos());
                assertThat(ours.linkType()).isEqualTo(1);
            }
            assertThat(ours.next()).isFalse();
            assertThat(ours.problem()).isNull();
        }
    }
}
