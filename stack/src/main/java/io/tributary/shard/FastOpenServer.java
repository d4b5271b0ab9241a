package io.tributary.shard;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.tcp.FastOpen;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SynRecord;
import io.tributary.tcp.open.FastOpenCookies;
import io.tributary.tcp.open.FastOpenSettings;
import io.tributary.tcp.open.OpenSettings;

/** What becomes of the text and the Fast Open option of a SYN. */
@Rfc(value = 7413, section = {"4.1.2", "4.2.2", "5.1"})
final class FastOpenServer {
    private static final byte[] NONE = {};

    private final FastOpenCookies cookies;
    private final Counters counters;

    FastOpenServer(FastOpenCookies cookies, Counters counters) {
        this.cookies = cookies;
        this.counters = counters;
    }

    SynRecord record(SegmentView s, PortListener l, OpenSettings o, long nowNs) {
        FastOpenSettings settings = o.fastOpen();
        boolean held = o.listen().held();
        if (!settings.server()) {
            return new SynRecord(s, held);
        }
        boolean asks = s.options.hasFastOpen() && s.options.fastOpenLength() == 0;
        boolean shows = s.options.hasFastOpen() && s.options.fastOpenLength() > 0;
        boolean good = shows && cookies.isGood(s.localHi, s.localLo, s.remoteHi, s.remoteLo, s.options.buffer(), s.options.fastOpenAt(),
            s.options.fastOpenLength());
        if (asks) {
            counters.increment(Counter.TCP_FAST_OPEN_COOKIE_REQD);
        } else if (shows && !good) {
            counters.increment(Counter.TCP_FAST_OPEN_PASSIVE_FAIL);
        }
        boolean taken = s.payloadLength > 0 && (good || settings.cookieless()) && (held || hasRoom(l, settings, nowNs));
        if (taken) {
            counters.increment(Counter.TCP_FAST_OPEN_PASSIVE);
        }
        boolean grants = asks || shows && !good
            || good && cookies.isOutdated(s.localHi, s.localLo, s.remoteHi, s.remoteLo, s.options.buffer(), s.options.fastOpenAt());
        SynRecord r = new SynRecord(s, held || taken);
        if (grants || taken) {
            byte[] cookie = grants ? cookies.make(s.localHi, s.localLo, s.remoteHi, s.remoteLo) : NONE;
            r.fastOpen(FastOpen.server(cookie, taken && !held, grants && s.options.fastOpenExperimental()), taken && !held);
        }
        return r;
    }

    private boolean hasRoom(PortListener l, FastOpenSettings settings, long nowNs) {
        boolean room = l.fastOpens().hasRoom(settings.pending(), nowNs);
        if (!room) {
            counters.increment(Counter.TCP_FAST_OPEN_LISTEN_OVERFLOW);
        }
        return room;
    }
}
