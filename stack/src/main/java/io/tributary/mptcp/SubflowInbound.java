package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.buffer.InboundStream;
import io.tributary.buffer.RangeSet;
import io.tributary.mptcp.data.DataReceiver;
import io.tributary.mptcp.mapping.InboundMappings;
import io.tributary.mptcp.mapping.UnmappedText;
import io.tributary.wire.Checksum;
import org.agrona.DirectBuffer;

/**
 * What a subflow's Tcb stores into: finds the data position of each piece of text and hands it to the connection at once.
 * Without checksums a piece counts when it is in place, with them when its whole mapping has arrived and is right.
 */
final class SubflowInbound implements InboundStream {
    private static final int HELD_BYTES = 64 * 1024;

    private final MptcpConnection connection;
    private final DataReceiver receiver;
    private final UnmappedText held = new UnmappedText(HELD_BYTES);
    private InboundMappings mappings;
    private boolean checksums;
    private boolean overflowed;
    private boolean discarded;
    private long failedData = -1;
    private long failedText;
    private long plainFrom = Long.MAX_VALUE;
    /** Data position minus text position behind {@link #plainFrom}. */
    private long plainShift;
    private boolean plainCounts;
    private boolean plainEnded;
    private long contiguous;

    SubflowInbound(MptcpConnection connection, DataReceiver receiver) {
        this.connection = connection;
        this.receiver = receiver;
    }

    /** The handshake has settled whether there are checksums. */
    void begin(int maxMappings, boolean withChecksums) {
        mappings = new InboundMappings(maxMappings, withChecksums);
        checksums = withChecksums;
    }

    InboundMappings mappings() {
        return mappings;
    }

    /** A mapping as announced; DATA_FIN apart. */
    InboundMappings.Outcome announce(long text, long data, int bytes, int dll, int checksum) {
        long known = Math.min(contiguous, held.lowest());
        if (text + bytes <= known) {
            return InboundMappings.Outcome.KNOWN;
        }
        InboundMappings.Outcome outcome;
        if (text >= known || checksums) {
            boolean judgeable = text >= known || mappings.find(text) >= 0;
            outcome = judgeable ? mappings.announce(text, data, bytes, dll, checksum) : InboundMappings.Outcome.CONTRADICTS;
        } else {
            int skip = (int) (known - text);
            outcome = mappings.announce(known, data + skip, bytes - skip, dll, checksum);
        }
        if (!held.isEmpty() && outcome == InboundMappings.Outcome.TAKEN) {
            held.drain(mappings, this::deliver);
        }
        return outcome;
    }

    /** First text position from {@code text} on that no mapping covers. */
    long mappedUpTo(long text) {
        long at = text;
        for (int m = mappings.find(at); m >= 0; m = mappings.find(at)) {
            at = mappings.textEnd(m);
        }
        return at;
    }

    /** Data position that follows what is mapped in front of {@code text}; {@code otherwise} if nothing is. */
    long dataBehind(long text, long otherwise) {
        int m = mappings.find(text - 1);
        return m < 0 ? otherwise : mappings.data(m) + mappings.length(m);
    }

    boolean holdsUnmapped() {
        return !held.isEmpty();
    }

    /** Text in order that nothing maps: what it waits for cannot come any more, but for a repetition. */
    boolean lacksMapping() {
        return held.lowest() < contiguous;
    }

    /** Its mapping will not come: the peer will find that its data was not taken, and send that again. */
    void discardUnmapped() {
        discarded = true;
        overflowed = false;
        held.clear();
    }

    /** Text was let go of that was data to the peer, and may have been what it sent for good. */
    boolean hasDiscarded() {
        return discarded;
    }

    /** More text in order came without mapping than is kept. */
    boolean hasOverflowed() {
        return overflowed;
    }

    /** A mapping with a wrong checksum came, and nothing in front of it is missing: what it means can be told. */
    boolean hasFailed() {
        return failedData >= 0 && contiguous >= failedText;
    }

    /** Such a mapping came, and text in front of it is still missing. */
    boolean mayFail() {
        return failedData >= 0 && contiguous < failedText;
    }

    /** Data position where a mapping with a wrong checksum starts; -1 if none. */
    long failedData() {
        return failedData;
    }

    /** Where in text the mapping of {@link #failedData} starts. */
    long failedText() {
        return failedText;
    }

    /** Whether all data that counts behind a gap came on this subflow, and lies in its text as {@code text} and {@code data} lie to each other. */
    boolean isInLine(long text, long data) {
        RangeSet ahead = receiver.ahead();
        for (int i = 0; i < ahead.size(); i++) {
            for (long at = ahead.from(i); at < ahead.to(i); ) {
                int m = mappings.findData(at);
                if (m < 0 || mappings.data(m) - mappings.text(m) != data - text) {
                    return false;
                }
                at = mappings.data(m) + mappings.length(m);
            }
        }
        return true;
    }

    /**
     * From text position {@code text} on the data follows from {@code data}, without mappings.
     *
     * @param counts false: store it, but deliver nothing until {@link #countPlain}
     */
    @Rfc(value = 8684, section = "3.7")
    void becomePlain(long text, long data, boolean counts) {
        plainFrom = text;
        plainShift = data - text;
        plainCounts = counts;
        failedData = -1;
        held.drainAll((m, position, src, at, length) -> storePlain(position, src, at, length));
        contiguousUpTo(contiguous);
    }

