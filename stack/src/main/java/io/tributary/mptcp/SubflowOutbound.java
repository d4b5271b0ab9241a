package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.buffer.OutboundStream;
import io.tributary.mptcp.mapping.OutboundMappings;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A subflow's text as its Tcb sees it: what the scheduler has assigned, read through the mappings from the connection's
 * stream. After a fallback, the stream itself from a fixed place on.
 *
 * <p>No byte is kept here while the subflow works. One that went silent must still be able to repeat what it has sent when its
 * path comes back, long after the others delivered the same data: then its unacknowledged text is copied aside, so that the
 * stream can go on.
 */
final class SubflowOutbound implements OutboundStream {
    private static final int LEAST_ASIDE = 16_384;

    private final OutboundStream stream;
    private final OutboundMappings mappings;
    private long plainFrom = Long.MAX_VALUE;
    /** Stream position minus text position behind {@link #plainFrom}. */
    private long plainShift;
    /** Kept, once there is one, for the next time. */
    private MutableDirectBuffer aside;
    private long asideFrom;
    private long asideEnd;

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

    /** Copies what may still have to be repeated, from text position {@code from} on; the stream need not keep it any more. */
    @Rfc(value = 8684, section = "3.3.6")
    void setAside(long from) {
        int length = (int) (mappings.textEnd() - from);
        int had = (int) Math.max(0, asideEnd - from);
        MutableDirectBuffer old = aside;
        int offset = (int) (from - asideFrom);
        if (old == null || old.capacity() < length) {
            aside = new UnsafeBuffer(new byte[Math.max(length, LEAST_ASIDE)]);
        }
        if (had > 0) {
            aside.putBytes(0, old, offset, had);
        }
        asideFrom = from;
        asideEnd = from;
        copy(from + had, length - had, aside, had);
        asideEnd = from + length;
    }

    /** Lowest data position that this subflow may still read from the stream; {@code Long.MAX_VALUE} if none. */
    long oldestNeeded() {
        if (asideEnd == 0) {
            return mappings.oldestData();
        }
        long oldest = Long.MAX_VALUE;
        for (long i = mappings.first(); i < mappings.end(); i++) {
            if (mappings.text(i) >= asideEnd) {
                oldest = Math.min(oldest, mappings.unacknowledgedData(i));
            }
        }
        return oldest;
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
            if (text < asideEnd) {
                int n = (int) Math.min(length - done, asideEnd - text);
                dst.putBytes(at + done, aside, (int) (text - asideFrom), n);
                done += n;
                continue;
            }
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
        if (upTo >= asideEnd) {
            asideEnd = 0;
        }
        if (isPlain()) {
            long free = mappings.size() > 0 ? mappings.oldestData() - 1 : upTo + plainShift;
            stream.acknowledged(free);
        }
    }
}
