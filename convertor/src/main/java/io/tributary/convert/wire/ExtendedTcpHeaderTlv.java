package io.tributary.convert.wire;

import io.tributary.Rfc;
import java.nio.ByteBuffer;

/**
 * Success: the options of the server's SYN/ACK. One word if it had none.
 *
 * @param options raw options as received, with their padding
 */
@Rfc(value = 8803, section = "6.2.6")
public record ExtendedTcpHeaderTlv(byte[] options) implements Tlv {
    public static final int TYPE = 20;
    private static final int MP_CAPABLE = 0;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public int words() {
        return 1 + Tlv.wordsFor(options.length);
    }

    @Override
    public void encodeValue(ByteBuffer dst) {
        dst.putShort((short) 0).put(options);
    }

    /** The unassigned field is ignored, as the RFC asks. */
    static ExtendedTcpHeaderTlv decode(ByteBuffer value) {
        value.getShort();
        return new ExtendedTcpHeaderTlv(Tlv.remaining(value));
    }

    /** Whether the server answered with MP_CAPABLE: the client may go to it directly the next time. */
    @Rfc(value = 8803, section = "5.1")
    public boolean showsMultipath() {
        int at = 0;
        while (at < options.length && options[at] != TcpOption.END_OF_LIST) {
            if (options[at] == TcpOption.NOP) {
                at++;
                continue;
            }
            int length = at + 1 < options.length ? options[at + 1] & 0xff : 0;
            if (length < 2 || at + length > options.length) {
                return false;
            }
            if (options[at] == TcpOption.MPTCP && length > 2 && (options[at + 2] & 0xf0) >>> 4 == MP_CAPABLE) {
                return true;
            }
            at += length;
        }
        return false;
    }
}