    /** {@code Long.MAX_VALUE} while everything needs a mapping. */
    long plainFrom() {
        return plainFrom;
    }

    boolean isPlain() {
        return plainFrom != Long.MAX_VALUE;
    }

    /** Data position that text has behind the fallback. */
    long plainData(long text) {
        return text + plainShift;
    }

    /** Text position of the next byte missing at data level, if this subflow alone carries the data. */
    long textOfNextData() {
        long data = receiver.rcvNxt();
        int m = mappings.findData(data);
        return m < 0 ? Math.min(contiguous, held.lowest()) : mappings.text(m) + data - mappings.data(m);
    }

    /** What came in order since {@link #becomePlain} is delivered as it came. */
    void countPlain() {
        plainCounts = true;
        contiguousUpTo(contiguous);
        if (plainEnded) {
            receiver.endPlain();
        }
    }

    @Override
    public long window() {
        return receiver.window();
    }

    @Override
    public long mostWindow() {
        return receiver.mostWindow();
    }

    @Override
    public boolean store(long position, DirectBuffer src, int at, int length) {
        long end = position + length;
        if (end > plainFrom) {
            int mapped = (int) Math.max(0, plainFrom - position);
            return (mapped == 0 || store(position, src, at, mapped))
                && storePlain(position + mapped, src, at + mapped, length - mapped);
        }
        if (!canTake(position, end)) {
            return false;
        }
        long text = position;
        while (text < end) {
            int offset = at + (int) (text - position);
            int m = mappings.find(text);
            if (m < 0) {
                int n = (int) (Math.min(end, mappings.nextStart(text)) - text);
                held.add(text, src, offset, n);
                text += n;
                continue;
            }
            int n = (int) (Math.min(end, mappings.textEnd(m)) - text);
            if (!deliver(m, text, src, offset, n, text == position)) {
                return false;
            }
            text += n;
        }
        return true;
    }

    /** Whether each piece has a mapping or a place to wait for it. */
    private boolean canTake(long position, long end) {
        if (mappings == null) {
            return false;
        }
        int unmapped = 0;
        for (long text = position; text < end; ) {
            int m = mappings.find(text);
            long next = m >= 0 ? mappings.textEnd(m) : Math.min(end, mappings.nextStart(text));
            unmapped += m >= 0 ? 0 : (int) (next - text);
            text = next;
        }
        boolean fits = unmapped == 0 || held.hasRoom(unmapped);
        // what is not in order yet will come again
        overflowed |= !fits && position <= contiguous;
        return fits;
    }

    private void deliver(int m, long text, DirectBuffer src, int at, int length) {
        deliver(m, text, src, at, length, false);
    }

    private boolean deliver(int m, long text, DirectBuffer src, int at, int length, boolean refusable) {
        int offset = (int) (text - mappings.text(m));
        long data = mappings.data(m) + offset;
        long placed = receiver.place(data, src, at, length);
        if (placed == DataReceiver.REFUSED) {
            if (refusable) {
                return false;
            }
            placed = data;
        }
        if (!checksums) {
            receiver.count(data, placed);
            return true;
        }
        if (placed < data + length) {
            mappings.spoil(m, placed);
        }
        connection.subflowEvents().takenOver(this, m, data, placed);
        mappings.arrived(m, offset, length, Checksum.sum(src, at, length));
        if (mappings.isComplete(m)) {
            judge(m);
        }
        return true;
    }

    /** Behind a mapping that failed, nothing on this subflow is to be trusted, whatever its own checksum says. */
    @Rfc(value = 8684, section = {"3.3.1", "3.7"})
    private void judge(int m) {
        if (failedData >= 0 && mappings.text(m) > failedText) {
            return;
        }
        if (mappings.verifies(m, connection.keys().remoteIdsn())) {
            receiver.count(mappings.data(m), mappings.countableUpTo(m));
            if (mappings.hasDataFin(m)) {
                receiver.onDataFin(mappings.data(m) + mappings.length(m));
            }
        } else if (failedData < 0 || mappings.text(m) < failedText) {
            failedData = mappings.data(m);
            failedText = mappings.text(m);
            connection.subflowEvents().onChecksumFailure();
        }
    }

    private boolean storePlain(long position, DirectBuffer src, int at, int length) {
        long data = position + plainShift;
        long placed = receiver.place(data, src, at, length);
        return placed >= data + length;
    }

    @Override
    public void contiguousUpTo(long position) {
        contiguous = position;
        if (mappings != null) {
            mappings.removeBelow(Math.min(Math.min(position, held.lowest()), failedData >= 0 ? failedText : Long.MAX_VALUE));
        }
        if (position > plainFrom && plainCounts) {
            receiver.count(plainFrom + plainShift, position + plainShift);
        }
    }

    @Override
    public void ended() {
        plainEnded = isPlain();
        if (plainEnded && plainCounts) {
            receiver.endPlain();
        }
    }
}
