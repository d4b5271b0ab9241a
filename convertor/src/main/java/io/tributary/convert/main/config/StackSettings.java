package io.tributary.convert.main.config;

import io.tributary.convert.main.toml.Section;
import java.nio.file.Path;

/**
 * What holds for every connection; names and standard values as the sysctls of Linux where it has them.
 *
 * @param pathManager                 who decides which subflows connections have
 * @param synRetransBeforeTcpFallback SYNs sent again with MP_CAPABLE before plain TCP is tried
 * @param blackholeTimeoutNs          how long plain TCP is opened at once after SYNs with MP_CAPABLE were dropped; 0: never
 * @param refuseChecksums             who insists on DSS checksums gets plain TCP
 * @param confirmedAborts             MP_FASTCLOSE on an ACK, until the peer confirms it
 * @param drainTimeoutNs              how long connections may go on after SIGTERM
 * @param control                     socket for {@code conn} and {@code stat}
 */
public record StackSettings(int workers, String pathManager, String scheduler, String congestion, boolean checksum, boolean allowJoinInitialAddrPort,
                            long addAddrTimeoutNs, long closeTimeoutNs, int synRetransBeforeTcpFallback, long blackholeTimeoutNs, boolean refuseChecksums,
                            boolean confirmedAborts, long drainTimeoutNs, Path control) {
    static StackSettings of(Section s) {
        return new StackSettings(s.integer("workers"), s.text("path-manager"), s.text("scheduler"), s.text("congestion"), s.bool("checksum-enabled"),
            s.bool("allow-join-initial-addr-port"), s.duration("add-addr-timeout"), s.duration("close-timeout"),
            s.integer("syn-retrans-before-tcp-fallback"), s.duration("blackhole-timeout"),
            s.bool("refuse-checksums"), s.bool("confirmed-aborts"), s.duration("drain-timeout"), Path.of(s.text("control")));
    }
}
