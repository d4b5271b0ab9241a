package io.tributary.capture;

import io.tributary.buffer.RangeSet;
import io.tributary.mptcp.mapping.DssChecksum;
import io.tributary.wire.Checksum;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Brings the text of one direction of a subflow to its place in the data stream. Text without a mapping waits for one, text of a
 * mapping with a checksum waits for the rest of it. Plain TCP, from the start or after a fallback, is the case in
 * which text needs no mapping (RFC 8684 §3.3.1 and §3.7).
 */
final class TextMapper {
    /** Hears what the mappings of one direction turn out to be. */
    interface Listener {
        void onChecksum(Mapping m, boolean isRight);

        void onContradiction(Mapping known, Mapping other);
    }

    private final DataStream stream;
    private final RangeSet seen;
    private final Listener listener;
    private final MappingTable mappings;
    private final Chunks waiting;
    private final Chunks suspect;
    private final UnsafeBuffer gathered = new UnsafeBuffer(0, 0);
    private boolean linear;
    private boolean infinite;
    private long shift;
    private long lastEnd;

    /** @param seen the text seen so far; its owner adds to it before telling {@link #onText} */
    TextMapper(DataStream stream, RangeSet seen, BufferBudget budget, int maxMappings, Listener listener) {
        this.stream = stream;
        this.seen = seen;
        this.listener = listener;
        mappings = new MappingTable(maxMappings, budget);
        waiting = new Chunks(budget);
        suspect = new Chunks(budget);
    }

    /** Takes text that was not seen before. */
    void onText(long position, DirectBuffer source, int at, int length) {
        long from = position;
        long end = position + length;
        while (from < end) {
            Mapping m = mappings.at(from);
            long to = Math.min(end, m != null ? m.end() : mappings.nextStart(from));
            int offset = at + (int) (from - position);
            if (m != null && !m.isChecked()) {
                stream.store(from + m.shift(), source, offset, (int) (to - from));
            } else if (m == null && linear) {
                stream.store(from + shift, source, offset, (int) (to - from));
            } else {
                waiting.put(from, source, offset, (int) (to - from));
            }
            if (m != null) {
                settle(m);
            }
            from = to;
        }
    }

    /** Takes a mapping as it was announced; repetitions of one that has done its duty are recognised. */
    void onMapping(Mapping m) {
        if (m.length() == 0 || seen.containsAll(m.text(), m.end()) && waiting.held(m.text(), m.end()) == 0) {
            return;
        }
        Mapping other = mappings.contradiction(m);
        if (other != null) {
            listener.onContradiction(other, m);
            return;
        }
        mappings.add(m);
        if (m.end() > lastEnd && !infinite) {
            lastEnd = m.end();
            shift = m.shift();
        }
        for (long p = m.text(); p < m.end(); ) {
            Mapping part = mappings.at(p);
            if (part != null && !part.isChecked()) {
                waiting.extract(part.text(), part.end(), (at, b, i, n) -> stream.store(at + part.shift(), b, i, n));
            }
            if (part != null) {
                settle(part);
            }
            p = part != null ? part.end() : Math.min(m.end(), mappings.nextStart(p));
        }
    }

    /** From now on text needs no mapping: it goes on where the mapped text ended. What was held back goes out as it came. */
    void continueUnmapped() {
        if (!linear) {
            linear = true;
            flush();
        }
    }

    /** The infinite mapping (RFC 8684 §3.7): text from a position on belongs to the data from another on. */
    void onInfinite(long text, long data) {
        if (!infinite) {
            infinite = true;
            shift = data - text;
        }
        linear = true;
        flush();
    }

    /** Bytes that wait for a mapping or for the rest of one. */
    long waiting() {
        return waiting.bytes();
    }

    /** First position that waits for a mapping, {@code Long.MAX_VALUE} if none does. */
    long firstUnmapped() {
        long p = waiting.first();
        return p == Long.MAX_VALUE || mappings.at(p) == null ? p : Long.MAX_VALUE;
    }

    /** Forgets all that waits: there will be no more text, or its positions were counted from the wrong place. */
    void drop() {
        mappings.clear();
        waiting.clear();
        suspect.clear();
    }

    /** Deals with a mapping once all its text is there. */
    private void settle(Mapping m) {
        if (!seen.containsAll(m.text(), m.end())) {
            return;
        }
        mappings.remove(m);
        if (m.isChecked()) {
            verify(m);
        }
    }

    private void verify(Mapping m) {
        if (waiting.held(m.text(), m.end()) < m.length()) {   // a part went its way before: there is nothing to compute from
            waiting.extract(m.text(), m.end(), (at, b, i, n) -> stream.store(at + m.shift(), b, i, n));
            return;
        }
        byte[] data = new byte[m.length()];
        waiting.extract(m.text(), m.end(), (at, b, i, n) -> System.arraycopy(b, i, data, (int) (at - m.text()), n));
        gathered.wrap(data);
        long sum = Checksum.sum(gathered, 0, data.length);
        boolean right = DssChecksum.of(m.dsn(), m.ssn(), m.dataLevelLength(), sum) == m.checksum();
        listener.onChecksum(m, right);
        if (right || linear) {
            stream.store(m.data(), gathered, 0, data.length);
        } else {
            suspect.put(m.data(), gathered, 0, data.length);
        }
    }

    private void flush() {
        long p = waiting.first();
        while (p != Long.MAX_VALUE) {
            Mapping m = mappings.at(p);
            long to = m != null ? m.end() : mappings.nextStart(p);
            if (m == null) {
                waiting.extract(p, to, (at, b, i, n) -> stream.store(at + shift, b, i, n));
            }
            p = waiting.firstFrom(to);
        }
        suspect.extract(0, Long.MAX_VALUE, stream::store);
    }
}
