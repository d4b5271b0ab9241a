package io.tributary.replay;

import io.tributary.mptcp.MptcpConfig;
import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.congestion.EcnMode;
import io.tributary.tcp.open.FastOpenSettings;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpTcprstOption;

/** The settings of a host that would have opened as the recorded one did; its windows are those of the recording, not tuned. */
final class RecordedSettings {
    private RecordedSettings() {
    }

    static ShardConfig of(RecordedConversation c) {
        ReplayPacket syn = c.first().ownSyn();
        ReplayPacket asked = c.first().openedByUs ? null : c.first().peerSyn();
        TcpConfig tcp = TcpConfig.DEFAULT;
        if (syn != null) {
            tcp = tcp.withOptions(
                syn.options.hasTimestamps() || asked != null && !asked.options.hasTimestamps(),
                syn.options.sackPermitted() || asked != null && !asked.options.sackPermitted(),
                syn.options.hasWindowScale() || asked != null && !asked.options.hasWindowScale());
        }
        int most = (int) Math.max(65_536, syn == null ? 0 : 65_535L << (syn.options.hasWindowScale() ? syn.options.windowScale() : 0));
        // the stream's own window is the recorded one, and text is written when it was sent: nothing else holds either up
        tcp = tcp.with(tcp.socket().withNoDelay(true).withReceiveWindow(most, most));
        tcp = tcp.with(tcp.open().with(fastOpen(c))).with(tcp.congestion().withEcn(ecn(syn, asked)));
        return new ShardConfig(tcp, 64, 64).withMptcp(mptcp(c));
    }

    private static FastOpenSettings fastOpen(RecordedConversation c) {
        ReplayPacket syn = c.first().ownSyn();
        boolean option = syn != null && syn.options.hasFastOpen();
        return FastOpenSettings.DEFAULT.withServer(!c.first().openedByUs && option)
            .withSendWithoutCookie(c.first().openedByUs && !option && syn != null && syn.payloadLength > 0);
    }

    private static EcnMode ecn(ReplayPacket syn, ReplayPacket asked) {
        boolean on = syn != null && syn.has(TcpFlags.ECE);
        return asked == null ? on ? EcnMode.REQUEST : EcnMode.ACCEPT : on || !asked.has(TcpFlags.ECE) ? EcnMode.ACCEPT : EcnMode.OFF;
    }

    private static MptcpConfig mptcp(RecordedConversation c) {
        ReceivedOptions o = new ReceivedOptions();
        int offered = 0;
        boolean allowJoin = true;
        for (ReplayPacket p : c.first().own) {
            if (p.isSyn() && o.parse(p.options, p.flags).hasCapable()) {
                offered++;
                allowJoin = (o.capable().flags() & MpCapableOption.NO_JOIN_HERE) == 0;
            }
        }
        // Linux says a REMOVE_ADDR once
        MptcpConfig d = MptcpConfig.DEFAULT.with(MptcpConfig.DEFAULT.paths().withRemoveRepeats(0));
        int joins = Math.min(7, c.flows.size() - 1);
        int refused = (int) c.flows.stream().filter(f -> f.joined && isRefused(f)).count();
        return d.with(d.data().withOpportunistic(false, false))
            .withLimits(refused > 0 ? Math.max(0, joins - refused) : Math.max(joins, d.paths().subflows()), Math.max(joins, d.paths().addAddrAccepted()))
            .with(d.capable().withAllowJoinInitial(allowJoin).withSynsWithOption(c.first().openedByUs ? Math.max(1, offered) : d.capable().synsWithOption()));
    }

    /** Our side had no room for another subflow. */
    private static boolean isRefused(RecordedFlow f) {
        ReceivedOptions o = new ReceivedOptions();
        return f.own.stream().anyMatch(p -> p.isReset() && o.parse(p.options, p.flags).hasTcprst()
            && o.tcprst().reason() == MpTcprstOption.PROHIBITED);
    }

    /** Largest packet of the interface whose MSS our SYN announced. */
    static int mtu(RecordedFlow f) {
        ReplayPacket syn = f.ownSyn();
        boolean v4 = f.ours.address().isV4();
        int mss = syn != null && syn.options.hasMss() ? syn.options.mss() : v4 ? 1460 : 1440;
        return Math.max(v4 ? 576 : 1280, mss + (v4 ? 40 : 60));
    }
}
