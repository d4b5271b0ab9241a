package io.tributary.convert.wire;

import static io.tributary.convert.wire.Octets.hex;
import static io.tributary.convert.wire.Octets.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertMessageTest {
    private static final String CONNECT = "01062263 0a0501bb 00000000 00000000 0000ffff c6336409";

    private static Parsed parse(String octets) {
        byte[] b = of(octets);
        return ConvertMessage.parse(b, 0, b.length);
    }

    private static void assertBroken(String octets, String answer) {
        Parsed p = parse(octets);
        assertThat(p).isInstanceOf(Parsed.Broken.class);
        assertThat(hex(ConvertMessage.encode(((Parsed.Broken) p).answer()))).isEqualTo(hex(of(answer)));
    }

    @Test
    @DisplayName("CONV-6-3 CONV-6-4 a message is complete with its last octet; what follows is not looked at")
    void everyPrefix() {
        byte[] b = of(CONNECT + "deadbeef");
        for (int n = 0; n < 24; n++) {
            Parsed p = ConvertMessage.parse(b, 0, n);
            assertThat(p).as("%d octets", n).isEqualTo(new Parsed.Incomplete(n >= 4));
        }
        for (int n = 24; n <= b.length; n++) {
            assertThat(ConvertMessage.parse(b, 0, n)).isInstanceOfSatisfying(Parsed.Complete.class,
                c -> assertThat(c.length()).isEqualTo(24));
        }
    }

    @Test
    @DisplayName("CONV-6-3 a message in the middle of a buffer")
    void atOffset() {
        byte[] b = of("ffff" + CONNECT + "ffff");
        assertThat(ConvertMessage.parse(b, 2, 24)).isInstanceOfSatisfying(Parsed.Complete.class,
            c -> assertThat(hex(c.message().encode())).isEqualTo(hex(of(CONNECT))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"010223", "01022362", "01020063", "474554202f", "16030100", "01022264 01010000"})
    @DisplayName("CONV-6.1-4 another magic number is not Convert, as soon as that is certain")
    void otherMagic(String octets) {
        assertThat(parse(octets)).isInstanceOf(Parsed.NotConvert.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00022263 01010000", "02022263", "ff002263", "00002263"})
    @DisplayName("CONV-6.1-2 CONV-6.2.8-3 any other version is answered with the list of ours, whatever else it holds")
    void otherVersion(String octets) {
        assertBroken(octets, "01022263 1e010001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"01002263", "01002263 01010000"})
    @DisplayName("CONV-6.1-3 Total Length 0")
    void zeroLength(String octets) {
        assertThat(parse(octets)).isInstanceOf(Parsed.ZeroLength.class);
    }

    @Test
    @DisplayName("CONV-6.1-5 Total Length 1 holds no TLV: malformed")
    void noTlv() {
        assertBroken("01012263 01010000", "01032263 1e020100 01012263");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CONV-6.2.1-1 TLV length 0, 01022263 01000000",
        "CONV-9-1 TLV one word beyond the message, 01022263 01020000",
        "CONV-9-1 second TLV beyond the message, 01032263 01010000 16020000",
        "CONV-6.2.3-1 Info of two words, 01032263 01020000 00000000",
        "CONV-6.2.3-1 Info with a value, 01022263 01010001",
        "CONV-6.2.7-1 Cookie with a value in its zero field, 01032263 16020001 00112233",
        "CONV-6.2.5-3 Connect of four words, 01052263 0a0401bb 00000000 00000000 0000ffff",
        "CONV-6.2.5-3 option length 0, 01072263 0a0601bb 00000000 00000000 0000ffff c6336409 1e000000",
        "CONV-6.2.5-3 option length 1, 01072263 0a0601bb 00000000 00000000 0000ffff c6336409 1e010000",
        "CONV-6.2.5-3 option beyond the TLV, 01072263 0a0601bb 00000000 00000000 0000ffff c6336409 1e050000",
        "CONV-6.2.5-3 option without its length, 01072263 0a0601bb 00000000 00000000 0000ffff c6336409 0101011e",
        "CONV-6.2.1-2 CONV-6.2.1-3 the same TLV twice, 01032263 01010000 01010000",
        "CONV-6.2.1-2 an unknown TLV twice, 01032263 63010000 63010000"})
    void malformed(String name, String octets) {
        byte[] b = of(octets);
        byte[] answer = of("01002263 1e000100" + hex(b));
        answer[1] = (byte) (answer.length / 4);
        answer[5] = (byte) (answer.length / 4 - 1);
        assertBroken(octets + "aabbccdd", hex(answer));
    }

    @ParameterizedTest
    @CsvSource({
        "1e020000, 30",
        "1e040102, 30",
        "01011e02, 30",
        "00ff1e02, ''",
        "011e0200, 30",
        "03030700, 3"})
    @DisplayName("CONV-6.2.5-4 CONV-7.1-1 a NOP is one octet, a zero ends the options, the shortest and the longest fit")
    void optionsOfConnect(String options, String kinds) {
        Parsed p = parse("01072263 0a0601bb 00000000 00000000 0000ffff c6336409" + options);
        assertThat(p).isInstanceOfSatisfying(Parsed.Complete.class, c -> assertThat(
            c.message().find(ConnectTlv.class).orElseThrow().options().stream().map(o -> String.valueOf(o.kind()))
                .reduce("", String::concat)).isEqualTo(kinds));
    }

    @Test
    @DisplayName("CONV-DD-15 an unknown type is handed over with its octets")
    void unknown() {
        assertThat(parse("01042263 63020102 03040506 00010000")).isInstanceOfSatisfying(Parsed.Complete.class, c -> {
            assertThat(c.message().tlvs()).hasSize(2);
            UnknownTlv first = (UnknownTlv) c.message().tlvs().get(0);
            assertThat(first.type()).isEqualTo(0x63);
            assertThat(hex(first.value())).isEqualTo("010203040506");
            assertThat(c.message().tlvs().get(1).type()).isEqualTo(UnknownTlv.RESERVED);
        });
    }

    @Test
    @DisplayName("CONV-6.1-5 255 words are the longest message, 256 are not built")
    void longest() {
        byte[] full = ConvertMessage.encode(new CookieTlv(new byte[4 * 253]));
        assertThat(full).hasSize(1020);
        assertThat(full[1]).isEqualTo((byte) 255);
        assertThat(ConvertMessage.parse(full, 0, 1020)).isInstanceOf(Parsed.Complete.class);
        assertThat(ConvertMessage.parse(full, 0, 1019)).isEqualTo(new Parsed.Incomplete(true));
        assertThatIllegalArgumentException().isThrownBy(() -> ConvertMessage.encode(new InfoTlv(), new CookieTlv(new byte[4 * 253])));
        assertThatIllegalArgumentException().isThrownBy(() -> ConvertMessage.encode(new CookieTlv(new byte[4 * 254])));
        assertThatIllegalArgumentException().isThrownBy(() -> ConvertMessage.encode(new Tlv[0]));
    }

    @ParameterizedTest
    @CsvSource({"1011, 1020", "1012, 1020", "1013, 1020", "1020, 1020", "1008, 1016", "5, 16", "4, 12", "0, 8"})
    @DisplayName("CONV-DD-22 the echo is cut so that the answer stays a message, and padded to a word")
    void echoIsCut(int received, int answerLength) {
        byte[] message = new byte[received];
        Arrays.fill(message, (byte) 0x5a);
        byte[] answer = ConvertMessage.encode(ErrorTlv.echoing(ErrorCode.MALFORMED_MESSAGE, message, 0, received));
        assertThat(answer).hasSize(answerLength);
        int echoed = Math.min(received, 1012);
        for (int i = 8; i < answer.length; i++) {
            assertThat(answer[i]).isEqualTo((byte) (i - 8 < echoed ? 0x5a : 0));
        }
    }

    @Test
    @DisplayName("CONV-6.2.1-1 values are zero padded to words")
    void padding() {
        assertThat(hex(ConvertMessage.encode(new CookieTlv(of("0102030405"))))).isEqualTo(hex(of("01042263 16030000 01020304 05000000")));
        assertThat(hex(ConvertMessage.encode(ErrorTlv.listing(33, 1, 2, 3, 4, 5)))).isEqualTo(hex(of("01032263 1e022101 02030405")));
        assertThat(hex(ConvertMessage.encode(ErrorTlv.listing(33, 1, 2, 3, 4, 5, 6))))
            .isEqualTo(hex(of("01042263 1e032101 02030405 06000000")));
    }

    @Test
    @DisplayName("CONV-6.2.8-5 the cookie is the body of the Error TLV")
    void errorBody() {
        assertThat(parse("01062263 1e050300 00112233445566778899aabbccddeeff")).isInstanceOfSatisfying(Parsed.Complete.class, c -> {
            ErrorTlv e = c.message().find(ErrorTlv.class).orElseThrow();
            assertThat(hex(e.body())).isEqualTo("00112233445566778899aabbccddeeff");
            assertThat(e.firstValue()).isZero();
        });
    }

    @Test
    @DisplayName("CONV-6.2.8-1 every code has words for people")
    void describe() {
        assertThat(ErrorCode.describe(96)).isEqualTo("connection reset by the server");
        assertThat(ErrorCode.describe(31)).isEqualTo("message validation error 31");
        assertThat(ErrorCode.describe(34)).isEqualTo("client side error 34");
        assertThat(ErrorCode.describe(66)).isEqualTo("converter side error 66");
        assertThat(ErrorCode.describe(127)).isEqualTo("server side error 127");
        assertThat(ErrorCode.describe(200)).isEqualTo("private error 200");
    }
}
