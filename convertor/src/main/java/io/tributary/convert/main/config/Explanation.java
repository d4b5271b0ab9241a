package io.tributary.convert.main.config;

import io.tributary.wire.IpAddress;
import java.util.List;
import java.util.stream.Collectors;

/** What a configuration means, in words: the output of {@code check}. */
public final class Explanation {
    private final Configuration config;
    private final StringBuilder text = new StringBuilder();

    private Explanation(Configuration config) {
        this.config = config;
    }

    public static String of(Configuration config) {
        Explanation e = new Explanation(config);
        e.interfaces();
        e.connections();
        config.convertors().forEach(e::convertor);
        if (config.convertors().isEmpty()) {
            e.line("no convertor: run would only answer on its addresses");
        }
        config.idle().forEach(e::line);
        return e.text.toString();
    }

    private void interfaces() {
        for (InterfaceSettings i : config.interfaces()) {
            line("interface " + i.name() + ": TUN device, zone " + i.zone() + ", MTU " + i.mtu()
                + (i.offload() ? ", with" : ", without") + " segmentation and checksum offload");
            for (IpAddress a : i.addresses()) {
                line("  owns " + a + flags(a));
                line("  route " + a + (a.isV4() ? "/32" : "/128") + " dev " + i.name() + " (installed by run, removed when it ends)");
            }
        }
    }

    private String flags(IpAddress a) {
        return config.endpoints().stream().filter(e -> e.address().equals(a)).findFirst()
            .map(e -> ", endpoint" + (e.id() == 0 ? "" : " id " + e.id()) + (e.port() == 0 ? "" : " port " + e.port())
                + (e.flags().isEmpty() ? "" : " " + String.join(" ", e.flags()))).orElse("");
    }

    private void connections() {
        StackSettings s = config.stack();
        line("connections: scheduler " + s.scheduler() + ", congestion control " + s.congestion() + ", DSS checksum "
            + (s.checksum() ? "on" : "off") + ", up to " + config.limits().subflows() + " additional subflows each, at most "
            + config.limits().connections() + " connections");
        line("paths: " + (s.pathManager().equals("endpoints") ? "" : "by the path manager " + s.pathManager() + ", ")
            + "up to " + config.limits().addAddrAccepted() + " announced addresses are followed; joins to the first address "
            + (s.allowJoinInitialAddrPort() ? "allowed" : "refused (C flag)") + "; "
            + (s.blackholeTimeoutNs() == 0 ? "paths that drop MPTCP SYNs are not remembered"
            : "a path that drops MPTCP SYNs is remembered for " + s.blackholeTimeoutNs() / 1_000_000_000L + " s or longer"));
        line("control socket " + s.control());
    }

    private void convertor(ConvertorBlock c) {
        ConvertorBlock.Upstream u = c.upstream();
        ConvertorBlock.Downstream d = c.downstream();
        line("convertor " + c.name() + ": cases " + String.join(", ", cases(u.mptcp(), d.tryMptcp())));
        line("  clients reach it at " + join(u.listen()) + " in zone " + u.zone() + " by the Convert protocol over "
            + (u.mptcp() ? "MPTCP or TCP" : "TCP only"));
        line("  clients allowed: " + join(u.allowClients()) + (u.cookie() ? ", with a cookie" : "")
            + (u.requireSynData() ? "" : ", request also after the handshake"));
        line("  servers are reached directly from zone " + d.zone() + ", source "
            + join(d.pool().isEmpty() ? config.addresses(d.zone()) : d.pool()) + ", "
            + (d.tryMptcp() ? "offering MPTCP" : "over TCP only"));
        line("  destinations allowed: " + join(u.allowDestinations()) + "; refused: "
            + (u.denyDestinations().isEmpty() ? "none" : join(u.denyDestinations()))
            + "; other clients: " + (u.hairpin() ? "allowed" : "refused"));
    }

    /** The names that the seven cases have for an explicit upstream leg and a direct downstream leg. */
    static List<String> cases(boolean upstreamMptcp, boolean downstreamTries) {
        if (!downstreamTries) {
            return upstreamMptcp ? List.of("1-E", "P2 of 4-IE", "P2 of 6-IE") : List.of("TCP to TCP");
        }
        return upstreamMptcp ? List.of("2-E", "3-E (a client without MPTCP)", "P2 of 5-IE", "P2 of 7-IE") : List.of("3-E");
    }

    private static String join(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private void line(String s) {
        text.append(s).append(System.lineSeparator());
    }
}
