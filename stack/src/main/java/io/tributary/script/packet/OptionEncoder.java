package io.tributary.script.packet;

import io.tributary.script.syntax.MptcpLine;
import io.tributary.script.syntax.OptionLine;
import io.tributary.script.syntax.Position;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.TcpLine;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionKind;
import io.tributary.wire.option.TcpOptionWriter;

/** Writes the options of what the script's peer sends. */
public final class OptionEncoder {
    private final boolean scaledEcho;
    private final MptcpOptions mptcp;

    /** @param scaledEcho an echo that the stack never sent keeps its distance from the last one it did */
    public OptionEncoder(boolean scaledEcho, MptcpOptions mptcp) {
        this.scaledEcho = scaledEcho;
        this.mptcp = mptcp;
    }

    /** The bytes of the stream that the segment carries; its options are encoded already, so that their mapping counts. */
    static void fillPayload(TcpLine t, Flow f, byte[] payload) {
        boolean syn = (t.flags() & TcpFlags.SYN) != 0;
        for (int i = 0; i < payload.length; i++) {
            payload[i] = Pattern.at(syn ? i : f.subflow().streamPosition(t.seq() + i));
        }
    }

    void encode(TcpLine t, Flow f, OptionPlan plan, Position position) throws ScriptException {
        for (OptionLine o : t.options()) {
            if (!encode(o, t, f, plan, position)) {
                throw ScriptException.failed(position, "the options are longer than 40 bytes");
            }
        }
    }

    private boolean encode(OptionLine o, TcpLine t, Flow f, OptionPlan plan, Position position) throws ScriptException {
        if (o instanceof OptionLine.Plain p) {
            return plain(p, plan);
        }
        if (o instanceof OptionLine.Sack s) {
            int at = TcpOptionWriter.beginSack(plan);
            boolean fits = at >= 0;
            for (OptionLine.Block b : s.blocks()) {
                fits = fits && TcpOptionWriter.addSackBlock(plan, at, f.localSeq(b.left()), f.localSeq(b.right()));
            }
            return fits;
        }
        if (o instanceof OptionLine.Timestamps ts) {
            return TcpOptionWriter.timestamps(plan, (int) ts.value(), echo(ts, f, position));
        }
        if (o instanceof OptionLine.Bytes b) {
            int at = plan.claim(2 + b.body().length);
            if (at >= 0) {
                plan.buffer().putByte(at, (byte) b.kind());
                plan.buffer().putByte(at + 1, (byte) (2 + b.body().length));
                plan.buffer().putBytes(at + 2, b.body());
            }
            return at >= 0;
        }
        return mptcp.encode((MptcpLine) o, t, f, plan);
    }

    private static boolean plain(OptionLine.Plain p, OptionPlan plan) {
        switch (p.kind()) {
            case TcpOptionKind.MSS:
                return TcpOptionWriter.mss(plan, p.value());
            case TcpOptionKind.WINDOW_SCALE:
                return TcpOptionWriter.windowScale(plan, p.value());
            case TcpOptionKind.SACK_PERMITTED:
                return TcpOptionWriter.sackPermitted(plan);
            default:
                int at = plan.claim(1);
                if (at >= 0) {
                    plan.buffer().putByte(at, (byte) p.kind());
                }
                return at >= 0;
        }
    }

    /** An echo of 0 that stands for nothing is 0: the first SYN has nothing to echo. */
    private int echo(OptionLine.Timestamps ts, Flow f, Position position) throws ScriptException {
        Integer known = f.echo(ts.echo(), scaledEcho);
        if (known == null && ts.echo() != 0) {
            throw ScriptException.failed(position, "ecr " + ts.echo() + " echoes a timestamp that the stack never sent");
        }
        return known == null ? 0 : known;
    }
}
