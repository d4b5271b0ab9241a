package io.tributary.convert.wire;

import io.tributary.Rfc;
import java.nio.ByteBuffer;

/**
 * Proof that the client has received something from the converter before.
 *
 * @param cookie opaque, zero padded on the wire: a cookie whose length is no multiple of four comes back longer
 */
@Rfc(value = 8803, section = "6.2.7")
public record CookieTlv(byte[] cookie) implements Tlv {
    public static final int TYPE = 22;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public int words() {
        return 1 + Tlv.wordsFor(cookie.length);
    }

    @Override
    public void encodeValue(ByteBuffer dst) {
        dst.putShort((short) 0).put(cookie);
    }

    static CookieTlv decode(ByteBuffer value) {
        return value.getShort() == 0 ? new CookieTlv(Tlv.remaining(value)) : null;
    }
}
