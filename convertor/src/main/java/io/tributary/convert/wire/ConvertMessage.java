package io.tributary.convert.wire;

import io.tributary.Rfc;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Header and elements: the first octets of a stream in either direction. Hostile octets give a result, never an exception. */
@Rfc(value = 8803, section = "6")
public final class ConvertMessage {
    private final List<Tlv> tlvs;

    private ConvertMessage(List<Tlv> tlvs) {
        this.tlvs = List.copyOf(tlvs);
    }

    /** In the order of the wire; at least one, each type at most once. */
    public List<Tlv> tlvs() {
        return tlvs;
    }

    public <T extends Tlv> Optional<T> find(Class<T> type) {
        return tlvs.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    public byte[] encode() {
        return encode(tlvs.toArray(Tlv[]::new));
    }

    /** @throws IllegalArgumentException if there is no element or the message would exceed {@link ConvertHeader#MAX_OCTETS} */
    public static byte[] encode(Tlv... tlvs) {
        int words = 1;
        for (Tlv t : tlvs) {
            words += t.words();
        }
        if (words == 1 || words > ConvertHeader.MAX_WORDS) {
            throw new IllegalArgumentException("a message has 2 to 255 words, not " + words);
        }
        ByteBuffer dst = ByteBuffer.allocate(4 * words);
        new ConvertHeader(ConvertHeader.VERSION, words).encode(dst);
        for (Tlv t : tlvs) {
            t.encode(dst);
        }
        return dst.array();
    }

    /** Looks at the first {@code length} octets of a stream, which may continue. */
    public static Parsed parse(byte[] b, int at, int length) {
        if (!ConvertHeader.isPossible(b, at, length)) {
            return new Parsed.NotConvert();
        }
        if (length < ConvertHeader.LENGTH) {
            return new Parsed.Incomplete(false);
        }
        ConvertHeader header = ConvertHeader.read(b, at);
        if (header.version() != ConvertHeader.VERSION) {
            // Before anything else is believed: only the first and the last two octets mean the same in every version.
            return new Parsed.Broken(ErrorTlv.listing(ErrorCode.UNSUPPORTED_VERSION, ConvertHeader.VERSION));
        }
        int octets = 4 * header.totalWords();
        if (octets == 0) {
            return new Parsed.ZeroLength();
        }
        if (octets > length) {
            return new Parsed.Incomplete(true);
        }
        List<Tlv> tlvs = elements(ByteBuffer.wrap(b, at + ConvertHeader.LENGTH, octets - ConvertHeader.LENGTH));
        return tlvs == null
            ? new Parsed.Broken(ErrorTlv.echoing(ErrorCode.MALFORMED_MESSAGE, b, at, octets))
            : new Parsed.Complete(new ConvertMessage(tlvs), octets);
    }

    /** Null if an element is missing, broken, duplicate, or reaches beyond the message. */
    @Rfc(value = 8803, section = {"6.2.1", "9"})
    private static List<Tlv> elements(ByteBuffer src) {
        List<Tlv> tlvs = new ArrayList<>();
        BitSet seen = new BitSet(256);
        while (src.hasRemaining()) {
            int type = src.get() & 0xff;
            int valueLength = 4 * (src.get() & 0xff) - 2;
            if (valueLength < 0 || valueLength > src.remaining() || seen.get(type)) {
                return null;
            }
            seen.set(type);
            Tlv tlv = Tlv.decode(type, src.slice(src.position(), valueLength));
            if (tlv == null) {
                return null;
            }
            tlvs.add(tlv);
            src.position(src.position() + valueLength);
        }
        return tlvs.isEmpty() ? null : tlvs;
    }
}
