package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.data.DataReceiver;
import io.tributary.mptcp.data.DataSender;
import io.tributary.mptcp.mapping.DataSequence;
import io.tributary.mptcp.mapping.DssChecksum;
import io.tributary.mptcp.mapping.InboundMappings;
import io.tributary.mptcp.open.CapableHandshake;
import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.TcpState;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpTcprstOption;

/** What the MPTCP options of an acceptable segment do, in this order: handshake, Data ACK, mapping, DATA_FIN, the rest. */
@Rfc(value = 8684, section = {"3.3.1", "3.3.2", "3.3.3", "3.7"})
final class OptionReader {
    private final MptcpConnection connection;
    private final Handshakes handshakes;
    private final Counters counters;
    private final DataSender sender;
    private final DataReceiver receiver;

    OptionReader(MptcpConnection connection) {
        this.connection = connection;
        this.handshakes = new Handshakes(connection);
        this.counters = connection.counters();
        this.sender = connection.sender();
        this.receiver = connection.receiver();
    }

    boolean onSynAck(Subflow f, SegmentView s, long nowNs) {
        return handshakes.onSynAck(f, s, connection.engine().options().parse(s.options, s.flags), nowNs);
    }

    /** The SYN/ACK is repeated as this SYN wants it: one that has lost its option, or is sent without by now, gets none. */
    @Rfc(value = 8684, section = "3.1")
    void onRepeatedSyn(Subflow f, SegmentView s) {
        f.answersCapable(CapableHandshake.isAnswerable(connection.engine().options().parse(s.options, s.flags)));
    }

    /** @return false to drop the segment's text */
    boolean onSegment(Subflow f, SegmentView s, long nowNs) {
        ReceivedOptions o = connection.engine().options().parse(s.options, s.flags);
        f.signals().onHeard();
        f.timers().clearRemoval();
        if (isFastclose(o)) {
            connection.fastClose().onReceived(null);
            return false;
        }
        if (connection.fastClose().isWaiting()) {
            return false;
        }
        if (!handshake(f, s, o, nowNs)) {
            return false;
        }
        return f.state() == SubflowState.PLAIN ? plain(f, s, o) : multipath(f, s, o, nowNs);
    }

    private boolean handshake(Subflow f, SegmentView s, ReceivedOptions o, long nowNs) {
        return switch (f.state()) {
            case CAPABLE_SYN_RECEIVED -> handshakes.onThirdPacket(f, s, o);
            case JOIN_SYN_RECEIVED -> handshakes.onJoinAck(f, o, nowNs);
            case JOIN_CROSSED -> handshakes.onCrossed(f, s, nowNs);
            case PRE_ESTABLISHED -> handshakes.onFourthPacket(f, o);
            default -> true;
        };
    }

    private boolean multipath(Subflow f, SegmentView s, ReceivedOptions o, long nowNs) {
        boolean dataAck = o.hasDss() && o.dss().hasDataAck();
        if (dataAck) {
            onDataAck(f, s, o.dss(), nowNs);
        }
        boolean capable = o.hasCapable() && connection.keys().isRepetition(o.capable());
        boolean textAcked = f.takeTextAcked();
        f.heard(o.hasDss() || o.hasSignalling() || o.hasCapable() || o.hasJoin());
        if (o.hasDss() || textAcked) {
            f.optionsCome(o.hasDss() || o.hasSignalling(), s.ackPosition);
        }
        if (textAcked && !confirms(f, dataAck, o.hasSignalling())) {
            return false;
        }
        if (f.state() == SubflowState.PLAIN) {
            return true;
        }
        if (capable && o.capable().hasMapping()) {
            mapFirstData(f, s, o.capable());
        } else if (o.hasDss() && o.dss().hasMapping()) {
            if (!onMapping(f, s, o.dss())) {
                return false;
            }
        } else if (s.payloadLength > 0 || s.has(TcpFlags.FIN) && !o.hasDss() && !o.hasSignalling()) {
            checkUnmapped(f, s);
        }
        if (o.hasJoin()) {
            f.tcb().requestPureAck();
        }
        if (f.awaitsInfiniteMapping() && s.payloadLength > 0) {
            connection.fallback().onNoAnswer(f, 3 * f.tcb().rtoNs(), nowNs);
        }
        sender.release();
        return !o.hasSignalling() || signalling(f, s, o, nowNs);
    }

