package io.tributary.convert.main.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("JSON on the control socket")
class JsonTest {
    @Test
    @DisplayName("the writer separates, nests and escapes")
    void writer() {
        String json = new JsonWriter().object().field("a", 1).field("b", "x\"\\\n\u0001").key("c").array().value(true).object().end()
            .value((String) null).end().field("d", false).end().toString();
        assertThat(json).isEqualTo("{\"a\":1,\"b\":\"x\\\"\\\\\\n\\u0001\",\"c\":[true,{},null],\"d\":false}");
    }

    @Test
    @DisplayName("an unfinished value is not handed out")
    void unfinished() {
        JsonWriter open = new JsonWriter().object();
        assertThatThrownBy(open::toString).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("the reader takes what the writer writes")
    void roundTrip() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
            }
            long number = random.nextInt();
            String line = new JsonWriter().object().field("s", text.toString()).field("n", number).field("t", true)
                .field("nothing", null).end().toString();
            assertThat(line).doesNotContain("\n");
            assertThat(JsonLine.parse(line)).containsEntry("s", text.toString()).containsEntry("n", number)
                .containsEntry("t", true).containsEntry("nothing", null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1,}", "{\"a\":1}x", "{\"a\":{}}", "{\"a\":1.5}",
        "{\"a\":\"\\q\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"x}", "{\"a\":1,\"a\":2}", "{a:1}", "null", "{\"a\":tru}", "{\"a\":\"\\u12"})
    @DisplayName("the reader refuses everything else")
    void refused(String text) {
        assertThatThrownBy(() -> JsonLine.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("the reader survives mutated lines")
    void mutated() {
        Random random = new Random(11);
        String good = "{\"command\":\"conn show\",\"json\":true,\"info\":false,\"n\":-12}";
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            StringBuilder s = new StringBuilder(good);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                s.setCharAt(random.nextInt(s.length()), (char) random.nextInt(256));
            }
            try {
                assertThat(JsonLine.parse(s.toString())).isNotNull();
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
