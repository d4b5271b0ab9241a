package io.tributary.convert.main.demo.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration file of a convertor in the box of {@link ConvertorLab}: explicit towards the client, direct towards servers. */
public final class ConvertorConfig {
    private final List<String> denied = new ArrayList<>(List.of("127.0.0.0/8", "169.254.0.0/16", "::1/128"));
    private final List<String> upstream = new ArrayList<>();
    private final List<String> stack = new ArrayList<>();
    private final List<String> jvm = new ArrayList<>(List.of("-XX:+UseSerialGC"));
    private String downstreamMptcp = "never";

    /** Destinations that clients may not reach, beside the usual ones. */
    public ConvertorConfig deny(String... prefixes) {
        denied.addAll(Arrays.asList(prefixes));
        return this;
    }

    /** {@code never} or {@code try}. */
    public ConvertorConfig downstreamMptcp(String policy) {
        downstreamMptcp = policy;
        return this;
    }

    /** A line for {@code [stack]}. */
    public ConvertorConfig stack(String line) {
        stack.add(line);
        return this;
    }

    /** A line for {@code [convertor.upstream]}. */
    public ConvertorConfig upstream(String line) {
        upstream.add(line);
        return this;
    }

    /** Flags of the virtual machine that runs the convertor. */
    public ConvertorConfig jvm(String... flags) {
        jvm.addAll(Arrays.asList(flags));
        return this;
    }

    List<String> jvmFlags() {
        return jvm;
    }

    String toml(String controlSocket) {
        List<String> lines = new ArrayList<>();
        lines.add("[stack]");
        lines.add("control = \"" + controlSocket + "\"");
        lines.addAll(stack);
        lines.addAll(networkInterface("trib-in", "inside", ConvertorLab.convertorAddress(4), ConvertorLab.convertorAddress(6)));
        lines.addAll(networkInterface("trib-out", "outside", ConvertorLab.outsideAddress(4), ConvertorLab.outsideAddress(6)));
        lines.add("[[convertor]]");
        lines.add("name = \"p1\"");
        lines.add("[convertor.upstream]");
        lines.add("zone = \"inside\"");
        lines.add("mode = \"explicit\"");
        lines.add("listen = " + list(List.of(ConvertorLab.convertorAddress(4) + ":" + ConvertorLab.CONVERT_PORT,
                "[" + ConvertorLab.convertorAddress(6) + "]:" + ConvertorLab.CONVERT_PORT)));
        lines.add("allow-clients = " + list(List.of("192.0.2.0/24", "2001:db8::/32")));
        lines.add("deny-destinations = " + list(denied));
        lines.addAll(upstream);
        lines.add("[convertor.downstream]");
        lines.add("zone = \"outside\"");
        lines.add("mode = \"direct\"");
        lines.add("mptcp = \"" + downstreamMptcp + "\"");
        lines.add("source = \"share\"");
        return String.join("\n", lines) + "\n";
    }

    private static List<String> networkInterface(String name, String zone, String... addresses) {
        return List.of("[[interface]]", "name = \"" + name + "\"", "driver = \"tun\"", "zone = \"" + zone + "\"",
                "addresses = " + list(Arrays.asList(addresses)));
    }

    private static String list(List<String> items) {
        return items.stream().map(i -> "\"" + i + "\"").collect(Collectors.joining(", ", "[", "]"));
    }
}