    private void onDataAck(Subflow f, SegmentView s, DssOption dss, long nowNs) {
        long idsn = connection.keys().localIdsn();
        long position = dss.isDataAck64() ? DataSequence.position(idsn, dss.dataAck())
            : DataSequence.promote(idsn, sender.dataUna(), (int) dss.dataAck());
        sender.onDataAck(position, f.tcb().scaledWindow(s), nowNs);
        if (f.state() == SubflowState.KEYS_SENT) {
            handshakes.onKeysConfirmed(f);
        }
    }

    /**
     * Text was acknowledged: until one such segment has carried a Data ACK, nobody knows whether options get through. One that
     * carries other MPTCP options, which leave a DSS no room, decides nothing.
     *
     * @return false if the subflow was reset
     */
    private boolean confirms(Subflow f, boolean dataAck, boolean signalling) {
        if (dataAck) {
            f.dssConfirmed();
        }
        return f.isDssConfirmed() || signalling || connection.fallback().onMissingDataAck(f);
    }

    /** MP_CAPABLE on first data is the mapping of the first data, however long and however often it comes. */
    @Rfc(value = 8684, section = "3.1")
    private void mapFirstData(Subflow f, SegmentView s, MpCapableOption o) {
        if (f.isInitial() && o.dataLevelLength() > 0) {
            announce(f, s, 0, 1, o.dataLevelLength(), o.dataLevelLength(), o.hasChecksum() ? o.checksum() : 0);
        }
    }

    private boolean onMapping(Subflow f, SegmentView s, DssOption dss) {
        long idsn = connection.keys().remoteIdsn();
        long data = dss.isDsn64() ? DataSequence.position(idsn, dss.dsn())
            : DataSequence.promote(idsn, receiver.rcvNxt(), (int) dss.dsn());
        long here = f.tcb().textOf(s);
        long text = here + (dss.ssn() - 1 - (int) here);
        if (dss.dataLevelLength() == 0) {
            counters.increment(Counter.MP_INFINITE_MAP_RX);
            connection.fallback().onInfiniteMapping(f, text, data);
            return true;
        }
        if (dss.hasChecksum() != connection.keys().checksum()) {
            counters.increment(Counter.MP_DSS_CORRUPTION_RESET);
            f.abort(MpTcprstOption.MPTCP_ERROR, CloseReason.PROTOCOL_ERROR);
            return false;
        }
        int bytes = dss.dataLevelLength() - (dss.hasDataFin() ? 1 : 0);
        if (bytes == 0) {
            dataFinAlone(f, dss, data);
            return true;
        }
        announce(f, s, text, data, bytes, dss.dataLevelLength(), dss.hasChecksum() ? dss.checksum() : 0);
        if (dss.hasDataFin() && !connection.keys().checksum() && receiver.onDataFin(data + bytes)) {
            f.tcb().requestAck();
        }
        return true;
    }

    @Rfc(value = 8684, section = "3.3.3")
    private void dataFinAlone(Subflow f, DssOption dss, long data) {
        long dsn = DataSequence.dsn(connection.keys().remoteIdsn(), data);
        if (dss.hasChecksum() && !DssChecksum.verifies(dsn, dss.ssn(), 1, 0, dss.checksum())) {
            counters.increment(Counter.MP_DATA_CSUM_ERR);
        } else if (receiver.onDataFin(data)) {
            f.tcb().requestAck();
        }
    }

    /** A mapping counts only on a segment of which it covers some payload. */
    private void announce(Subflow f, SegmentView s, long text, long data, int bytes, int dll, int checksum) {
        long here = f.tcb().textOf(s);
        boolean covers = text < here + s.payloadLength && here < text + bytes;
        if (covers && f.awaitsInfiniteMapping() && f.plainData(text) != data) {
            connection.fallback().onFailureNotContiguous(f);
            return;
        }
        if (s.payloadLength > 0 && (!covers || data < 1
            || f.sink().announce(text, data, bytes, dll, checksum) == InboundMappings.Outcome.CONTRADICTS)) {
            counters.increment(covers ? Counter.MP_DSS_NOT_MATCHING : Counter.MP_DSS_NO_MATCH_TCP);
            if (!covers) {
                checkUnmapped(f, s);
            }
        }
    }

