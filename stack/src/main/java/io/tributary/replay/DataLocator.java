package io.tributary.replay;

import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.wire.option.DssOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the text of one direction of one flow belongs in the data stream. Plain TCP is the case in which both are the same; in
 * MPTCP the mappings tell, and behind the last one, after a fallback, text goes on where that ended.
 */
final class DataLocator {
    /** Position of the first text byte: behind the SYN and its payload. */
    private final long base;
    private final boolean multipath;
    private final long start;
    private final List<long[]> mappings = new ArrayList<>();
    private final ReceivedOptions options = new ReceivedOptions();
    private boolean hasMapping;
    private long mappedData;
    private long mappedEnd;
    private boolean dataFin;

    /** @param start DSN of the direction's first byte */
    DataLocator(long base, boolean multipath, long start) {
        this.base = base;
        this.multipath = multipath;
        this.start = start;
    }

    /** Takes the mapping that a packet announces, if any. */
    void onPacket(ReplayPacket p) {
        hasMapping = false;
        dataFin = false;
        if (!multipath || p.isSyn()) {
            return;
        }
        options.parse(p.options, p.flags);
        if (options.hasCapable() && options.capable().hasMapping()) {
            add(0, options.capable().dataLevelLength(), 0);
        } else if (options.hasDss() && options.dss().hasMapping()) {
            onDss(options.dss());
        }
    }

    private void onDss(DssOption d) {
        long data = d.isDsn64() ? d.dsn() - start : (int) d.dsn() - (int) start;
        dataFin = d.hasDataFin();
        int length = d.dataLevelLength() - (dataFin ? 1 : 0);
        if (d.dataLevelLength() == 0) {
            add(d.ssn() - 1, Integer.MAX_VALUE, data);
            hasMapping = false;
        } else if (length > 0) {
            add(d.ssn() - 1, length, data);
        }
        mappedData = data;
        mappedEnd = data + Math.max(0, length);
    }

    private void add(long text, long length, long data) {
        mappings.add(new long[] {text, text + length, data});
        hasMapping = true;
        mappedData = data;
        mappedEnd = data + length;
    }

    /** The last packet announced a mapping of bytes; it ends at {@link #mappedEnd()}. */
    boolean hasMapping() {
        return hasMapping;
    }

    long mappedData() {
        return mappedData;
    }

    long mappedEnd() {
        return mappedEnd;
    }

    /** The last packet had a DATA_FIN: the data ends at {@link #mappedEnd()}. */
    boolean hasDataFin() {
        return dataFin;
    }

    /** Data position of the byte at a position of the flow; negative if none is known. */
    long data(long position) {
        long text = position - base;
        if (!multipath) {
            return text;
        }
        long[] last = null;
        for (int i = mappings.size() - 1; i >= 0; i--) {
            long[] m = mappings.get(i);
            if (m[0] <= text && text < m[1]) {
                return m[2] + text - m[0];
            }
            last = last == null || m[1] > last[1] ? m : last;
        }
        return last == null ? text : last[2] + text - last[0];
    }
}
