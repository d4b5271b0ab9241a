package io.tributary.shard;

import io.tributary.Rfc;
import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.PendingOpen;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.tcp.KeptSegment;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SynRecord;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;

/** A SYN in the flow table that nobody has answered yet. Repetitions of it are counted; everything else is ignored. */
@Rfc(value = 8803, section = "4.2")
final class HeldSyn implements PendingOpen, SegmentTarget {
    private final Opening opening;
    private final PortListener listener;
    private final FlowKey key;
    private final NetInterface from;
    private final SynRecord syn;
    private final KeptSegment completing;
    private int synCount = 1;
    private long lastSynNs;
    private boolean decided;
    private boolean abandoned;
    private boolean told;
    private boolean queued;
    private Object attachment;

    /** @param completing the ACK that completed the handshake already, by a SYN cookie; else null */
    HeldSyn(Opening opening, PortListener listener, FlowKey key, NetInterface from, SynRecord syn, KeptSegment completing, long nowNs) {
        this.opening = opening;
        this.listener = listener;
        this.key = key;
        this.from = from;
        this.syn = syn;
        this.completing = completing;
        this.lastSynNs = nowNs;
    }

    @Override
    public void onSegment(SegmentView s, long nowNs) {
        if (decided) {
            return;
        }
        if (s.has(TcpFlags.RST)) {
            if (s.seqNo == syn.seqNo() + 1 + syn.payload().length || s.seqNo == syn.seqNo() + 1) {
                opening.abandoned(this);
            }
            return;
        }
        if (completing == null && s.has(TcpFlags.SYN) && !s.has(TcpFlags.ACK) && syn.isRepeatedBy(s)) {
            syn.refresh(s);
            synCount++;
            lastSynNs = nowNs;
            opening.enqueue(this);
        }
    }

    /** Called between inputs: the first SYN, repetitions since the last call, or that the client has gone. */
    void tell(long nowNs) {
        queued = false;
        if (abandoned && told) {
            listener.handler().onAbandoned(this, nowNs);
        }
        if (decided) {
            return;
        }
        if (!told) {
            told = true;
            listener.handler().onSyn(this, nowNs);
        } else {
            listener.handler().onSynAgain(this, nowNs);
        }
    }

    /** @return false if it waits to be told already */
    boolean markQueued() {
        boolean fresh = !queued;
        queued = true;
        return fresh;
    }

    private boolean decide() {
        boolean first = !decided;
        decided = true;
        return first;
    }

    boolean isDecided() {
        return decided;
    }

    void markAbandoned() {
        decided = true;
        abandoned = true;
    }

    PortListener listener() {
        return listener;
    }

    FlowKey key() {
        return key;
    }

    NetInterface networkInterface() {
        return from;
    }

    SynRecord syn() {
        return syn;
    }

    /** Null unless a SYN cookie has completed the handshake. */
    KeptSegment completing() {
        return completing;
    }

    @Override
    public Connection accept(OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
        if (abandoned) {
            abandoned = false;
            return opening.acceptAbandoned(this, handler);
        }
        if (!decide()) {
            throw new IllegalStateException("decided already");
        }
        return opening.accept(this, out, in, handler, nowNs);
    }

    @Override
    public void reset(long nowNs) {
        if (decide()) {
            opening.refuse(this);
        }
    }

    @Override
    public void drop() {
        if (decide()) {
            opening.forget(this);
        }
    }

    @Override
    public int zone() {
        return key.zone();
    }

    @Override
    public IpAddress localAddress() {
        return key.local();
    }

    @Override
    public int localPort() {
        return key.localPort();
    }

    @Override
    public IpAddress remoteAddress() {
        return key.remote();
    }

    @Override
    public int remotePort() {
        return key.remotePort();
    }

    @Override
    public boolean multipathOffered() {
        return opening.offersMultipath(this);
    }

    @Override
    public byte[] synPayload() {
        return syn.payloadIsText() ? new byte[0] : syn.payload();
    }

    @Override
    public int synCount() {
        return synCount;
    }

    @Override
    public long lastSynNs() {
        return lastSynNs;
    }

    @Override
    public Object attachment() {
        return attachment;
    }

    @Override
    public void attach(Object attachment) {
        this.attachment = attachment;
    }
}
