package io.tributary.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names are the kernel's where the meaning is, and of MPTCP all of them. */
class CounterNamesTest {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/snmp"), Path.of("/proc/net/netstat"));
    /** As the documentation of {@link Counter} explains each. */
    private static final Set<String> MEANINGLESS = Set.of("MPTcpExtRcvWndShared", "MPTcpExtRcvWndConflict", "MPTcpExtRcvWndConflictUpdate",
        "MPTcpExtSndWndShared", "MPTcpExtMismatchPortSynRx", "MPTcpExtMismatchPortAckRx", "MPTcpExtMPCapableEndpAttempt",
        "MPTcpExtMD5SigFallback", "MPTcpExtMPJoinSynTxCreatSkErr");

    /** As nstat names them: the table's name in front. */
    private static Set<String> kernel() throws IOException {
        Set<String> names = new HashSet<>();
        for (Path table : TABLES) {
            List<String> lines = Files.exists(table) ? Files.readAllLines(table) : List.of();
            for (int i = 0; i + 1 < lines.size(); i += 2) {
                String[] words = lines.get(i).split(" ");
                String group = words[0].substring(0, words[0].length() - 1);
                Arrays.stream(words).skip(1).forEach(w -> names.add(group + w));
            }
        }
        boolean complete = names.contains("MPTcpExtMPCapableSYNRX") && names.contains("MPTcpExtWinProbe");
        assertThat(complete || !"true".equals(System.getenv("CI"))).as("MPTCP counters in /proc/net/netstat").isTrue();
        Assumptions.assumeTrue(complete, "this kernel counts no MPTCP, or fewer things");
        return names;
    }

    private static Set<String> ours(String prefix) {
        return Arrays.stream(Counter.values()).map(Counter::label).filter(l -> l.startsWith(prefix)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @DisplayName("each name is the kernel's or begins with Trib, and none comes twice")
    void names() throws IOException {
        Set<String> known = kernel();
        assertThat(Arrays.stream(Counter.values()).map(Counter::label)).doesNotHaveDuplicates()
            .allMatch(l -> l.startsWith("Trib") || known.contains(l), "known to the kernel");
    }

    @Test
    @DisplayName("the kernel's MPTCP counters are all counted here, but for those that mean nothing")
    void complete() throws IOException {
        Assumptions.assumeTrue(Files.readString(Path.of("/proc/sys/kernel/osrelease")).startsWith("6.18."), "another kernel may count more");
        Set<String> missing = kernel().stream().filter(l -> l.startsWith("MPTcpExt")).collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(ours("MPTcpExt"));
        assertThat(missing).containsExactlyInAnyOrderElementsOf(MEANINGLESS);
    }
}
