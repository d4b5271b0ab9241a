package io.tributary.convert.wire;

import io.tributary.Rfc;
import java.nio.ByteBuffer;

/** A client asks what the converter can do. Always one word. */
@Rfc(value = 8803, section = "6.2.3")
public record InfoTlv() implements Tlv {
    public static final int TYPE = 1;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public int words() {
        return 1;
    }

    @Override
    public void encodeValue(ByteBuffer dst) {
        dst.putShort((short) 0);
    }

    static InfoTlv decode(ByteBuffer value) {
        return value.remaining() == 2 && value.getShort() == 0 ? new InfoTlv() : null;
    }
}
