package io.tributary.convert.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.wire.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SharedPoolTest {
    private static final IpAddress SERVER4 = IpAddress.parse("198.51.100.9");
    private static final IpAddress SERVER6 = IpAddress.parse("2001:db8:5::9");

    private static List<IpAddress> addresses(String... text) {
        return Stream.of(text).map(IpAddress::parse).toList();
    }

    @Test
    @DisplayName("CONV-4.3-4 a client always has the same external address, in whatever order the pool was written")
    void paired() {
        SharedPool pool = new SharedPool(addresses("10.8.0.1", "10.8.0.2", "fd00:8::1", "fd00:8::2"));
        SharedPool shuffled = new SharedPool(addresses("fd00:8::2", "10.8.0.2", "fd00:8::1", "10.8.0.1", "10.8.0.1"));
        for (int i = 0; i < 500; i++) {
            IpAddress client = new IpAddress(0, IpAddress.v4(0x0a010000 + i));
            assertThat(pool.sourceFor(client, SERVER4)).hasValueSatisfying(a -> assertThat(a.isV4()).isTrue());
            assertThat(pool.sourceFor(client, SERVER6)).hasValueSatisfying(a -> assertThat(a.isV4()).isFalse());
            assertThat(pool.sourceFor(client, SERVER4)).isEqualTo(pool.sourceFor(client, IpAddress.parse("203.0.113.1")))
                .isEqualTo(shuffled.sourceFor(client, SERVER4));
            assertThat(pool.sourceFor(client, SERVER6)).isEqualTo(shuffled.sourceFor(client, SERVER6));
        }
    }

    @Test
    @DisplayName("CONV-4.4.2-1 neighbouring clients of either family spread over the pool")
    void spreads() {
        SharedPool pool = new SharedPool(addresses("10.8.0.1", "10.8.0.2", "10.8.0.3", "10.8.0.4"));
        Map<IpAddress, Integer> used = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            used.merge(pool.sourceFor(new IpAddress(0, IpAddress.v4(0x0a010000 + i)), SERVER4).orElseThrow(), 1, Integer::sum);
            used.merge(pool.sourceFor(new IpAddress(0x2001_0db8_0000_0000L + i, 1), SERVER4).orElseThrow(), 1, Integer::sum);
        }
        assertThat(used).hasSize(4);
        assertThat(used.values()).allSatisfy(n -> assertThat(n).isBetween(400, 600));
    }

    @Test
    @DisplayName("CONV-4.4.2-1 no address of the server's family: none")
    void otherFamily() {
        assertThat(new SharedPool(addresses("10.8.0.1")).sourceFor(SERVER4, SERVER6)).isEmpty();
        assertThat(new SharedPool(addresses("fd00:8::1")).sourceFor(SERVER6, SERVER4)).isEmpty();
        assertThat(new SharedPool(List.of()).sourceFor(SERVER4, SERVER4)).isEmpty();
    }
}
