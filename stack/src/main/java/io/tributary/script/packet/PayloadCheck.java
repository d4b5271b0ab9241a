package io.tributary.script.packet;

import io.tributary.tcp.SegmentView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MptcpSubtype;
import io.tributary.wire.option.TcpOptionKind;

/** Whether a segment of the stack carries those bytes of the stream that its numbers, or its mapping, say. */
final class PayloadCheck {
    private PayloadCheck() {
    }

    /** @return what is wrong, or null; what has neither a mapping nor is plain TCP is not judged */
    static String difference(Captured p, Flow f) {
        SegmentView s = p.tcp();
        if (s.payloadLength == 0) {
            return null;
        }
        long position = position(s, f);
        if (position < 0) {
            return null;
        }
        byte[] b = new byte[s.payloadLength];
        s.buffer.getBytes(s.payloadAt, b);
        int wrong = Pattern.mismatch(b, b.length, position);
        return wrong < 0 ? null : "payload: byte " + wrong + " is " + (b[wrong] & 0xff) + " and not byte " + (position + wrong)
            + " of the stream, " + (Pattern.at(position + wrong) & 0xff);
    }

    /** Where in the stream the payload starts; -1 if nothing says so. */
    private static long position(SegmentView s, Flow f) {
        long seq = f.localRelative(s.seqNo) + (s.has(TcpFlags.SYN) ? 1 : 0);
        MptcpSession session = f.subflow().session();
        if (session == null) {
            return seq - 1;
        }
        for (OptionItem o : OptionItem.of(s)) {
            boolean mptcp = o.kind() == TcpOptionKind.MPTCP && o.length() > 3;
            if (mptcp && o.u8(2) >> 4 == MptcpSubtype.MP_CAPABLE && o.length() >= 22) {
                return seq - 1;
            }
            DssOption d = new DssOption().wrap(o.buffer(), o.at(), o.length());
            if (mptcp && d.isWellFormed() && d.hasMapping() && session.localKey() != null) {
                long first = MptcpSession.idsnOf(session.localKey()) + 1;
                long data = d.isDsn64() ? d.dsn() - first : d.dsn() - first & 0xffff_ffffL;
                return data + seq - d.ssn();
            }
        }
        return -1;
    }
}
