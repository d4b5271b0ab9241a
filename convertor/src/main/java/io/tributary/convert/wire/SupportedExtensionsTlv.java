package io.tributary.convert.wire;

import io.tributary.Rfc;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Answer to Info: the option kinds a Connect TLV may ask for.
 *
 * @param kinds one octet each, without padding
 */
@Rfc(value = 8803, section = "6.2.4")
public record SupportedExtensionsTlv(byte[] kinds) implements Tlv {
    public static final int TYPE = 21;

    /**
     * What a converter announces.
     *
     * @throws IllegalArgumentException for a kind that must never be announced
     */
    @Rfc(value = 8803, section = {"7.1", "7.2", "7.3", "7.7"})
    public static SupportedExtensionsTlv announce(int... kinds) {
        byte[] b = new byte[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            switch (kinds[i]) {
                case TcpOption.END_OF_LIST, TcpOption.NOP, TcpOption.MSS, TcpOption.WINDOW_SCALE, TcpOption.SACK,
                     TcpOption.TCP_AO -> throw new IllegalArgumentException("kind " + kinds[i] + " is never announced");
                default -> b[i] = (byte) kinds[i];
            }
        }
        return new SupportedExtensionsTlv(b);
    }

    public boolean lists(int kind) {
        for (byte k : kinds) {
            if ((k & 0xff) == kind) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public int words() {
        return 1 + Tlv.wordsFor(kinds.length);
    }

    @Override
    public void encodeValue(ByteBuffer dst) {
        dst.putShort((short) 0).put(kinds);
    }

    /** The unassigned field is ignored, zeros are padding. */
    static SupportedExtensionsTlv decode(ByteBuffer value) {
        value.getShort();
        byte[] all = Tlv.remaining(value);
        int n = 0;
        for (byte k : all) {
            if (k != 0) {
                all[n++] = k;
            }
        }
        return new SupportedExtensionsTlv(Arrays.copyOf(all, n));
    }
}
