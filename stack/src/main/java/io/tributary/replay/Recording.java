package io.tributary.replay;

import io.tributary.capture.CaptureDecoder;
import io.tributary.capture.CaptureLimits;
import io.tributary.capture.CaptureObserver;
import io.tributary.capture.CapturedPacketHandler;
import io.tributary.capture.CaptureReport;
import io.tributary.capture.Endpoint;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * The packets of a capture, kept by connection: what a replay works on. It takes packets as a {@link CaptureDecoder} does, whose
 * judgement on what belongs together it follows. Memory is bounded; packets beyond the limit are counted and left out.
 */
public final class Recording implements CapturedPacketHandler {
    /** Bytes of packets that are kept at most, headers included. */
    public static final long MAX_BYTES = 512L << 20;
    /** What a packet costs beside its bytes. */
    private static final int OVERHEAD = 256;

    private final CaptureDecoder decoder;
    private final List<List<Taken>> connections = new ArrayList<>();
    private final long limit;
    private long bytes;
    private long omitted;

    private record Taken(ReplayPacket packet, CaptureObserver.Place place, Endpoint from, Endpoint to) {
    }

    public Recording() {
        this(MAX_BYTES);
    }

    Recording(long maxBytes) {
        limit = maxBytes;
        decoder = new CaptureDecoder(CaptureLimits.DEFAULT, this::onSegment);
    }

    @Override
    public void onPacket(long timeNs, int linkType, DirectBuffer buffer, int at, int length, int originalLength) {
        decoder.onPacket(timeNs, linkType, buffer, at, length, originalLength);
    }

    private void onSegment(SegmentView s, CaptureObserver.Place place) {
        bytes += OVERHEAD + s.payloadLength + place.missing();
        if (bytes > limit) {
            omitted++;
            return;
        }
        while (connections.size() <= place.connection()) {
            connections.add(new ArrayList<>());
        }
        connections.get(place.connection()).add(new Taken(new ReplayPacket((int) place.packet(), place.timeNs(), s, place.missing()), place,
            new Endpoint(new IpAddress(s.remoteHi, s.remoteLo), s.remotePort), new Endpoint(new IpAddress(s.localHi, s.localLo), s.localPort)));
    }

    /** What the decoder says about the capture. To be called once, after the last packet. */
    public CaptureReport report() {
        return decoder.finish();
    }

    /** Segments that were left out for want of memory. */
    public long omitted() {
        return omitted;
    }

    int connections() {
        return connections.size();
    }

    /** One connection as {@code side} saw it; null: as the side next to which it was captured. */
    RecordedConversation conversation(int index, Side side) {
        List<Taken> taken = connections.get(index);
        Side s = side != null ? side : CapturePoint.of(split(taken, Side.CLIENT));
        return split(taken, s);
    }

    private static RecordedConversation split(List<Taken> taken, Side side) {
        RecordedConversation c = null;
        for (Taken t : taken) {
            boolean own = t.place.fromClient() == (side == Side.CLIENT);
            if (c == null) {
                c = new RecordedConversation(side, t.place.fromClient() ? t.from : t.to, t.place.fromClient() ? t.to : t.from);
            }
            while (c.flows.size() <= t.place.subflow()) {
                c.flows.add(null);
            }
            RecordedFlow f = c.flows.get(t.place.subflow());
            if (f == null) {
                f = new RecordedFlow(t.place.subflow(), own ? t.from : t.to, own ? t.to : t.from,
                    t.place.openedByServer() == (side == Side.SERVER), t.place.joined());
                c.flows.set(t.place.subflow(), f);
            }
            (own ? f.own : f.peer).add(t.packet);
        }
        c.flows.removeIf(f -> f == null);
        c.flows.forEach(RecordedFlow::count);
        return c;
    }
}
