package io.tributary.script;

import io.tributary.script.host.StackSettings;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.tcp.open.SynCookieMode;

/** Kernel settings by name, as far as the stack has them. */
final class Sysctl {
    private Sysctl() {
    }

    /** @return false if the name means nothing here */
    static boolean set(StackSettings s, String name, String value) {
        String[] words = value.split("\\s+");
        try {
            return set(s, name, Long.decode(words[0]), Long.decode(words[words.length - 1]));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Settings of three numbers count by the last. */
    private static boolean set(StackSettings s, String name, long n, long last) {
        TcpConfig t = s.tcp();
        OpenSettings o = t.open();
        switch (name) {
            case "ipv4.tcp_timestamps" -> s.tcp(t.withOptions(n != 0, o.sack(), o.windowScaling()));
            case "ipv4.tcp_sack" -> s.tcp(t.withOptions(o.timestamps(), n != 0, o.windowScaling()));
            case "ipv4.tcp_window_scaling" -> s.tcp(t.withOptions(o.timestamps(), o.sack(), n != 0));
            case "ipv4.tcp_syn_retries", "ipv4.tcp_synack_retries" ->
                s.tcp(t.with(o.withSynRetries((int) n)));
            case "ipv4.tcp_fastopen" -> s.tcp(t.with(o.with(o.fastOpen().withServer((n & 2) != 0).withCookieless((n & 0x200) != 0)
                .withSendWithoutCookie((n & 4) != 0))));
            case "ipv4.tcp_syncookies" -> s.tcp(t.with(o.with(o.listen().with(
                n == 0 ? SynCookieMode.NEVER : n == 1 ? SynCookieMode.ON_OVERFLOW : SynCookieMode.ALWAYS))));
            case "ipv4.tcp_challenge_ack_limit" -> s.tcp(t.with(o.withChallengeAcks((int) n)));
            case "ipv4.tcp_retries2" -> s.tcp(t.withDataRetries((int) n));
            case "ipv4.tcp_rmem" -> s.receiveBuffer((int) Math.max(4096, Math.min(last, 1 << 30)));
            case "mptcp.enabled" -> {
                return true;
            }
            case "mptcp.checksum_enabled" -> s.checksum(n != 0);
            case "mptcp.allow_join_initial_addr_port" -> s.mptcp(s.mptcp().withAllowJoinInitial(n != 0));
            default -> {
                return false;
            }
        }
        return true;
    }
}
