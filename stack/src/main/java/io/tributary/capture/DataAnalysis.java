package io.tributary.capture;

import io.tributary.mptcp.mapping.DssChecksum;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.DssOption;

/** The Data Sequence Signal (RFC 8684 §3.3): mappings, Data ACKs, DATA_FIN, the infinite mapping. */
final class DataAnalysis {
    private static final int CHECKSUM_DIFFERS = 0x1000;

    /** @param o well-formed */
    void onOption(SegmentContext x, DssOption o) {
        if (!x.connection.multipath || x.segment.has(TcpFlags.SYN)) {
            return;
        }
        if (o.hasDataAck()) {
            onDataAck(x, o);
        }
        if (o.hasMapping()) {
            onMapping(x, o);
        }
    }
    private static void onDataAck(SegmentContext x, DssOption o) {
        DataSide owner = x.receiver();
        owner.dataAckSeen = true;
        if (!owner.canPlace()) {
            return;
        }
        long position = owner.position(o.dataAck(), o.isDataAck64());
        if (owner.hasIdsn && !owner.idsnChecked) {
            checkIdsn(x, owner, position >= 0 && position <= owner.stream.next() + 0x1_0000, "Data ACK");
        }
        long last = Math.max(owner.stream.next(), owner.dataFin + 1);
        if (position > owner.dataAcknowledged && position <= last) {
            owner.dataAcknowledged = position;
            owner.reached(position);
        }
        if (owner.dataFin >= 0 && !owner.dataFinAcknowledged && position == owner.dataFin + 1) {
            owner.dataFinAcknowledged = true;
            x.event(EventType.DATA_FIN_ACKED, "the other side's end of data has arrived");
        }
    }

    private void onMapping(SegmentContext x, DssOption o) {
        DataSide sender = x.sender();
        if (!sender.canPlace()) {
            sender.guess(o.dsn());
        }
        boolean fin = o.hasDataFin();
        int length = o.dataLevelLength();
        long data = sender.position(o.dsn(), o.isDsn64());
        sender.reached(data);
        judgeChecksumUse(x, o);
        if (length == 0) {
            onInfinite(x, o, data);
            return;
        }
        int text = length - (fin ? 1 : 0);
        align(x, o.ssn(), text);
        Mapping m = new Mapping(x.from.textOfSsn(o.ssn(), x.from.text(x.segment.seqNo)), data, text, sender.dsn(data), o.ssn(),
            length, o.hasChecksum() ? o.checksum() : Mapping.UNCHECKED);
        if (fin) {
            onDataFin(x, m);
        }
        if (text > 0) {
            if (sender.hasIdsn && !sender.idsnChecked && x.isFirstSubflow() && o.ssn() == 1) {
                checkIdsn(x, sender, data == 0, "mapping of SSN 1");
            }
            x.from.mapper().onMapping(m);
        }
    }

    /** Without the SYN, text positions are a guess until a mapping as long as its segment tells what they are. */
    private static void align(SegmentContext x, int ssn, int length) {
        long guess = x.from.text(x.segment.seqNo);
        if (!x.from.hasSyn && length > 0 && x.segment.payloadLength == length && x.from.textOfSsn(ssn, guess) != guess) {
            x.from.restart(x.segment.seqNo - ssn + 1);
        }
    }

    private static void onDataFin(SegmentContext x, Mapping m) {
        DataSide sender = x.sender();
        long at = m.data() + m.length();
        if (sender.dataFin == at) {
            return;
        }
        x.event(EventType.DATA_FIN, "end of data at byte " + at + (m.length() > 0 ? ", with data" : ""));
        sender.dataFin = at;
        if (m.length() == 0 && m.isChecked()) {
            boolean right = DssChecksum.of(m.dsn(), m.ssn(), m.dataLevelLength(), 0) == m.checksum();
            x.connection.checksums = x.connection.checksums.plus(right);
            if (!right) {
                x.event(EventType.CHECKSUM_FAILURE, "DSS checksum of the DATA_FIN");
            }
        }
    }
    private static void onInfinite(SegmentContext x, DssOption o, long data) {
        x.event(EventType.INFINITE_MAPPING, "from SSN " + Integer.toUnsignedString(o.ssn()) + " = byte " + data + " on");
        x.fallBack("infinite mapping");
        x.from.mapper().onInfinite(x.from.textOfSsn(o.ssn(), x.from.text(x.segment.seqNo)), data);
    }

    private static void judgeChecksumUse(SegmentContext x, DssOption o) {
        CapturedConnection c = x.connection;
        if (!c.hasKeys()) {
            c.checksum = o.hasChecksum();
        } else if (c.checksum != o.hasChecksum() && c.fallback == null && x.flow.firstTime(CHECKSUM_DIFFERS)) {
            x.event(EventType.CHECKSUM_UNEXPECTED, c.checksum ? "mapping without the checksum that was agreed on"
                : "mapping with a checksum that was not agreed on");
        }
    }

    private static void checkIdsn(SegmentContext x, DataSide side, boolean right, String where) {
        side.idsnChecked = true;
        x.connection.idsns = x.connection.idsns.plus(right);
        if (!right) {
            x.event(EventType.IDSN_MISMATCH, where + " does not start at the key's IDSN + 1");
        }
    }
}
