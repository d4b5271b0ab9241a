package io.tributary.capture;

import io.tributary.buffer.RangeSet;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.MptcpSubtype;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the TCP connection a segment belongs to, starts new ones, and attributes them to connections. */
final class FlowTable {
    private final CaptureLimits limits;
    private final BufferBudget budget;
    private final TokenIndex tokens;
    private final TextListener listener;
    private final Map<FlowId, TcpFlow> flows = new HashMap<>();
    private final List<CapturedConnection> connections = new ArrayList<>();
    private final MpJoinOption join = new MpJoinOption();
    private int created;

    FlowTable(CaptureLimits limits, BufferBudget budget, TokenIndex tokens, TextListener listener) {
        this.limits = limits;
        this.budget = budget;
        this.tokens = tokens;
        this.listener = listener;
    }

    /** All connections in the order of their first packets. */
    List<CapturedConnection> connections() {
        return connections;
    }

    /** Points the context at the segment's connection. @return false if a limit stands against a new one */
    boolean find(SegmentView s, SegmentContext x) {
        Endpoint source = new Endpoint(new IpAddress(s.remoteHi, s.remoteLo), s.remotePort);
        Endpoint destination = new Endpoint(new IpAddress(s.localHi, s.localLo), s.localPort);
        FlowId id = FlowId.of(source, destination);
        TcpFlow f = flows.get(id);
        if (f == null || TcpFlow.isSyn(s.flags) && startsAnew(f, source, s)) {
            f = create(s, source, destination, x.timeNs);
            if (f == null) {
                return false;
            }
            flows.put(id, f);
        }
        f.lastNs = x.timeNs;
        x.set(s, f, f.sideOf(source));
        return true;
    }

    /** A SYN on a known 4-tuple: another connection, or the old one's SYN again (or from the other side at the same time)? */
    private static boolean startsAnew(TcpFlow f, Endpoint source, SegmentView s) {
        FlowSide from = f.side(f.sideOf(source));
        return from.hasStart ? !from.hasSameSyn(s.seqNo) : f.isOver();
    }

    private TcpFlow create(SegmentView s, Endpoint source, Endpoint destination, long timeNs) {
        if (created >= limits.flows()) {
            return null;
        }
        boolean opened = TcpFlow.isSyn(s.flags);
        boolean answered = s.has(TcpFlags.SYN) && s.has(TcpFlags.ACK);
        boolean sourceOpened = opened || !answered && source.port() >= destination.port();
        TcpFlow f = sourceOpened ? new TcpFlow(source, destination, limits, budget)
            : new TcpFlow(destination, source, limits, budget);
        if (!attribute(f, s, opened)) {
            return null;
        }
        created++;
        f.firstNs = timeNs;
        f.connection.flows.add(f);
        f.number = f.connection.flows.size();
        mapper(f, 0);
        mapper(f, 1);
        if (!f.connection.isMultipath()) {
            f.opener.mapper().continueUnmapped();
            f.acceptor.mapper().continueUnmapped();
        }
        return f;
    }

    private void mapper(TcpFlow f, int i) {
        FlowSide side = f.side(i);
        RangeSet seen = side.seen();
        side.mapper(new TextMapper(f.connection.side(f.connectionSide(i)).stream, seen, budget, limits.mappings(), listener));
    }

    /** Decides what connection the TCP connection belongs to, from its first packet. */
    private boolean attribute(TcpFlow f, SegmentView s, boolean opened) {
        int capables = 0;
        int joins = 0;
        for (int i = 0; i < s.options.mptcpCount(); i++) {
            int subtype = MptcpSubtype.subtype(s.buffer, s.options.mptcpAt(i));
            capables += subtype == MptcpSubtype.MP_CAPABLE ? 1 : 0;
            if (subtype == MptcpSubtype.MP_JOIN) {
                joins++;
                join.wrap(s.buffer, s.options.mptcpAt(i), s.options.mptcpLength(i));
            }
        }
        boolean both = capables > 1 || capables + joins > 1;   // counts as neither
        if (opened && joins == 1 && !both && join.isWellFormed(s.flags)) {
            return join(f);
        }
        boolean multipath = opened ? capables == 1 && !both : s.options.mptcpCount() > 0;
        f.connection = add(f, multipath);
        return true;
    }

    private boolean join(TcpFlow f) {
        TokenIndex.Owner owner = tokens.find(join.token());
        f.joined = true;
        if (owner != null) {
            f.connection = owner.connection();
            f.reversed = owner.side() == 0;
            return f.connection.flows.size() < limits.subflows();
        }
        f.connection = tokens.findUnknown(join.token());
        if (f.connection == null) {
            f.connection = add(f, true);
            f.connection.version = MpCapableOption.VERSION;
            f.connection.server.hasToken = true;
            f.connection.server.token = join.token();
            tokens.addUnknown(join.token(), f.connection);
        }
        return f.connection.flows.size() < limits.subflows();
    }

    private CapturedConnection add(TcpFlow f, boolean multipath) {
        CapturedConnection c = new CapturedConnection(connections.size(), f.opener.endpoint, f.acceptor.endpoint, multipath, limits, budget);
        connections.add(c);
        return c;
    }
}
