package io.tributary.capture;

import io.tributary.tcp.SegmentView;
import io.tributary.wire.TcpFlags;

/** What one segment tells about its connection, in the order in which a host would look at it. */
final class SegmentAnalyzer {
    private static final int SYN = 0x10;
    private static final int SYN_ACK = 0x20;

    private final CapableAnalysis capable;
    private final JoinAnalysis join = new JoinAnalysis();
    private final OptionWalk options;

    SegmentAnalyzer(TokenIndex tokens, PacketCounts counts) {
        capable = new CapableAnalysis(tokens);
        options = new OptionWalk(capable, join, counts);
    }

    /** @param missingPayload bytes of payload that the capture does not have */
    void onSegment(SegmentContext x, int missingPayload) {
        SegmentView s = x.segment;
        if (s.has(TcpFlags.RST)) {
            onReset(x);
            return;
        }
        if (s.has(TcpFlags.SYN)) {
            onSyn(x);
            return;
        }
        if (!x.from.hasStart) {
            x.from.start(s.seqNo);
        }
        if (!x.to.hasStart && s.has(TcpFlags.ACK)) {
            x.to.start(s.ackNo);
        }
        settleSynPayload(x);
        options.walk(x);
        takeThirdPacketPayload(x);
        capable.decide(x, options.hasCapable(), options.hasOther());
        x.flow.thirdSeen |= x.flowSide == 0;
        if (s.payloadLength > 0) {
            x.from.onPayload(s.seqNo, s.buffer, s.payloadAt, s.payloadLength);
        }
        if (s.has(TcpFlags.FIN)) {
            if (!x.from.fin) {
                x.event(EventType.FIN, x.connection.isMultipath() ? "of the subflow" : "end of data");
            }
            x.from.onFin(s.seqNo, s.payloadLength + missingPayload);
        }
        if (s.has(TcpFlags.ACK)) {
            onAck(x);
        }
    }

    private void onReset(SegmentContext x) {
        options.walk(x);
        if (!x.from.rst) {
            x.event(EventType.RST, x.connection.isMultipath() ? "of the subflow" : "of the connection");
        }
        x.from.rst = true;
        join.onReset(x);
    }

    private void onSyn(SegmentContext x) {
        SegmentView s = x.segment;
        boolean answer = s.has(TcpFlags.ACK);
        x.from.onSyn(s.seqNo, s.buffer, s.payloadAt, s.payloadLength);
        if (x.flow.firstTime(answer ? SYN_ACK : SYN) && s.options.mptcpCount() == 0) {
            x.event(answer ? EventType.SYN_ACK : EventType.SYN, SynText.of(s));
        }
        options.walk(x);
        if (answer) {
            x.flow.synAckSeen = true;
            if (!x.to.hasStart) {
                x.to.start(s.ackNo);
            }
            acceptSynPayload(x, x.to, 1 - x.side, x.to.relative(s.ackNo));
        }
        capable.decide(x, options.hasCapable(), options.hasOther());
        if (answer) {
            onAck(x);
        }
    }

    /** What of the SYN's payload was taken shows in the answer; where that was not captured, in what follows. */
    private static void settleSynPayload(SegmentContext x) {
        if (x.to.mayTakeSynPayload() && x.segment.has(TcpFlags.ACK)) {
            acceptSynPayload(x, x.to, 1 - x.side, x.to.relative(x.segment.ackNo));
        }
        if (x.from.mayTakeSynPayload()) {
            acceptSynPayload(x, x.from, x.side, x.from.relative(x.segment.seqNo));
        }
    }
    private static void acceptSynPayload(SegmentContext x, FlowSide owner, int side, long count) {
        boolean had = owner.mayTakeSynPayload();
        byte[] taken = owner.acceptSynPayload(count);
        if (had) {
            x.event(EventType.SYN_DATA, taken.length + " bytes of data on the SYN were taken");
        }
        if (taken.length > 0 && !x.flow.joined) {
            x.connection.side(side).stream.prefix(taken);
        }
    }

    /** Payload on an MP_CAPABLE that maps nothing is no part of the data sequence space either: so Linux sends data of a lost SYN again. */
    private void takeThirdPacketPayload(SegmentContext x) {
        SegmentView s = x.segment;
        if (options.hasKeysOnly() && s.payloadLength > 0 && x.isFirstSubflow() && x.connection.isMultipath()
            && x.from.hasSyn && x.from.bytes() == 0 && x.from.text(s.seqNo) == 0) {
            byte[] b = new byte[s.payloadLength];
            s.buffer.getBytes(s.payloadAt, b);
            x.from.takeAsSynPayload(b.length);
            x.sender().stream.prefix(b);
            x.event(EventType.SYN_DATA, b.length + " bytes of data on the third packet, outside the data sequence space");
        }
    }

    private void onAck(SegmentContext x) {
        FlowSide to = x.to;
        long before = to.onAck(x.segment.ackNo);
        long text = to.acknowledgedText();
        CapturedConnection c = x.connection;
        if (before < 0 || !c.isMultipath() || c.flows.size() > 1 || !to.hasSyn || text <= 0 || options.hasAny()) {
            return;
        }
        if (to.mapper().firstUnmapped() < text) {
            x.fallBack("data without a mapping, acknowledged without Data ACK");
        } else if (c.hasKeys() && !x.receiver().dataAckSeen && to.seen().containsAny(before, text)) {
            x.fallBack("data acknowledged without Data ACK");
        }
    }
}
