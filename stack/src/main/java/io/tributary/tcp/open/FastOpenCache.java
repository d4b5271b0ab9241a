package io.tributary.tcp.open;

import io.tributary.Rfc;
import io.tributary.ip.FlowKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client knows of servers: cookie and MSS, that one gives no cookie, that SYNs with the option or with text get lost on
 * the way to it. When it is full the server not asked for longest is forgotten. Where connections that began so go silent, Fast
 * Open pauses for all: an hour, twice as long each time it happens again.
 */
@Rfc(value = 7413, section = {"4.1.3", "4.1.3.1", "7.1"})
public final class FastOpenCache {
    private static final byte[] NONE = {};
    private static final long NEGATIVE_NS = 3600_000_000_000L;
    private static final long LOSS_NS = 60_000_000_000L;
    private static final long PAUSE_NS = 3600_000_000_000L;
    private static final int MOST_DOUBLINGS = 6;

    private record Server(int zone, long localHi, long localLo, long hi, long lo) {
    }

    private static final class Entry {
        private byte[] cookie = NONE;
        private int mss;
        private long negativeUntilNs = Long.MIN_VALUE;
        private int losses;
        private long lostNs;
    }

    private final LinkedHashMap<Server, Entry> servers = new LinkedHashMap<>(16, 0.75f, true);
    private final int limit;
    private int pauses;
    private long pausedUntilNs = Long.MIN_VALUE;

    public FastOpenCache(int limit) {
        this.limit = limit;
    }

    private static Server server(FlowKey k) {
        return new Server(k.zone(), k.localHi(), k.localLo(), k.remoteHi(), k.remoteLo());
    }

    /** Whether a SYN to this server may say anything of Fast Open now. */
    public boolean mayTry(FlowKey k, long nowNs) {
        if (nowNs < pausedUntilNs) {
            return false;
        }
        Entry e = servers.get(server(k));
        return e == null || nowNs >= e.negativeUntilNs
            && (e.losses <= 1 || nowNs >= e.lostNs + (LOSS_NS << Math.min(e.losses, MOST_DOUBLINGS)));
    }

    /** Empty if none is known. */
    public byte[] cookie(FlowKey k) {
        Entry e = servers.get(server(k));
        return e == null ? NONE : e.cookie;
    }

    /** The server's MSS when it was last seen; {@code otherwise} if it was not. */
    public int mss(FlowKey k, int otherwise) {
        Entry e = servers.get(server(k));
        return e == null || e.mss == 0 ? otherwise : e.mss;
    }

    public void learned(FlowKey k, byte[] cookie, int mss) {
        Entry e = entry(k);
        e.cookie = cookie;
        e.mss = mss;
        e.negativeUntilNs = Long.MIN_VALUE;
    }

    /** The server was asked and gave no cookie. */
    public void refused(FlowKey k, long nowNs) {
        Entry e = entry(k);
        e.cookie = NONE;
        e.negativeUntilNs = nowNs + NEGATIVE_NS;
    }

    /** A SYN with the option was repeated before anything came back. */
    public void synLost(FlowKey k, long nowNs) {
        Entry e = entry(k);
        e.losses++;
        e.lostNs = nowNs;
    }

    /** Text in a SYN was taken: neither the server nor the way to it has anything against it. */
    public void worked(FlowKey k) {
        entry(k).losses = 0;
        pauses = 0;
    }

    /** A connection that began with Fast Open hears nothing any more. @return true if that paused Fast Open */
    public boolean blackHole(long nowNs) {
        if (nowNs < pausedUntilNs) {
            return false;
        }
        pausedUntilNs = nowNs + (PAUSE_NS << Math.min(pauses, MOST_DOUBLINGS));
        pauses++;
        return true;
    }

    public int size() {
        return servers.size();
    }

    private Entry entry(FlowKey k) {
        Server s = server(k);
        Entry e = servers.get(s);
        if (e == null) {
            if (servers.size() >= limit) {
                Map.Entry<Server, Entry> eldest = servers.entrySet().iterator().next();
                servers.remove(eldest.getKey());
            }
            e = new Entry();
            servers.put(s, e);
        }
        return e;
    }
}
