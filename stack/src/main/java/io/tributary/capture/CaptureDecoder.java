package io.tributary.capture;

import io.tributary.tcp.SegmentView;
import org.agrona.DirectBuffer;

/**
 * Takes the packets of a capture one by one and keeps what {@link CaptureReport} tells about them: connections, their
 * streams, and every value that can be computed from others. It does no I/O, never throws for what a packet holds, and its
 * memory is bounded by {@link CaptureLimits}. One thread uses it.
 */
public final class CaptureDecoder implements CapturedPacketHandler {
    private final PacketDissector dissector = new PacketDissector();
    private final PacketCounts counts = new PacketCounts();
    private final SegmentView segment = new SegmentView();
    private final SegmentContext context = new SegmentContext();
    private final BufferBudget budget;
    private final FlowTable flows;
    private final SegmentAnalyzer analyzer;
    private final CaptureObserver observer;
    private long startNs;
    private long lastNs;

    public CaptureDecoder() {
        this(CaptureLimits.DEFAULT);
    }

    public CaptureDecoder(CaptureLimits limits) {
        this(limits, (segment, place) -> { });
    }

    /** @param observer hears of every segment that is followed, after it was analysed */
    public CaptureDecoder(CaptureLimits limits, CaptureObserver observer) {
        this.observer = observer;
        budget = new BufferBudget(limits.bufferedBytes());
        TokenIndex tokens = new TokenIndex();
        flows = new FlowTable(limits, budget, tokens, new TextListener(context));
        analyzer = new SegmentAnalyzer(tokens, counts);
    }

    @Override
    public void onPacket(long timeNs, int linkType, DirectBuffer buffer, int at, int length, int originalLength) {
        if (counts.packets() == 0) {
            startNs = timeNs;
        }
        lastNs = Math.max(lastNs, timeNs - startNs);
        PacketDissector.Kind kind = dissector.dissect(linkType, buffer, at, length, originalLength, segment);
        counts.packet(kind);
        if (kind != PacketDissector.Kind.SEGMENT) {
            return;
        }
        context.packet = counts.packets();
        context.timeNs = timeNs - startNs;
        if (!flows.find(segment, context)) {
            counts.ignored();
            return;
        }
        if (dissector.missingPayload() > 0) {
            counts.cutPayload();
        }
        analyzer.onSegment(context, dissector.missingPayload());
        observer.onSegment(segment, place());
    }

    private CaptureObserver.Place place() {
        TcpFlow f = context.flow;
        return new CaptureObserver.Place(counts.packets(), context.timeNs, f.connection.index, f.number - 1,
            context.side == 0, f.joined, f.reversed, dissector.missingPayload());
    }

    /** Says what was found. To be called once, after the last packet. */
    public CaptureReport finish() {
        return ReportBuilder.build(counts, budget, flows.connections(), startNs, lastNs);
    }
}
