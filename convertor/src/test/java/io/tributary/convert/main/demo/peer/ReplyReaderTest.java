package io.tributary.convert.main.demo.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {
    private static final byte[] SUCCESS = HexFormat.of().parseHex("010722631406000002" + "0405b40402080a000000000000000001030307");
    private static final byte[] REFUSED = HexFormat.of().parseHex("010222631e016100");

    @Test
    @DisplayName("CONV-4.3-2 the message is taken off, whatever pieces it comes in, and nothing behind it")
    void pieces() {
        byte[] stream = new byte[SUCCESS.length + 10];
        System.arraycopy(SUCCESS, 0, stream, 0, SUCCESS.length);
        for (int cut = 1; cut < stream.length; cut++) {
            ReplyReader reader = new ReplyReader();
            int taken = reader.accept(stream, 0, cut);
            if (!reader.isComplete()) {
                assertThat(taken).isEqualTo(cut);
                taken += reader.accept(stream, cut, stream.length - cut);
            }
            assertThat(taken).as("cut at %s", cut).isEqualTo(SUCCESS.length);
            assertThat(reader.error()).isEmpty();
        }
    }

    @Test
    @DisplayName("CONV-6.2.8-1 an error is recognised with its code and value")
    void refusal() {
        ReplyReader reader = new ReplyReader();
        assertThat(reader.accept(REFUSED, 0, REFUSED.length)).isEqualTo(REFUSED.length);
        Report report = new Report();
        reader.describe(report);
        assertThat(report.number("error")).isEqualTo(97);
        assertThat(report.number("errorValue")).isZero();
    }

    @Test
    @DisplayName("CONV-8-2 a stream that starts otherwise is no reply")
    void foreign() {
        byte[] http = "HTTP/1.1 200 OK".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new ReplyReader().accept(http, 0, http.length)).isInstanceOf(IllegalArgumentException.class);
    }
}
