package io.tributary.shard;

import io.tributary.Rfc;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpEngine;
import io.tributary.random.RandomStream;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SynRecord;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.TcpContext;
import io.tributary.tcp.congestion.Ecn;
import io.tributary.tcp.congestion.EcnMode;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.tcp.open.SynCookieMode;
import io.tributary.tcp.open.SynCookies;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;
import java.util.function.Supplier;

/** Answers SYNs to plain listeners without remembering them, and knows the ACKs that bring the answers back. */
@Rfc(value = 4987, section = "3.6")
final class SynAnswers {
    /** The scale of windows that streams nobody has seen yet may need. */
    private static final int OWN_SCALE = 7;

    private final TcpContext context;
    private final SynCookies cookies;
    private final Supplier<MptcpEngine> mptcp;
    private final OptionPlan said = new OptionPlan();

    SynAnswers(TcpContext context, RandomStream secret, Supplier<MptcpEngine> mptcp) {
        this.context = context;
        this.mptcp = mptcp;
        this.cookies = new SynCookies(secret.nextLong(), secret.nextLong());
    }

    /** Whether a SYN to this listener, whose backlog is {@code full} or not, is to be answered so. */
    static boolean answers(OpenSettings o, boolean full) {
        return !o.listen().held() && (o.listen().cookies() == SynCookieMode.ALWAYS || full && o.listen().cookies() == SynCookieMode.ON_OVERFLOW);
    }

    /** @return false if the SYN says what no cookie can keep: it has to be dropped */
    boolean answer(SegmentView s, FlowKey key, NetInterface from, PortListener l, TcpConfig config, long nowNs) {
        OpenSettings o = config.open();
        int mss = s.options.hasMss() ? s.options.mss() : key.isV4() ? 536 : 1220;
        if (!SynCookies.canSay(mss, key.isV4())) {
            return false;
        }
        boolean stamped = s.options.hasTimestamps() && o.timestamps();
        boolean sack = stamped && s.options.sackPermitted() && o.sack();
        boolean ecn = stamped && config.congestion().ecn() != EcnMode.OFF && Ecn.isSetup(s.flags, s.ecn);
        boolean scaled = stamped && s.options.hasWindowScale() && o.windowScaling();
        OptionPlan plan = context.writer().barePlan().reset();
        TcpOptionWriter.mss(plan, from.mtu() - (key.isV4() ? 40 : 60));
        plan.nops(sack == stamped ? 0 : 2);
        if (sack) {
            TcpOptionWriter.sackPermitted(plan);
        }
        int now = (int) (nowNs / 1_000_000) + context.isn().timestampOffset(key);
        int timestamp = SynCookies.timestamp(now, scaled ? s.options.windowScale() : -1, sack, ecn);
        if (stamped) {
            TcpOptionWriter.timestamps(plan, timestamp, s.options.tsVal());
        }
        if (scaled) {
            plan.nops(1);
            TcpOptionWriter.windowScale(plan, OWN_SCALE);
        }
        int number = cookies.make(key, s.seqNo, mss, stamped, timestamp, nowNs);
        if (l.spec().multipath() && mptcp.get().offersCapable(s.options, l.spec().checksum())) {
            mptcp.get().cookies().answer(s, key, number, l.spec().checksum(), plan);
        }
        l.answeredByCookie(nowNs);
        if (context.writer().writeBare(from, key, number, s.seqNo + 1,
            TcpFlags.SYN | TcpFlags.ACK | (ecn ? TcpFlags.ECE : 0), o.listen().cookieWindow())) {
            context.counters().increment(Counter.TCP_SYN_COOKIES_SENT);
        }
        return true;
    }

    /** The SYN whose answer this ACK brings back; null if it brings back none of ours. */
    SynRecord restore(SegmentView s, FlowKey key, PortListener l, long nowNs) {
        boolean complete = s.options.hasTimestamps() || !SynCookies.isStamped(s.ackNo - 1);
        int mss = complete ? cookies.mssOf(key, s.seqNo - 1, s.ackNo - 1, s.options.tsEcr(), nowNs) : 0;
        if (mss == 0) {
            context.counters().increment(Counter.TCP_SYN_COOKIES_FAILED);
            return null;
        }
        context.counters().increment(Counter.TCP_SYN_COOKIES_RECV);
        TcpOptionWriter.mss(said.reset(), mss);
        int scale = -1;
        boolean ecn = false;
        if (s.options.hasTimestamps() && SynCookies.isStamped(s.ackNo - 1)) {
            int echoed = s.options.tsEcr();
            TcpOptionWriter.timestamps(said, s.options.tsVal(), 0);
            if (SynCookies.sackOf(echoed)) {
                TcpOptionWriter.sackPermitted(said);
            }
            scale = SynCookies.scaleOf(echoed);
            ecn = SynCookies.ecnOf(echoed);
        }
        if (scale >= 0) {
            TcpOptionWriter.windowScale(said, scale);
        }
        if (l.spec().multipath()) {
            mptcp.get().cookies().restore(s, key, said);
        }
        return SynRecord.restored(s.seqNo - 1, Math.min(s.window, 65_535), said, s.ackNo - 1, scale >= 0 ? OWN_SCALE : 0, ecn);
    }
}