    /** Text in order that nothing maps, or a FIN without DSS, on an only subflow where nothing is missing: the peer is plain TCP by now. */
    private void checkUnmapped(Subflow f, SegmentView s) {
        long text = Math.max(f.tcb().textOf(s), f.tcb().rcvTextNxt());
        long end = f.tcb().textOf(s) + s.sequenceLength();
        if (connection.isClosed() || text != f.tcb().rcvTextNxt() || !connection.fallback().isAlone(f) || !receiver.isContiguous()
            || f.isAmbiguous() || f.sink().isPlain()) {
            return;
        }
        long mapped = f.sink().mappedUpTo(text);
        if (mapped < end) {
            long data = mapped == text ? receiver.rcvNxt() : f.sink().dataBehind(mapped, receiver.rcvNxt());
            connection.fallback().onUnmappedText(f, mapped, data);
        }
    }

    private boolean signalling(Subflow f, SegmentView s, ReceivedOptions o, long nowNs) {
        if (o.hasFail() && !connection.fallback().onFail(f, o.fail().dsn())) {
            return false;
        }
        for (int i = 0; i < o.addedCount(); i++) {
            boolean genuine = connection.addresses().onAdded(f, o.added(i), nowNs);
            if (genuine && f.state() == SubflowState.KEYS_SENT) {
                handshakes.onKeysConfirmed(f);
            }
        }
        if (o.hasRemoved()) {
            connection.addresses().onRemoved(o.removed(), nowNs);
        }
        if (o.hasPrio()) {
            counters.increment(Counter.MP_PRIO_RX);
            f.backupByPeer(o.prio().backup());
            connection.addresses().events().subflowPriority(f);
        }
        return true;
    }

    /** After a fallback options mean nothing; a mapping that would put its text elsewhere shows that the peer has not left MPTCP. */
    private boolean plain(Subflow f, SegmentView s, ReceivedOptions o) {
        if (o.hasFail()) {
            counters.increment(Counter.MP_FAIL_RX);
        }
        if (!o.hasDss() || !o.dss().hasMapping() || o.dss().dataLevelLength() == 0 || s.payloadLength == 0
            || connection.keys() == null || !connection.keys().isRemoteKnown()) {
            return true;
        }
        DssOption dss = o.dss();
        long here = f.tcb().textOf(s);
        long text = here + (dss.ssn() - 1 - (int) here);
        long idsn = connection.keys().remoteIdsn();
        long data = dss.isDsn64() ? DataSequence.position(idsn, dss.dsn())
            : DataSequence.promote(idsn, receiver.rcvNxt(), (int) dss.dsn());
        boolean isNew = here + s.payloadLength > f.tcb().rcvTextNxt() && text <= here && text >= f.sink().plainFrom();
        if (isNew && f.plainData(text) != data) {
            counters.increment(Counter.MP_DSS_NOT_MATCHING);
            f.abort(MpTcprstOption.MPTCP_ERROR, CloseReason.PROTOCOL_ERROR);
            return false;
        }
        return true;
    }

    private boolean isFastclose(ReceivedOptions o) {
        return o.hasFastclose() && connection.isMultipath() && connection.keys().isRemoteKnown()
            && o.fastclose().receiverKey() == connection.keys().localKey();
    }

    /** A RST. Its options may end the whole connection, or tell where data stopped being good. */
    @Rfc(value = 8684, section = {"3.5", "3.6", "3.7"})
    void onReset(Subflow f, SegmentView s, long nowNs) {
        ReceivedOptions o = connection.engine().options().parse(s.options, s.flags);
        if (o.hasTcprst()) {
            counters.increment(Counter.MP_RST_RX);
            f.onPeerReset(o.tcprst().reason(), o.tcprst().isTransient());
        }
        if (isFastclose(o)) {
            connection.fastClose().onReceived(f);
        } else if (o.hasFail() && connection.isMultipath() && f.tcb().state() != TcpState.SYN_SENT) {
            counters.increment(Counter.MP_FAIL_RX);
            connection.fallback().discarded(o.fail().dsn());
        }
    }
}
