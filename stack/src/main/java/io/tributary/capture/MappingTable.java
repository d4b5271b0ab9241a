package io.tributary.capture;

import java.util.Map;
import java.util.TreeMap;

/**
 * The mappings of one direction of a subflow that still wait for text; they never overlap. Beyond the limit the one of the
 * earliest text is forgotten.
 */
final class MappingTable {
    /** Bytes that a mapping costs, about. */
    private static final int COST = 150;

    private final int limit;
    private final BufferBudget budget;
    private final TreeMap<Long, Mapping> byStart = new TreeMap<>();

    MappingTable(int limit, BufferBudget budget) {
        this.limit = limit;
        this.budget = budget;
    }

    /** The mapping that covers a position, or null. */
    Mapping at(long position) {
        Map.Entry<Long, Mapping> e = byStart.floorEntry(position);
        return e != null && position < e.getValue().end() ? e.getValue() : null;
    }

    /** Where the next mapping behind a position starts, {@code Long.MAX_VALUE} if there is none. */
    long nextStart(long position) {
        Long next = byStart.higherKey(position);
        return next == null ? Long.MAX_VALUE : next;
    }

    void clear() {
        budget.giveBackSilently(COST * byStart.size());
        byStart.clear();
    }

    /** A known mapping that says something else about a byte of {@code m}, or null. */
    Mapping contradiction(Mapping m) {
        for (Mapping known = firstOverlap(m.text(), m.end()); known != null; known = firstOverlap(known.end(), m.end())) {
            if (known.shift() != m.shift()) {
                return known;
            }
        }
        return null;
    }

    /**
     * Adds a mapping that contradicts no known one. The same stretch again: the newer one counts, its checksum may be
     * another because a DATA_FIN was added. A part of a known one adds nothing, a longer one replaces it.
     */
    void add(Mapping m) {
        Mapping known = firstOverlap(m.text(), m.end());
        if (known != null && known.covers(m.text(), m.end()) && known.length() > m.length()) {
            return;
        }
        long from = m.text();
        boolean whole = true;
        while (known != null) {
            if (m.covers(known.text(), known.end())) {
                remove(known);
            } else {
                whole = false;
                if (from < known.text()) {
                    put(m.part(from, known.text()));
                }
                from = known.end();
            }
            known = firstOverlap(Math.max(from, known.end()), m.end());
        }
        if (from < m.end()) {
            put(whole ? m : m.part(from, m.end()));
        }
    }

    void remove(Mapping m) {
        if (byStart.remove(m.text(), m)) {
            budget.giveBackSilently(COST);
        }
    }

    private void put(Mapping m) {
        if (byStart.size() >= limit) {
            remove(byStart.firstEntry().getValue());
        }
        if (budget.takeSilently(COST)) {
            byStart.put(m.text(), m);
        }
    }

    private Mapping firstOverlap(long from, long to) {
        Mapping m = from < to ? at(from) : null;
        if (m == null) {
            Map.Entry<Long, Mapping> e = byStart.ceilingEntry(from);
            m = e != null && e.getKey() < to ? e.getValue() : null;
        }
        return m;
    }
}
