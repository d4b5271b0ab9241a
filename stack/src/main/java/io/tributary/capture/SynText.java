package io.tributary.capture;

import io.tributary.tcp.SegmentView;
import io.tributary.wire.option.TcpOptions;

/** The options of a SYN in words. */
final class SynText {
    private SynText() {
    }

    static String of(SegmentView s) {
        TcpOptions o = s.options;
        StringBuilder t = new StringBuilder("sequence number ").append(Integer.toUnsignedString(s.seqNo));
        if (o.hasMss()) {
            t.append(", MSS ").append(o.mss());
        }
        if (o.hasWindowScale()) {
            t.append(", window scale ").append(o.windowScale());
        }
        t.append(o.sackPermitted() ? ", SACK" : "").append(o.hasTimestamps() ? ", timestamps" : "");
        if (o.hasFastOpen()) {
            t.append(o.fastOpenLength() == 0 ? ", Fast Open request" : ", Fast Open cookie of " + o.fastOpenLength() + " bytes");
        }
        return s.payloadLength > 0 ? t.append(", ").append(s.payloadLength).append(" bytes of data").toString() : t.toString();
    }
}
