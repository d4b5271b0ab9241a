package io.tributary.capture;

import io.tributary.tcp.SegmentView;

/** The segment being looked at, and where it belongs: a reused struct, valid during one packet. */
final class SegmentContext {
    long packet;
    long timeNs;
    SegmentView segment;
    TcpFlow flow;
    CapturedConnection connection;
    /** Sender as a side of the flow: 0 opened it. */
    int flowSide;
    /** Sender as a side of the connection: 0 is the client. */
    int side;
    FlowSide from;
    FlowSide to;

    void set(SegmentView s, TcpFlow f, int sender) {
        segment = s;
        flow = f;
        connection = f.connection;
        flowSide = sender;
        side = f.connectionSide(sender);
        from = f.side(sender);
        to = f.side(1 - sender);
    }

    DataSide sender() {
        return connection.side(side);
    }

    DataSide receiver() {
        return connection.side(1 - side);
    }

    boolean isFirstSubflow() {
        return !flow.joined && flow.number == 1;
    }

    void event(EventType type, String detail) {
        connection.log.add(new CaptureEvent(timeNs, packet, flow.number, side == 0, type, detail));
    }

    /** Decides that the connection is TCP from here on; a second reason changes nothing. */
    void fallBack(String reason) {
        if (connection.isMultipath()) {
            event(EventType.FALLBACK, reason);
            connection.fallBack(reason);
        }
    }
}
