package io.tributary.convert.wire;

import io.tributary.Rfc;
import java.nio.ByteBuffer;

/** One type-length-value element of a Convert message. */
@Rfc(value = 8803, section = "6.2.1")
public sealed interface Tlv
    permits InfoTlv, ConnectTlv, ExtendedTcpHeaderTlv, SupportedExtensionsTlv, CookieTlv, ErrorTlv, UnknownTlv {

    /** 0 to 255. */
    int type();

    /** Length on the wire in 32-bit words, type and length octets included. */
    int words();

    /** Puts everything behind the length octet; what is missing up to {@link #words()} is zero padding. */
    void encodeValue(ByteBuffer dst);

    /** Puts the whole element, padded. */
    default void encode(ByteBuffer dst) {
        int end = dst.position() + 4 * words();
        dst.put((byte) type()).put((byte) words());
        encodeValue(dst);
        while (dst.position() < end) {
            dst.put((byte) 0);
        }
    }

    /**
     * @param type  the type octet
     * @param value everything behind the length octet: 4n + 2 octets, consumed
     * @return the element; null if the value breaks the rules of its type
     */
    static Tlv decode(int type, ByteBuffer value) {
        return switch (type) {
            case InfoTlv.TYPE -> InfoTlv.decode(value);
            case ConnectTlv.TYPE -> ConnectTlv.decode(value);
            case ExtendedTcpHeaderTlv.TYPE -> ExtendedTcpHeaderTlv.decode(value);
            case SupportedExtensionsTlv.TYPE -> SupportedExtensionsTlv.decode(value);
            case CookieTlv.TYPE -> CookieTlv.decode(value);
            case ErrorTlv.TYPE -> ErrorTlv.decode(value);
            default -> new UnknownTlv(type, remaining(value));
        };
    }

    /** Takes what is left of {@code value}. */
    static byte[] remaining(ByteBuffer value) {
        byte[] b = new byte[value.remaining()];
        value.get(b);
        return b;
    }

    /** 32-bit words that hold {@code octets}. */
    static int wordsFor(int octets) {
        return octets + 3 >>> 2;
    }
}
