package io.tributary.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The two forms of the report. */
class CaptureReportTest {
    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object o) {
        return (Map<String, Object>) o;
    }

    private static Map<String, Object> first(Object list) {
        return object(((List<?>) list).get(0));
    }

    @Test
    @DisplayName("JSON of an MPTCP connection has the agreed fields in the agreed order, with what was found")
    void multipath() {
        Map<String, Object> r = object(Json.read(Captures.decode("join_bad_hmac").toJson()));
        assertThat(r.keySet()).startsWith("packets", "malformed", "connections", "tcp");
        assertThat(r).containsEntry("packets", 51L).containsEntry("malformed", 0L).containsEntry("tcp", List.of());
        Map<String, Object> c = first(r.get("connections"));
        assertThat(c.keySet()).startsWith("id", "version", "client", "server", "tokenClient", "tokenServer", "checksum", "fallback", "subflows",
            "streams", "events");
        assertThat(c).containsEntry("id", 1L).containsEntry("version", 1L).containsEntry("client", "10.44.1.1:42654")
            .containsEntry("tokenServer", "1ed8cf36").containsEntry("checksum", false).containsEntry("fallback", null);
        assertThat((List<?>) c.get("subflows")).hasSize(2);
        Map<String, Object> first = first(c.get("subflows"));
        assertThat(first.keySet()).startsWith("client", "server", "joined", "hmacValid", "bytesClient", "bytesServer", "state");
        assertThat(first).containsEntry("joined", false).containsEntry("hmacValid", null).containsEntry("bytesClient", 6000L)
            .containsEntry("state", "CLOSED");
        Map<String, Object> second = object(((List<?>) c.get("subflows")).get(1));
        assertThat(second).containsEntry("joined", true).containsEntry("hmacValid", false).containsEntry("state", "RESET");
        Map<String, Object> streams = object(c.get("streams"));
        assertThat(object(streams.get("client"))).containsEntry("bytes", 6000L)
            .containsEntry("sha256", "f956bc246092e92aede22cbda5908709d51b9d404749071a776313ff107cb737");
        assertThat(object(streams.get("server"))).isEqualTo(object(streams.get("client")));
        assertThat(first(c.get("events"))).containsEntry("packet", 1L).containsEntry("timeNs", 0L).containsEntry("from", "client")
            .containsEntry("type", "MP_CAPABLE");
    }

    @Test
    @DisplayName("JSON of a TCP connection has the same fields without those of MPTCP")
    void tcp() {
        Map<String, Object> r = object(Json.read(Captures.decode("tfo_nocookie").toJson()));
        assertThat(r).containsEntry("connections", List.of());
        Map<String, Object> c = first(r.get("tcp"));
        assertThat(c).containsKeys("id", "client", "server", "subflows", "streams", "events")
            .doesNotContainKeys("version", "tokenClient", "tokenServer", "checksum", "fallback");
        assertThat(first(c.get("subflows"))).containsKeys("client", "server", "bytesClient", "bytesServer", "state").doesNotContainKeys("joined", "hmacValid");
        assertThat(object(object(c.get("streams")).get("client"))).containsEntry("bytes", 620L).containsEntry("synData", 20L);
    }

    @Test
    @DisplayName("JSON strings are escaped")
    void escapes() {
        assertThat(new JsonWriter().beginArray().value("a\"b\\c\n\u0001").value((String) null).endArray())
            .hasToString("[\"a\\\"b\\\\c\\u000a\\u0001\",null]");
    }

    @Test
    @DisplayName("the fallback's reason is in the report")
    void fallback() {
        assertThat(Captures.decode("fallback_tcp_server").toJson()).contains("\"fallback\":\"SYN/ACK without MP_CAPABLE\"");
        assertThat(Captures.decode("fallback_tcp_server").toText()).contains("fell back to TCP: SYN/ACK without MP_CAPABLE");
    }

    @Test
    @DisplayName("text for people: a block per connection, columns aligned, events with their times")
    void text() {
        String text = Captures.decode("rst_join_refused").toText();
        assertThat(text.lines().toList()).contains(
            "27 packets · 1 MPTCP connection · 0 TCP connections · 0 malformed",
            "  subflow  client           server          opened by  state   HMAC     from s      to s  client bytes  server bytes  repeated  unmapped",
            "  0.401659      19        2  server  !  MP_TCPRST       reason 3, administratively prohibited");
        List<String> table = text.lines().dropWhile(l -> !l.contains("opened by")).takeWhile(l -> !l.isEmpty()).toList();
        assertThat(table).hasSize(3).extracting(String::length).containsOnly(table.get(0).length());
        assertThat(text.lines()).noneMatch(l -> l.endsWith(" "));
    }

    @Test
    @DisplayName("MPTCP-5-2 no form of the report shows a key")
    void noKeys() {
        Conversation t = new Conversation();
        t.path().capable();
        String both = t.decode().toJson() + t.decode().toText();
        assertThat(both).doesNotContain("0001020304050607").doesNotContain("f0f1f2f3f4f5f6f7");
    }
}
