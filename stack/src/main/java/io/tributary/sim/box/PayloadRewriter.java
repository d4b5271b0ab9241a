package io.tributary.sim.box;

import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.TcpFlags;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * An application-level gateway: replaces text in the payload, as those for FTP do with addresses, and keeps sequence numbers,
 * acknowledgments and SACK blocks consistent when the length changes. It finds what lies in one segment only, as they do.
 */
public final class PayloadRewriter implements Middlebox {
    private final Rule where;
    private final byte[] find;
    private final byte[] replace;
    private final Map<Flow, EditedStream[]> streams = new HashMap<>();

    /** @param where segments it looks into; translation concerns all */
    public PayloadRewriter(Rule where, String find, String replace) {
        this(where, find.getBytes(StandardCharsets.UTF_8), replace.getBytes(StandardCharsets.UTF_8));
    }

    public PayloadRewriter(Rule where, byte[] find, byte[] replace) {
        if (find.length == 0) {
            throw new IllegalArgumentException("nothing to look for");
        }
        this.where = where;
        this.find = find.clone();
        this.replace = replace.clone();
    }

    /** Replacements so far. */
    public int edits() {
        return streams.values().stream().mapToInt(s -> s[0].edits() + s[1].edits()).sum();
    }

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        TcpPacket p = TcpPacket.of(packet);
        if (p == null) {
            hop.pass(packet);
            return;
        }
        EditedStream[] both = streams.computeIfAbsent(Flow.of(p, forward),
            f -> new EditedStream[] {new EditedStream(find, replace), new EditedStream(find, replace)});
        EditedStream own = both[forward ? 0 : 1];
        EditedStream others = both[forward ? 1 : 0];
        if (p.has(TcpFlags.ACK)) {
            p.ack(others.untranslate(p.ack()));
            SackBlocks.map(p, others::untranslate);
        }
        int room = p.payloadLength();
        byte[] payload = own.pass(p.seq(), p.seqLength(), p.payload(), where.applies(p, forward));
        p.seq(own.translate(p.seq()));
        if (payload.length <= room || room == 0) {
            hop.pass(p.payload(payload).finish());
            return;
        }
        // what has become too long for the path goes in two
        TcpPacket rest = TcpPacket.of(packet.copy());
        rest.payload(Arrays.copyOfRange(payload, room, payload.length)).seq(p.seq() + room);
        hop.pass(p.payload(Arrays.copyOf(payload, room)).flags(p.flags() & ~TcpFlags.FIN).finish());
        hop.pass(rest.finish());
    }
}
