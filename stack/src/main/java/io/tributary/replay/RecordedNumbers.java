package io.tributary.replay;

import io.tributary.capture.Endpoint;
import io.tributary.ip.FlowKey;
import io.tributary.tcp.open.InitialNumbers;
import java.util.HashMap;
import java.util.Map;

/** Initial sequence numbers and timestamp offsets as recorded; for flows that were not recorded fixed ones. */
final class RecordedNumbers implements InitialNumbers {
    private record Ends(Endpoint ours, Endpoint theirs) {
    }

    private final Map<Ends, ReplayPacket> syns = new HashMap<>();
    private final ReplayClock clock;

    RecordedNumbers(RecordedConversation c, ReplayClock clock) {
        this.clock = clock;
        for (RecordedFlow f : c.flows) {
            if (f.ownSyn() != null) {
                syns.put(new Ends(f.ours, f.theirs), f.ownSyn());
            }
        }
    }

    /** A join may come from another port than the recorded one. */
    private ReplayPacket syn(FlowKey k) {
        Endpoint theirs = new Endpoint(k.remote(), k.remotePort());
        ReplayPacket exact = syns.get(new Ends(new Endpoint(k.local(), k.localPort()), theirs));
        if (exact != null) {
            return exact;
        }
        return syns.entrySet().stream().filter(e -> e.getKey().theirs.equals(theirs) && e.getKey().ours.address().equals(k.local()))
            .map(Map.Entry::getValue).findFirst().orElse(null);
    }

    @Override
    public int isn(FlowKey k, long nowNs) {
        ReplayPacket syn = syn(k);
        return syn == null ? 0 : syn.seqNo;
    }

    @Override
    public int timestampOffset(FlowKey k) {
        ReplayPacket syn = syn(k);
        return syn == null || !syn.options.hasTimestamps() ? 0 : syn.options.tsVal() - clock.milliseconds(syn.timeNs);
    }
}
