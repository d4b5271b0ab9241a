package io.tributary.convert.main.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.config.ConfigReader;
import io.tributary.convert.main.config.Configuration;
import io.tributary.mptcp.MptcpConfig;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.wire.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("shard of a configuration")
class WorldTest {
    @TempDir
    Path folder;

    private Configuration read(String head) throws Exception {
        return ConfigReader.read(Files.writeString(folder.resolve("t.toml"), head + """
            [[interface]]
            name = "trib-in"
            zone = "inside"
            addresses = ["10.1.0.10"]
            [[interface]]
            name = "trib-out"
            zone = "outside"
            addresses = ["10.8.0.10", "10.9.0.10"]
            [[endpoint]]
            address = "10.9.0.10"
            flags = ["subflow", "backup"]
            [[endpoint]]
            address = "10.1.0.10"
            flags = ["signal"]
            """), List.of());
    }

    @Test
    @DisplayName("the congestion control that is asked for is the one that connections get")
    void congestion() throws Exception {
        assertThat(World.tcp(read("")).congestion().algorithm().name()).isEqualTo("lia");
        for (String name : List.of("newreno", "cubic", "lia", "olia", "balia", "wvegas")) {
            assertThat(World.tcp(read("[stack]\ncongestion = \"" + name + "\"\n")).congestion().algorithm().name()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"min-rtt", "round-robin", "weighted", "redundant", "blest", "ecf"})
    @DisplayName("the scheduler that is asked for is the one that connections get, each its own")
    void scheduler(String name) throws Exception {
        var made = World.mptcp(read("[stack]\nscheduler = \"" + name + "\"\n")).data().scheduler();
        assertThat(made.get().name()).isEqualTo(name);
        assertThat(made.get()).isNotSameAs(made.get());
    }

    @Test
    @DisplayName("every key of MPTCP arrives in the stack")
    void keys() throws Exception {
        MptcpConfig m = World.mptcp(read("""
            [stack]
            allow-join-initial-addr-port = false
            add-addr-timeout = "30s"
            close-timeout = "10s"
            syn-retrans-before-tcp-fallback = 1
            blackhole-timeout = "2h"
            refuse-checksums = true
            confirmed-aborts = true
            [limits]
            subflows = 3
            add-addr-accepted = 4
            connections = 500
            """));
        assertThat(m.capable().allowJoinInitial()).isFalse();
        assertThat(m.paths().addAddrTimeoutNs()).isEqualTo(30_000_000_000L);
        assertThat(m.close().closeTimeoutNs()).isEqualTo(10_000_000_000L);
        assertThat(m.capable().synsWithOption()).isEqualTo(2);
        assertThat(m.capable().blackholeNs()).isEqualTo(7_200_000_000_000L);
        assertThat(m.capable().refusesChecksums()).isTrue();
        assertThat(m.close().confirmedAborts()).isTrue();
        assertThat(m.paths().subflows()).isEqualTo(3);
        assertThat(m.paths().addAddrAccepted()).isEqualTo(4);
        assertThat(m.capable().tokens()).isEqualTo(500);
        assertThat(m.paths().endpoints()).containsExactly(
            new Endpoint(1, IpAddress.parse("10.9.0.10"), 1, 0, true, false, true),
            new Endpoint(0, IpAddress.parse("10.1.0.10"), 2, 0, false, true, false));
    }

    @Test
    @DisplayName("without keys the stack's own standard values hold")
    void standard() throws Exception {
        MptcpConfig m = World.mptcp(read(""));
        assertThat(m).isEqualTo(MptcpConfig.DEFAULT.with(MptcpConfig.DEFAULT.paths().withEndpoints(m.paths().endpoints())));
    }
}
