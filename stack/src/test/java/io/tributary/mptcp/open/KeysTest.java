package io.tributary.mptcp.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.ip.FlowKey;
import io.tributary.random.SeededRandomStream;
import io.tributary.wire.IpAddress;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    static final long KEY_A = 0x0001020304050607L;
    static final long KEY_B = 0xf0f1f2f3f4f5f6f7L;
    private static final int NONCE_A = 0x01020304;
    private static final int NONCE_B = 0xa1a2a3a4;

    private final Hmac hmac = new Hmac();

    @ParameterizedTest(name = "key {0}")
    @DisplayName("MPTCP-3.1-27 token is the first 4 octets of SHA-256(key), MPTCP-3.1-28 IDSN the last 8")
    @CsvSource({"0001020304050607,8a851ff8,e3db22c6785a0d45", "f0f1f2f3f4f5f6f7,aae81c91,1242218ce5ae59cf",
        "0000000000000000,af5570f5,e5b2328de0e83dfc", "0000000000000001,cd266215,19ec509083d00a50"})
    void derivations(String key, String token, String idsn) {
        Keys keys = new Keys().derive(Long.parseUnsignedLong(key, 16));
        assertThat(Integer.toHexString(keys.token())).isEqualTo(token);
        assertThat(Long.toHexString(keys.idsn())).isEqualTo(idsn);
    }

    @Test
    @DisplayName("MPTCP-3.2-9 MPTCP-3.2-10 join HMAC: sender's key and nonce first; leftmost 160 and 64 bits")
    void joinHmac() {
        byte[] a = hmac.join(KEY_A, KEY_B, NONCE_A, NONCE_B);
        assertThat(hex(a, 20)).isEqualTo("b5cc414315778ad483dae930a267b3c0c87eadc7");
        assertThat(hmac.joinLeft64(KEY_B, KEY_A, NONCE_B, NONCE_A)).isEqualTo(0x2704d851f03a3ad1L);
    }

    @ParameterizedTest(name = "id {1} {2} port {3}")
    @DisplayName("MPTCP-3.4.1-6 ADD_ADDR HMAC: rightmost 64 bits, two zero octets for an absent port")
    @CsvSource({"A,2,192.0.2.7,0,007ef7070cbffc91", "A,2,192.0.2.7,8443,0c517481e509ec16",
        "B,3,2001:db8::7,0,326210f82a835aec", "B,3,2001:db8::7,443,b754cf758f6fb07b"})
    void addressHmac(String sender, int id, String address, int port, String expected) {
        IpAddress ip = IpAddress.parse(address);
        long own = sender.equals("A") ? KEY_A : KEY_B;
        long peer = sender.equals("A") ? KEY_B : KEY_A;
        assertThat(hmac.address(own, peer, id, ip.hi(), ip.lo(), port)).isEqualTo(Long.parseUnsignedLong(expected, 16));
    }

    @Test
    @DisplayName("R2104-2 HMAC-SHA256 agrees with the platform's for random keys and nonces")
    void agreesWithPlatform() throws Exception {
        SeededRandomStream random = new SeededRandomStream(7);
        for (int i = 0; i < 200; i++) {
            long own = random.nextLong();
            long peer = random.nextLong();
            int ownNonce = random.nextInt();
            int peerNonce = random.nextInt();
            UnsafeBuffer key = new UnsafeBuffer(new byte[16]);
            key.putLong(0, own, java.nio.ByteOrder.BIG_ENDIAN);
            key.putLong(8, peer, java.nio.ByteOrder.BIG_ENDIAN);
            UnsafeBuffer message = new UnsafeBuffer(new byte[8]);
            message.putInt(0, ownNonce, java.nio.ByteOrder.BIG_ENDIAN);
            message.putInt(4, peerNonce, java.nio.ByteOrder.BIG_ENDIAN);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.byteArray(), "HmacSHA256"));
            assertThat(hmac.join(own, peer, ownNonce, peerNonce)).isEqualTo(mac.doFinal(message.byteArray()));
        }
    }

    @Test
    @DisplayName("MPTCP-3.1-10 MPTCP-3.1-11 a drawn key has a free token, and the shard's number in front")
    void drawsFreeTokens() {
        TokenRegistry<Object> registry = new TokenRegistry<>(100);
        KeyPool pool = new KeyPool(new Keys(), new SeededRandomStream(3), 5, 3);
        Set<Long> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(pool.draw(registry)).isTrue();
            assertThat(KeyPool.shardOf(pool.token(), 3)).isEqualTo(5);
            assertThat(pool.token()).isEqualTo(new Keys().derive(pool.key()).token());
            assertThat(registry.add(pool.token(), new Object())).isTrue();
            drawn.add(pool.key());
        }
        assertThat(drawn).hasSize(100);
        assertThat(pool.draw(registry)).as("registry full").isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.1-11 a key whose token is in use is drawn again; none free: refused")
    void redrawsUsedTokens() {
        TokenRegistry<String> registry = new TokenRegistry<>(10);
        int used = new Keys().derive(42).token();
        int free = new Keys().derive(43).token();
        registry.add(used, "one");
        long[] sequence = {42, 42, 43};
        int[] next = {0};
        KeyPool pool = new KeyPool(new Keys(), () -> sequence[next[0]++], 0, 0);
        assertThat(pool.draw(registry)).isTrue();
        assertThat(pool.key()).isEqualTo(43);
        assertThat(pool.token()).isEqualTo(free);
        assertThat(new KeyPool(new Keys(), () -> 42, 0, 0).draw(registry)).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.1-12 keys of a SYN cookie: recomputed from flow, numbers and secret; another where a token is taken, none if all are")
    void cookieKeys() {
        FlowKey flow = new FlowKey(0, 0, 1, 80, 0, 2, 40_000);
        TokenRegistry<Object> registry = new TokenRegistry<>(100);
        Keys keys = new Keys();
        CookieKeys cookies = new CookieKeys(keys, new SeededRandomStream(3), 0, 0);
        Set<Long> found = new HashSet<>();
        while (cookies.make(flow, 11, 22, registry)) {
            long key = cookies.key();
            assertThat(keys.token()).isEqualTo(new Keys().derive(key).token());
            assertThat(found.add(key)).isTrue();
            assertThat(cookies.recognizes(flow, 11, 22, key, registry)).isTrue();
            assertThat(cookies.recognizes(flow, 11, 23, key, registry)).as("another number of ours").isFalse();
            assertThat(cookies.recognizes(flow, 12, 22, key, registry)).as("another number of the peer").isFalse();
            assertThat(cookies.recognizes(new FlowKey(0, 0, 1, 80, 0, 2, 40_001), 11, 22, key, registry)).as("another flow").isFalse();
            assertThat(cookies.recognizes(flow, 11, 22, key ^ 1, registry)).isFalse();
            assertThat(new CookieKeys(new Keys(), new SeededRandomStream(4), 0, 0).recognizes(flow, 11, 22, key, registry))
                .as("another secret").isFalse();
            registry.add(new Keys().derive(key).token(), new Object());
            assertThat(cookies.recognizes(flow, 11, 22, key, registry)).as("taken").isFalse();
        }
        assertThat(found).hasSize(8);
        CookieKeys third = new CookieKeys(keys, new SeededRandomStream(3), 2, 2);
        assertThat(third.make(flow, 11, 22, new TokenRegistry<>(1))).isTrue();
        assertThat(KeyPool.shardOf(keys.token(), 2)).isEqualTo(2);
    }

    @Test
    @DisplayName("MPTCP-5-1 token registry: bounded, unique, and only the holder frees a token")
    void registry() {
        TokenRegistry<String> registry = new TokenRegistry<>(2);
        assertThat(registry.add(1, "a")).isTrue();
        assertThat(registry.add(1, "b")).as("taken").isFalse();
        assertThat(registry.add(2, "b")).isTrue();
        assertThat(registry.add(3, "c")).as("full").isFalse();
        registry.remove(1, "b");
        assertThat(registry.find(1)).isEqualTo("a");
        registry.remove(1, "a");
        assertThat(registry.find(1)).isNull();
        assertThat(registry.add(3, "c")).isTrue();
        assertThat(registry.size()).isEqualTo(2);
    }

    private static String hex(byte[] b, int length) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < length; i++) {
            s.append(String.format("%02x", b[i]));
        }
        return s.toString();
    }
}
