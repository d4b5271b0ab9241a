package io.tributary.convert.wire;

import java.nio.ByteBuffer;

/**
 * A type we do not know, the reserved type 0 among them. A converter refuses it, a client skips all but type 0.
 *
 * @param value everything behind the length octet: 4n + 2 octets
 */
public record UnknownTlv(int type, byte[] value) implements Tlv {
    /** Reserved: ends the connection on either side. */
    public static final int RESERVED = 0;

    @Override
    public int words() {
        return Tlv.wordsFor(2 + value.length);
    }

    @Override
    public void encodeValue(ByteBuffer dst) {
        dst.put(value);
    }
}
