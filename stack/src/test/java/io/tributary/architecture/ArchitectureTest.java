package io.tributary.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tributary.Rfc;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.TcpInfo;
import io.tributary.tcp.loss.LossRecovery;
import io.tributary.tcp.SocketOptions;
import io.tributary.tcp.TcpConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("architecture of the stack")
class ArchitectureTest {
    private static final JavaClasses CLASSES = PackageTable.classesOf(Rfc.class);
    /** Tools around the protocol core; what has to be repeatable or fast is not in them. */
    private static final String[] TOOLS = {"io.tributary.sim..", "io.tributary.capture..", "io.tributary.script..", "io.tributary.replay.."};

    @Test
    @DisplayName("each package uses only what its duty needs")
    void packages() {
        PackageTable.of(Rfc.class, "io.tributary")
            .may("")
            .may("buffer", "")
            .may("time", "")
            .may("random", "")
            .may("metrics", "")
            .may("wire..", "")
            .may("device", "", "random", "wire..")
            .may("connection", List.of(TcpInfo.class, CloseReason.class, TcpConfig.class, SocketOptions.class), "", "buffer", "wire..")
            .may("ip", List.of(SegmentView.class), "", "device", "metrics", "random", "time", "wire..")
            .may("tcp.congestion", "")
            .may("tcp..", "", "buffer", "connection", "device", "ip", "metrics", "random", "time", "wire..")
            .may("mptcp.mapping", "", "buffer", "wire..")
            .may("mptcp.schedule", "")
            .may("mptcp.path", "", "ip", "metrics", "mptcp", "mptcp.open", "tcp", "wire..")
            .may("mptcp..", "", "buffer", "connection", "device", "ip", "metrics", "random", "tcp..", "time", "wire..")
            .may("shard", "", "buffer", "connection", "device", "ip", "metrics", "mptcp..", "random", "tcp..", "time", "wire..")
            .may("sim..", "", "buffer", "connection", "device", "ip", "metrics", "mptcp..", "random", "shard", "tcp..", "time", "wire..")
            .may("script", "", "connection", "device", "ip", "metrics", "mptcp..", "random", "script..", "shard", "tcp..", "wire..")
            .may("script.syntax", "", "wire..")
            .may("script.packet", "", "device", "ip", "metrics", "mptcp.mapping", "mptcp.open", "script.syntax", "tcp", "wire..")
            .may("script.host", "", "connection", "device", "ip", "metrics", "mptcp..", "random", "script.packet", "script.syntax", "shard", "tcp..", "wire..")
            .may("script.code", List.of(LossRecovery.Phase.class), "", "script.syntax", "tcp")
            .may("script.call", "", "buffer", "connection", "device", "ip", "script.host", "script.packet", "script.syntax", "shard", "tcp..", "wire..")
            .may("replay", "", "buffer", "capture", "connection", "device", "ip", "metrics", "mptcp..", "random", "shard", "tcp..", "time", "wire..")
            .may("capture", List.of(SegmentView.class), "", "buffer", "mptcp.mapping", "mptcp.open", "wire..")
            .check();
    }

    @Test
    @DisplayName("the core reads no clock")
    void noClock() {
        noClasses().that().resideOutsideOfPackages(TOOLS)
            .should().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().dependOnClassesThat().areAssignableTo(Clock.class)
            .orShould().dependOnClassesThat().resideInAPackage("java.time..")
            .because("the core is a function of packets, time and calls").check(CLASSES);
    }

    @Test
    @DisplayName("the core starts no thread and takes no lock")
    void noThreads() {
        noClasses().that().resideOutsideOfPackages(TOOLS)
            .should().dependOnClassesThat().areAssignableTo(Thread.class)
            .orShould().dependOnClassesThat().resideInAnyPackage("java.util.concurrent", "java.util.concurrent.locks")
            .because("a shard belongs to one thread, which is somebody else's").check(CLASSES);
    }

    @Test
    @DisplayName("randomness comes from outside")
    void noRandom() {
        noClasses().should().dependOnClassesThat().belongToAnyOf(Random.class, SecureRandom.class, SplittableRandom.class, ThreadLocalRandom.class)
            .orShould().callMethod(Math.class, "random")
            .because("the same seed has to give the same run").check(CLASSES);
    }

    @Test
    @DisplayName("the core does no I/O and writes no log")
    void noIo() {
        noClasses().that().resideOutsideOfPackages(TOOLS).and().resideOutsideOfPackage("io.tributary.device")
            .should().dependOnClassesThat().resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.util.logging..",
                "org.slf4j..")
            .because("packets come in and go out by PacketDevice only").check(CLASSES);
        noClasses().that().resideOutsideOfPackage("io.tributary.wire")
            .should().dependOnClassesThat().resideInAPackage("java.net..").check(CLASSES);
        noClasses().that().resideInAPackage("io.tributary.wire")
            .should().dependOnClassesThat(resideInAPackage("java.net..").and(not(belongToAnyOf(InetAddress.class, UnknownHostException.class))))
            .because("literal addresses are all it needs").check(CLASSES);
    }

    @Test
    @DisplayName("no native code and no capture library in the stack")
    void noNativeCode() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("jnr..", "com.kenai..", "com.sun.jna..", "org.pcap4j..").check(CLASSES);
    }
}
