package io.tributary.convert.policy;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks cookies: 16 octets of HMAC-SHA256 over the client's address and the number of the current epoch. Nothing is
 * kept per client, and the fixed length keeps padding out of it. A cookie lives for one to two epochs.
 */
@Rfc(value = 8803, section = "6.2.7")
public final class CookieAuthority {
    public static final int LENGTH = 16;

    private final Mac mac;
    private final long epochNs;

    /**
     * @param secret  32 octets that nobody can guess
     * @param epochNs how long a cookie is handed out; it is accepted twice as long
     */
    public CookieAuthority(byte[] secret, long epochNs) {
        if (secret.length < 32 || epochNs <= 0) {
            throw new IllegalArgumentException("a cookie secret has 32 octets and more, an epoch more than 0 ns");
        }
        this.epochNs = epochNs;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }

    /** The cookie of {@code client} at this time. */
    public byte[] cookieFor(IpAddress client, long nowNs) {
        return cookie(client, Math.floorDiv(nowNs, epochNs));
    }

    /** Takes the same time whatever is wrong with it. */
    public boolean isValid(byte[] cookie, IpAddress client, long nowNs) {
        long epoch = Math.floorDiv(nowNs, epochNs);
        return MessageDigest.isEqual(cookie, cookie(client, epoch)) | MessageDigest.isEqual(cookie, cookie(client, epoch - 1));
    }

    private byte[] cookie(IpAddress client, long epoch) {
        byte[] tag = mac.doFinal(ByteBuffer.allocate(24).putLong(client.hi()).putLong(client.lo()).putLong(epoch).array());
        return Arrays.copyOf(tag, LENGTH);
    }
}
