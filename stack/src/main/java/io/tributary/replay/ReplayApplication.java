package io.tributary.replay;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.PendingOpen;
import io.tributary.ip.FlowKey;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.shard.Shard;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.util.HashMap;
import java.util.Map;

/** The recorded application as our stack meets it: it connects or accepts, writes, makes room, ends and aborts when that one did. */
final class ReplayApplication implements ConnectionHandler, AcceptHandler {
    private static final int BACKLOG = 16;

    private final RecordedConversation conversation;
    private final Shard shard;
    private final RecordedWindow window;
    private final ReplayOutbound out;
    private final ReplayInbound in;
    private final Map<ReplayPacket, RecordedText.Step> steps = new HashMap<>();
    private final RecordedPaths paths;
    private final RecordedOrders orders = new RecordedOrders();
    private final boolean multipath;
    private final boolean checksum;
    private Connection connection;
    private CloseReason closeReason;

    ReplayApplication(RecordedConversation c, RecordedKeys keys, Shard shard) {
        this.conversation = c;
        this.shard = shard;
        RecordedText text = new RecordedText(c, keys);
        text.steps.forEach(s -> steps.merge(s.at(), s, RecordedText.Step::or));
        window = new RecordedWindow(c, keys);
        out = new ReplayOutbound(text.bytes());
        in = new ReplayInbound(window);
        ReceivedOptions o = new ReceivedOptions();
        ReplayPacket syn = c.first().ownSyn();
        paths = new RecordedPaths(c);
        if (c.flows.size() > 1 || keys.multipath) {
            shard.multipath(first -> paths, () -> new RecordedScheduler(c, keys));
        }
        multipath = RecordedKeys.hasCapable(syn, o);
        checksum = multipath && o.capable().checksumRequired();
        if (!c.first().openedByUs && syn != null) {
            shard.listen(new ListenSpec(0, IpAddress.ANY, c.first().ours.port(), multipath, checksum, BACKLOG), this);
        }
    }

    /** The recorded host sent this: whatever its application did to cause it happens now. */
    void onOwnPacket(RecordedFlow of, ReplayPacket p, long nowNs) {
        RecordedFlow f = conversation.first();
        if (connection == null) {
            if (f.openedByUs && p == f.ownSyn()) {
                connect(p, nowNs);
            }
            return;
        }
        boolean written = write(p) | paths.onOwnPacket(of, p, nowNs);
        if (connection instanceof MptcpConnection m && m.isMultipath()) {
            written |= orders.onOwnPacket(m, of, p);
        }
        boolean more = window.advance(p);
        if (p.isReset() && closeReason == null && endsConnection(p)) {
            connection.abort(nowNs);
        } else if (written || more) {
            connection.wake();
        }
    }

    /** Of several subflows a RST ends its own only, unless it says more. */
    private boolean endsConnection(ReplayPacket p) {
        return !connection.isMultipath() || conversation.flows.size() == 1
            || new ReceivedOptions().parse(p.options, p.flags).hasFastclose();
    }

    private boolean write(ReplayPacket p) {
        RecordedText.Step s = steps.get(p);
        if (s != null) {
            out.written(s.limit(), s.end());
        }
        return s != null;
    }

    private void connect(ReplayPacket syn, long nowNs) {
        RecordedFlow f = conversation.first();
        boolean fastOpen = syn.payloadLength > 0 || syn.options.hasFastOpen();
        if (syn.options.hasFastOpen() && syn.options.fastOpenLength() > 0) {
            byte[] cookie = new byte[syn.options.fastOpenLength()];
            syn.buffer.getBytes(syn.options.fastOpenAt(), cookie);
            shard.fastOpenCookie(new FlowKey(0, f.ours.address().hi(), f.ours.address().lo(), 0, f.theirs.address().hi(),
                f.theirs.address().lo(), 0), cookie, syn.options.mss());
        }
        write(syn);
        ConnectSpec spec = ConnectSpec.to(0, f.theirs.address(), f.theirs.port()).from(f.ours.address(), f.ours.port())
            .multipath(multipath).checksum(checksum).fastOpen(fastOpen);
        connection = shard.connect(spec, out, in, this, nowNs);
    }

    @Override
    public void onSyn(PendingOpen open, long nowNs) {
        connection = open.accept(out, in, this, nowNs);
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        // what it writes comes from the recording, at its time
    }

    @Override
    public void onClosed(Connection c, CloseReason reason, long nowNs) {
        closeReason = reason;
    }

    /** Null while the connection lives. */
    CloseReason closeReason() {
        return closeReason;
    }

    ReplayInbound received() {
        return in;
    }
}
