package io.tributary.bench.micro;

import io.tributary.mptcp.open.Hmac;
import io.tributary.mptcp.open.Keys;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;

/** What a handshake computes. */
public class KeyBenchmark extends MicroBenchmark {
    private final Keys keys = new Keys();
    private final Hmac hmac = new Hmac();
    private long key = 0x0123_4567_89ab_cdefL;

    /** Token and initial data sequence number: one SHA-256. */
    @Benchmark
    public long derive() {
        return keys.derive(++key).idsn();
    }

    /** The HMAC of an MP_JOIN. */
    @Benchmark
    @Against("javaxMac")
    public long join() {
        return hmac.joinLeft64(++key, 0xfedc_ba98_7654_3210L, 0x1111_1111, 0x2222_2222);
    }

    /** The same by the platform's own HMAC. */
    @Benchmark
    public long javaxMac() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(ByteBuffer.allocate(16).putLong(++key).putLong(0xfedc_ba98_7654_3210L).array(), "HmacSHA256"));
        return ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(8).putInt(0x1111_1111).putInt(0x2222_2222).array())).getLong();
    }
}
