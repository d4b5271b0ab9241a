package io.tributary.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every capture of the kernel peer against what a decoder that is not ours found in it. */
class KernelCaptureTest {
    @TestFactory
    @DisplayName("captures of a kernel peer decode to what tshark and an independent reassembly found")
    Stream<DynamicTest> captures() {
        return Captures.NAMES.stream().map(name -> DynamicTest.dynamicTest(ids(Captures.expected(name)) + name, () -> compare(name)));
    }

    @Test
    @DisplayName("the list of captures names every file there is")
    void listIsComplete() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/pcap"))) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".pcap")).map(f -> f.replace(".pcap", "")).sorted())
                .containsExactlyElementsOf(Captures.NAMES);
        }
    }

    /** The requirements that this capture has something to say about. */
    private static String ids(Properties expected) {
        StringBuilder ids = new StringBuilder();
        id(ids, expected, "idsnClient=.*", "MPTCP-3.1-27 MPTCP-3.1-28 ");
        id(ids, expected, "option.DSS=.*", "MPTCP-3.3.1-1 ");
        id(ids, expected, "dataFin=.*", "MPTCP-3.3.3-2 ");
        id(ids, expected, "hmacValid=true", "MPTCP-3.2-9 MPTCP-3.2-10 ");
        id(ids, expected, "hmacValid=false", "MPTCP-3.8-1 ");
        id(ids, expected, "addAddrHmacsGood=[1-9].*", "MPTCP-3.4.1-6 ");
        id(ids, expected, "dssChecksumsGood=[1-9].*", "MPTCP-3.3.1-5 ");
        id(ids, expected, "fallback=synack", "MPTCP-3.1-30 ");
        id(ids, expected, "fallback=syn", "MPTCP-3.1-33 ");
        id(ids, expected, "fallback=mpfail", "MPTCP-3.7-8 ");
        id(ids, expected, "connection\\.\\d+\\.client.synData=[1-9].*", "MPTCP-B-2 MPTCP-B-3 ");
        return ids.toString();
    }

    private static void id(StringBuilder ids, Properties expected, String line, String what) {
        if (expected.stringPropertyNames().stream().anyMatch(k -> (k + "=" + expected.getProperty(k)).matches("(.*\\.)?" + line))) {
            ids.append(what);
        }
    }

    private static void compare(String name) {
        Properties expected = Captures.expected(name);
        CaptureReport r = Captures.decode(name);
        SoftAssertions.assertSoftly(soft -> {
            soft.assertThat(r.malformed()).as("malformed").isZero();
            soft.assertThat(r.other() + r.fragments() + r.cut() + r.ignored() + r.bytesRefused()).as("not followed").isZero();
            Map<String, String> found = new TreeMap<>();
            found.put("packets", "" + r.packets());
            found.put("badTcpChecksums", "" + r.badChecksums());
            found.put("connections", "" + r.connections().size());
            found.put("tcp", "" + r.tcp().size());
            r.options().forEach((option, n) -> found.put("option." + option, "" + n));
            Verification addresses = Verification.NONE;
            for (ConnectionReport c : r.connections()) {
                connection(found, "connection." + c.id() + ".", c);
                addresses = new Verification(addresses.right() + c.checks().addresses().right(), addresses.wrong() + c.checks().addresses().wrong());
                everythingComputedIsRight(soft, name, c);
            }
            found.put("addAddrHmacsGood", "" + addresses.right());
            found.put("addAddrHmacsBad", "" + addresses.wrong());
            for (ConnectionReport c : r.tcp()) {
                streams(found, "tcp." + c.id() + ".", c);
            }
            Map<String, String> wanted = expected.stringPropertyNames().stream()
                .collect(Collectors.toMap(k -> k, expected::getProperty, (a, b) -> a, TreeMap::new));
            soft.assertThat(found).containsExactlyEntriesOf(wanted);
        });
    }

    private static void connection(Map<String, String> found, String p, ConnectionReport c) {
        streams(found, p, c);
        found.put(p + "checksum", "" + (c.checksum() || "MP_FAIL on the only subflow".equals(c.fallback())));
        put(found, p + "tokenClient", c.tokenClient());
        put(found, p + "tokenServer", c.tokenServer());
        put(found, p + "idsnClient", c.idsnClient());
        put(found, p + "idsnServer", c.idsnServer());
        found.put(p + "fallback", fallback(c.fallback()));
        found.put(p + "dssChecksumsGood", "" + c.checks().checksums().right());
        found.put(p + "dssChecksumsBad", "" + c.checks().checksums().wrong());
        found.put(p + "subflows", "" + c.subflows().size());
        for (int i = 0; i < c.subflows().size(); i++) {
            SubflowReport s = c.subflows().get(i);
            String q = p + "subflow." + (i + 1) + ".";
            found.put(q + "client", s.client().toString());
            found.put(q + "server", s.server().toString());
            found.put(q + "joined", "" + s.joined());
            found.put(q + "hmacValid", "" + s.hmacValid());
            found.put(q + "bytesClient", "" + s.bytesClient());
            found.put(q + "bytesServer", "" + s.bytesServer());
        }
    }

    private static void streams(Map<String, String> found, String p, ConnectionReport c) {
        found.put(p + "client", c.client().toString());
        found.put(p + "server", c.server().toString());
        boolean hasDataFin = c.multipath() && c.fallback() == null;
        stream(found, p + "client.", c.clientStream(), hasDataFin);
        stream(found, p + "server.", c.serverStream(), hasDataFin);
    }

    private static void stream(Map<String, String> found, String p, StreamReport s, boolean hasDataFin) {
        found.put(p + "bytes", "" + s.bytes());
        found.put(p + "sha256", s.sha256());
        found.put(p + "synData", "" + s.synData());
        found.put(p + "missing", "" + s.missing());
        if (s.complete() && hasDataFin) {
            found.put(p + "dataFin", "" + (s.bytes() - s.synData()));
        }
    }

    private static void put(Map<String, String> found, String key, String value) {
        if (value != null) {
            found.put(key, value);
        }
    }

    private static String fallback(String reason) {
        if (reason == null) {
            return "none";
        }
        return switch (reason) {
            case "SYN/ACK without MP_CAPABLE" -> "synack";
            case "the SYN that was answered had no MP_CAPABLE, unlike those before" -> "syn";
            case "MP_FAIL on the only subflow" -> "mpfail";
            default -> reason;
        };
    }

    /** Beyond the expectations: whatever the decoder computed and compared must have come out right, but for the two known cases. */
    private static void everythingComputedIsRight(SoftAssertions soft, String name, ConnectionReport c) {
        ConnectionReport.Checks k = c.checks();
        soft.assertThat(List.of(k.keys().wrong(), k.tokens().wrong(), k.idsns().wrong(), k.addresses().wrong())).as("wrong values").containsOnly(0L);
        soft.assertThat(k.hmacs().wrong()).as("wrong HMACs").isEqualTo(name.equals("join_bad_hmac") ? 1 : 0);
        soft.assertThat(k.checksums().wrong()).as("wrong checksums").isEqualTo(name.equals("mpfail_single") ? 1 : 0);
        if (c.idsnClient() != null) {
            soft.assertThat(k.keys().right()).as("echoed keys").isPositive();
            soft.assertThat(k.idsns().right()).as("IDSNs").isPositive();
        }
        for (SubflowReport s : c.subflows()) {
            soft.assertThat(s.unmappedClient() + s.unmappedServer()).as("unmapped").isZero();
        }
        soft.assertThat(c.events()).extracting(CaptureEvent::type)
            .doesNotContain(EventType.MAPPING_CONFLICT, EventType.IDSN_MISMATCH, EventType.KEY_MISMATCH, EventType.CHECKSUM_UNEXPECTED);
    }
}
