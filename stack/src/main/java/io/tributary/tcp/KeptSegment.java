package io.tributary.tcp;

import org.agrona.concurrent.UnsafeBuffer;

/** A segment that waits for the connection it belongs to: a copy. */
public final class KeptSegment {
    private final SegmentView view = new SegmentView();

    public KeptSegment(SegmentView s) {
        byte[] options = new byte[s.options.length()];
        byte[] payload = new byte[s.payloadLength];
        if (options.length > 0) {
            s.options.buffer().getBytes(s.options.at(), options);
        }
        if (payload.length > 0) {
            s.buffer.getBytes(s.payloadAt, payload);
        }
        view.zone = s.zone;
        view.localHi = s.localHi;
        view.localLo = s.localLo;
        view.localPort = s.localPort;
        view.remoteHi = s.remoteHi;
        view.remoteLo = s.remoteLo;
        view.remotePort = s.remotePort;
        view.seqNo = s.seqNo;
        view.ackNo = s.ackNo;
        view.flags = s.flags;
        view.window = s.window;
        view.urgentPointer = s.urgentPointer;
        view.ecn = s.ecn;
        view.gsoSize = s.gsoSize;
        view.options.parse(new UnsafeBuffer(options), 0, options.length);
        view.buffer = new UnsafeBuffer(payload);
        view.payloadLength = payload.length;
    }

    /** Good for one use: whoever takes a segment may change it. */
    public SegmentView view() {
        return view;
    }
}
