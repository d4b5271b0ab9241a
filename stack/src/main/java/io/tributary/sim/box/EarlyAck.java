package io.tributary.sim.box;

import io.tributary.Rfc;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.TcpFlags;
import java.util.HashMap;
import java.util.Map;

/**
 * A performance-enhancing proxy that splits connections without saying so: it acknowledges data the moment it sees it. If it
 * keeps copies it repeats itself what is lost behind it; if not, what is lost there is lost to plain TCP, and only
 * acknowledgments at data level (MPTCP) notice.
 */
@Rfc(value = 8684, section = "6")
public final class EarlyAck implements Middlebox {
    private final boolean keepsCopies;
    private final long repeatNs;
    private final Map<Flow, AckedStream[]> streams = new HashMap<>();

    /** @param repeatNs after how long without an acknowledgment from the receiver a copy is sent */
    public EarlyAck(boolean keepsCopies, long repeatNs) {
        this.keepsCopies = keepsCopies;
        this.repeatNs = repeatNs;
    }

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        TcpPacket p = TcpPacket.of(packet);
        if (p == null) {
            hop.pass(packet);
            return;
        }
        AckedStream[] both = streams.computeIfAbsent(Flow.of(p, forward),
            f -> new AckedStream[] {new AckedStream(keepsCopies, repeatNs), new AckedStream(keepsCopies, repeatNs)});
        AckedStream own = both[forward ? 0 : 1];
        AckedStream others = both[forward ? 1 : 0];
        if (p.isSyn()) {
            own.onSyn(p);
            others.onSynOfReceiver(p);
            hop.pass(packet);
            return;
        }
        if (p.has(TcpFlags.RST)) {
            own.forget();
            others.forget();
        } else if (p.has(TcpFlags.ACK)) {
            others.onAck(p);
            own.noteSender(p);
        }
        if (p.payloadLength() == 0 || own.onData(p, hop)) {
            hop.pass(packet);
        }
    }
}
