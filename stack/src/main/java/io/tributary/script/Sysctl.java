package io.tributary.script;

import io.tributary.script.host.StackSettings;
import io.tributary.tcp.PathSettings.MtuProbing;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.EcnMode;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.tcp.open.SynCookieMode;
import java.util.Optional;

/** Kernel settings by name, as far as the stack has them. */
final class Sysctl {
    private Sysctl() {
    }

    /** @return false if the name means nothing here */
    static boolean set(StackSettings s, String name, String value) {
        String[] words = value.split("\\s+");
        if (name.equals("ipv4.tcp_congestion_control") || name.equals("inet.tcp.cc.algorithm")) {
            Optional<CongestionAlgorithm> a = CongestionAlgorithms.named(words[0].equals("reno") ? "newreno" : words[0]);
            a.ifPresent(known -> s.tcp(s.tcp().with(s.tcp().congestion().withAlgorithm(known))));
            return a.isPresent();
        }
        try {
            if (name.equals("ipv4.tcp_rmem")) {
                s.receiveBuffer(bytes(words[words.length - 1]));
                s.firstWindow(words.length == 3 ? bytes(words[1]) : 0);
                return true;
            }
            return set(s, name, Long.decode(words[0]));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int bytes(String word) {
        return (int) Math.max(4096, Math.min(Long.decode(word), 1 << 30));
    }

    private static boolean set(StackSettings s, String name, long n) {
        TcpConfig t = s.tcp();
        OpenSettings o = t.open();
        CongestionSettings c = t.congestion();
        switch (name) {
            case "inet.tcp.rfc1323" -> s.tcp(t.withOptions(n != 0, o.sack(), n != 0));
            case "inet.tcp.initcwnd_segments" -> s.tcp(t.with(c.withInitialWindow((int) n)));
            case "inet.tcp.msl" -> s.tcp(t.with(o.withTimeWait(2 * n * 1_000_000L)));
            case "ipv4.tcp_timestamps" -> s.tcp(t.withOptions(n != 0, o.sack(), o.windowScaling()));
            case "ipv4.tcp_sack", "inet.tcp.sack.enable" -> s.tcp(t.withOptions(o.timestamps(), n != 0, o.windowScaling()));
            case "ipv4.tcp_window_scaling" -> s.tcp(t.withOptions(o.timestamps(), o.sack(), n != 0));
            case "ipv4.tcp_syn_retries", "ipv4.tcp_synack_retries" ->
                s.tcp(t.with(o.withSynRetries((int) n)));
            case "ipv4.tcp_fastopen" -> s.tcp(t.with(o.with(o.fastOpen().withServer((n & 2) != 0).withCookieless((n & 0x200) != 0)
                .withSendWithoutCookie((n & 4) != 0))));
            case "ipv4.tcp_syncookies" -> s.tcp(t.with(o.with(o.listen().with(
                n == 0 ? SynCookieMode.NEVER : n == 1 ? SynCookieMode.ON_OVERFLOW : SynCookieMode.ALWAYS))));
            case "ipv4.tcp_challenge_ack_limit" -> s.tcp(t.with(o.withChallengeAcks((int) n)));
            case "ipv4.tcp_retries2" -> s.tcp(t.withDataRetries((int) n));
            case "ipv4.tcp_mtu_probing" -> s.tcp(t.with(t.path().withProbing(MtuProbing.values()[(int) Math.min(n, 2)])));
            case "ipv4.tcp_base_mss" -> s.tcp(t.with(t.path().withBaseMss((int) n)));
            case "ipv4.tcp_probe_interval" -> s.tcp(t.with(t.path().withProbeIntervalNs(n * 1_000_000_000L)));
            case "ipv4.route.min_pmtu" -> s.tcp(t.with(t.path().withMinMtu((int) n)));
            case "ipv4.tcp_ecn", "inet.tcp.ecn.enable" -> s.tcp(t.with(c.withEcn(n == 0 ? EcnMode.OFF : n == 1 ? EcnMode.REQUEST : EcnMode.ACCEPT)));
            case "ipv4.tcp_slow_start_after_idle" -> s.tcp(t.with(c.withSlowStartAfterIdle(n != 0)));
            case "core.tributary_initial_window" -> s.tcp(t.with(c.withInitialWindow((int) n)));
            case "core.tributary_hystart" -> s.tcp(t.with(c.withHyStart(n != 0)));
            case "core.tributary_pacing" -> s.tcp(t.with(c.withPacing(n != 0)));
            case "ipv4.tcp_dsack" -> s.tcp(t.with(t.recovery().withDuplicateSack(n != 0)));
            case "ipv4.tcp_reordering" -> s.tcp(t.with(t.recovery().withReordering((int) n)));
            case "ipv4.tcp_early_retrans" -> s.tcp(t.with(t.recovery().withTailLossProbe(n >= 3)));
            case "ipv4.tcp_frto" -> s.tcp(t.with(t.recovery().withFrto(n != 0)));
            case "mptcp.enabled" -> {
                return true;
            }
            case "mptcp.checksum_enabled" -> s.checksum(n != 0);
            case "mptcp.blackhole_timeout" -> s.mptcp(s.mptcp().with(s.mptcp().capable().withBlackhole(n * 1_000_000_000L)));
            case "mptcp.syn_retrans_before_tcp_fallback" -> s.mptcp(s.mptcp().with(s.mptcp().capable().withSynsWithOption((int) n + 1)));
            case "mptcp.close_timeout" -> s.mptcp(s.mptcp().withCloseTimeout(n * 1_000_000_000L));
            case "mptcp.tributary_refuse_checksums" -> s.mptcp(s.mptcp().with(s.mptcp().capable().withRefusesChecksums(n != 0)));
            case "mptcp.tributary_confirmed_aborts" -> s.mptcp(s.mptcp().with(s.mptcp().close().withConfirmedAborts(n != 0)));
            case "mptcp.allow_join_initial_addr_port" -> s.mptcp(s.mptcp().withAllowJoinInitial(n != 0));
            default -> {
                return false;
            }
        }
        return true;
    }
}
