package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.buffer.OutboundStream;
import io.tributary.mptcp.mapping.OutboundMappings;
import org.agrona.MutableDirectBuffer;

/**
 * A subflow's text as its Tcb sees it: what the scheduler has assigned, read through the mappings from the connection's
 * stream; no byte is kept here. After a fallback, the stream itself from a fixed place on.
 */
final class SubflowOutbound implements OutboundStream {
    private final OutboundStream stream;
    private final OutboundMappings mappings;
    private long plainFrom = Long.MAX_VALUE;
    /** Stream position minus text position behind {@link #plainFrom}. */
    private long plainShift;

    SubflowOutbound(OutboundStream stream, OutboundMappings mappings) {
        this.stream = stream;
        this.mappings = mappings;
    }

    /** From the end of what is mapped on, text is the stream from data position {@code dataNxt}. */
    @Rfc(value = 8684, section = "3.7")
    void becomePlain(long dataNxt) {
        plainFrom = mappings.textEnd();
        plainShift = dataNxt - 1 - plainFrom;
    }

    boolean isPlain() {
        return plainFrom != Long.MAX_VALUE;
    }

    /** Text position of a data position, as it is behind the fallback. */
    long plainText(long data) {
        return data - 1 - plainShift;
    }

    @Override
    public long limit() {
        return isPlain() ? stream.limit() - plainShift : mappings.textEnd();
    }

    @Override
    public boolean ended() {
        return isPlain() && stream.ended();
    }

    @Override
    public void copy(long position, int length, MutableDirectBuffer dst, int at) {
        int done = 0;
        while (done < length) {
            long text = position + done;
            if (text >= plainFrom) {
                stream.copy(text + plainShift, length - done, dst, at + done);
                return;
            }
            long m = mappings.find(text);
            int n = (int) Math.min(length - done, mappings.text(m) + mappings.length(m) - text);
            stream.copy(mappings.data(m) - 1 + text - mappings.text(m), n, dst, at + done);
            done += n;
        }
    }

    @Override
    public void acknowledged(long upTo) {
        mappings.acknowledged(upTo);
        if (isPlain()) {
            long free = mappings.size() > 0 ? mappings.oldestData() - 1 : upTo + plainShift;
            stream.acknowledged(free);
        }
    }
}
