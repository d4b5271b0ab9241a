package io.tributary.convert.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.IdleReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("command line")
class TributaryTest {
    private static final String CONFIG = """
        [[interface]]
        name = "trib0"
        addresses = ["10.1.0.10"]
        [[convertor]]
        [convertor.upstream]
        listen = ["10.1.0.10:5124"]
        """;

    @TempDir
    Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int tributary(String... args) {
        return Tributary.execute(args, new PrintWriter(out), new PrintWriter(err));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        check       | tributary check
        run         | tributary run
        cat         | tributary cat
        demo        | tributary demo
        pcap        | tributary pcap
        pcap decode | tributary pcap decode
        pcap replay | tributary pcap replay
        conn        | tributary conn
        conn show   | tributary conn show
        conn set    | tributary conn set 7 scheduler
        conn close  | tributary conn close
        conn abort  | tributary conn abort
        stat        | tributary stat
        endpoint        | tributary endpoint
        endpoint add    | tributary endpoint add
        endpoint delete | tributary endpoint delete
        endpoint change | tributary endpoint change
        endpoint show   | tributary endpoint show
        endpoint flush  | tributary endpoint flush
        limits          | tributary limits
        limits set      | tributary limits set
        limits show     | tributary limits show
        monitor         | tributary monitor
        script      | tributary script
        """)
    @DisplayName("--help of each verb carries an example")
    void help(String verb, String example) {
        assertThat(tributary((verb + " --help").split(" "))).isZero();
        assertThat(out.toString()).contains("Usage: tributary " + verb, "Example:").containsPattern("\n  (sudo )?" + example);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @DisplayName("conn show --help explains every reason for which a subflow is idle")
    void idleReasons() {
        assertThat(tributary("conn", "show", "--help")).isZero();
        for (IdleReason r : IdleReason.values()) {
            assertThat(out.toString()).containsPattern("\n  " + r.label() + " +" + java.util.regex.Pattern.quote(r.sentence()) + "\n");
        }
    }

    @Test
    @DisplayName("--version names the JDK and the kernel")
    void version() {
        assertThat(tributary("--version")).isZero();
        assertThat(out.toString()).contains("tributary ", "Java " + System.getProperty("java.runtime.version"),
            System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                | a verb is missing
        frobnicate        | frobnicate
        check             | Missing required option
        stat --jsno       | Unknown option
        conn              | conn needs a command
        top               | top
        cat 10.0.0.1 80   | needs a device
        cat -l --convertor 10.0.0.1:1 --tun t --address 10.0.0.2 10.0.0.2 80 | exclude each other
        cat --tun t --address 10.0.0.2 10.0.0.1 70000 | PORT is 1 to 65535
        cat --tun t -c x 10.0.0.1 80 | exclude each other
        pcap              | pcap needs a command
        """)
    @DisplayName("usage errors end with 2, a cause and what to do")
    void usage(String line, String cause) {
        assertThat(tributary(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines().toList()).hasSize(2).first().asString().startsWith("tributary: ").contains(cause);
        assertThat(err.toString()).contains("--help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    @DisplayName("check explains a good configuration")
    void check() throws IOException {
        Path file = Files.writeString(folder.resolve("t.toml"), CONFIG);
        assertThat(tributary("check", "-c", file.toString(), "-o", "interface.trib0.mtu=1400")).isZero();
        assertThat(out.toString()).contains("MTU 1400", "10.1.0.10:5124");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @DisplayName("a bad configuration ends with 78, the place and what to do")
    void badConfig() throws IOException {
        Path file = Files.writeString(folder.resolve("t.toml"), CONFIG + "mptpc = true\n");
        assertThat(tributary("check", "-c", file.toString())).isEqualTo(78);
        assertThat(err.toString().lines().toList()).hasSize(2).first().asString()
            .isEqualTo(file + ":7:1: unknown key mptpc in [convertor.upstream] (nearest known key: mptcp)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    @DisplayName("no running instance ends with 69")
    void nobody() {
        assertThat(tributary("stat", "--control", folder.resolve("none.sock").toString())).isEqualTo(69);
        assertThat(err.toString().lines().toList()).hasSize(2);
        assertThat(tributary("conn", "show", "--control", folder.resolve("none.sock").toString())).isEqualTo(69);
    }

    private Path capture() throws IOException {
        try (InputStream in = TributaryTest.class.getResourceAsStream("/pcap/mpc_v4_small.pcap")) {
            Path file = folder.resolve("small.pcap");
            Files.write(file, in.readAllBytes());
            return file;
        }
    }

    @Test
    @DisplayName("pcap decode prints what a capture holds, as text and as JSON")
    void decode() throws IOException {
        assertThat(tributary("pcap", "decode", capture().toString(), "--json")).isZero();
        assertThat(out.toString()).startsWith("{\"packets\":").endsWith("}" + System.lineSeparator()).contains("\"connections\":[{\"id\":");
        out.getBuffer().setLength(0);
        assertThat(tributary("pcap", "decode", capture().toString())).isZero();
        assertThat(out.toString()).contains("1 MPTCP connection");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @DisplayName("pcap decode of something else ends with 1 and says why")
    void decodeNonsense() throws IOException {
        Path file = Files.writeString(folder.resolve("x.pcap"), "this is no capture file at all");
        assertThat(tributary("pcap", "decode", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("not a capture file");
        assertThat(tributary("pcap", "decode", folder.resolve("none.pcap").toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    @DisplayName("pcap replay compares our stack with a recorded side, as text and as JSON")
    void replay() throws IOException {
        assertThat(tributary("pcap", "replay", capture().toString(), "--side", "client", "--json")).isZero();
        assertThat(out.toString()).startsWith("{\"side\":\"client\",\"packets\":8,").contains("\"different\":[]").endsWith("}" + System.lineSeparator());
        out.getBuffer().setLength(0);
        assertThat(tributary("pcap", "replay", capture().toString(), "--side", "server")).isZero();
        assertThat(out.toString()).contains("replayed as the server").contains("6 packets recorded");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @DisplayName("pcap replay without a handshake, or of something else, ends with 1 and one line of cause")
    void replayNonsense() throws IOException {
        byte[] whole = Files.readAllBytes(capture());
        int first = 24 + 16 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(24 + 8);
        int second = first + 16 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(first + 8);
        ByteBuffer tail = ByteBuffer.allocate(whole.length - second + 24).put(whole, 0, 24).put(whole, second, whole.length - second);
        Path file = Files.write(folder.resolve("tail.pcap"), tail.array());
        assertThat(tributary("pcap", "replay", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines().toList()).hasSize(2).first().asString().contains("the handshake is not in the capture");
        err.getBuffer().setLength(0);
        Path cut = Files.write(folder.resolve("cut.pcap"), java.util.Arrays.copyOf(whole, whole.length - 5));
        assertThat(tributary("pcap", "replay", cut.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("the file ends inside");
        assertThat(out.toString()).contains("packets recorded");
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertThat(tributary("pcap", "replay", Files.writeString(folder.resolve("x.pcap"), "no capture file").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("not a capture file");
        assertThat(tributary("pcap", "replay", capture().toString(), "--side", "middle")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }
}
