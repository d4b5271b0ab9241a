package io.tributary.ip;

import java.util.function.Consumer;

/**
 * Finds the owner of a segment by zone and 4-tuple: open addressing with linear probing over struct-of-arrays keys, so
 * that a look-up touches no object but the one it finds. Deletion moves later entries back; there are no tombstones.
 *
 * @param <E> what a flow leads to
 */
public final class FlowTable<E> {
    private static final int LONGS = 5;

    private final int limit;
    private final long seed;
    private long[] keys;
    private Object[] values;
    private int mask;
    private int size;

    /**
     * @param limit most entries; {@link #put} refuses more
     * @param seed  unpredictable from outside: keeps peers from aiming at one chain
     */
    public FlowTable(int limit, long seed) {
        this.limit = limit;
        this.seed = seed;
        allocate(64);
    }

    private void allocate(int capacity) {
        keys = new long[capacity * LONGS];
        values = new Object[capacity];
        mask = capacity - 1;
    }

    public int size() {
        return size;
    }

    /** @return null if there is none */
    public E get(int zone, long localHi, long localLo, int localPort, long remoteHi, long remoteLo, int remotePort) {
        int slot = find(localHi, localLo, remoteHi, remoteLo, rest(zone, localPort, remotePort));
        return slot < 0 ? null : value(slot);
    }

    public E get(FlowKey k) {
        return get(k.zone(), k.localHi(), k.localLo(), k.localPort(), k.remoteHi(), k.remoteLo(), k.remotePort());
    }

    /** @return false if the table is full; an entry that exists is replaced */
    public boolean put(FlowKey k, E value) {
        long rest = rest(k.zone(), k.localPort(), k.remotePort());
        int slot = find(k.localHi(), k.localLo(), k.remoteHi(), k.remoteLo(), rest);
        if (slot >= 0) {
            values[slot] = value;
            return true;
        }
        if (size >= limit) {
            return false;
        }
        if ((size + 1) * 2 > values.length) {
            grow();
            slot = find(k.localHi(), k.localLo(), k.remoteHi(), k.remoteLo(), rest);
        }
        set(~slot, k.localHi(), k.localLo(), k.remoteHi(), k.remoteLo(), rest, value);
        size++;
        return true;
    }

    /** Removes the flow if it still leads to {@code value}. */
    public boolean remove(FlowKey k, E value) {
        int slot = find(k.localHi(), k.localLo(), k.remoteHi(), k.remoteLo(), rest(k.zone(), k.localPort(), k.remotePort()));
        if (slot < 0 || values[slot] != value) {
            return false;
        }
        size--;
        int hole = slot;
        for (int i = slot + 1 & mask; values[i] != null; i = i + 1 & mask) {
            int home = home(i);
            if ((i - home & mask) >= (i - hole & mask)) {
                System.arraycopy(keys, i * LONGS, keys, hole * LONGS, LONGS);
                values[hole] = values[i];
                hole = i;
            }
        }
        values[hole] = null;
        return true;
    }

    /** The consumer must not change the table. */
    public void forEach(Consumer<? super E> consumer) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                consumer.accept(value(i));
            }
        }
    }

    private static long rest(int zone, int localPort, int remotePort) {
        return (long) zone << 32 | (long) localPort << 16 | remotePort;
    }

    private void grow() {
        long[] oldKeys = keys;
        Object[] oldValues = values;
        allocate(oldValues.length * 2);
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int at = i * LONGS;
                int slot = ~find(oldKeys[at], oldKeys[at + 1], oldKeys[at + 2], oldKeys[at + 3], oldKeys[at + 4]);
                System.arraycopy(oldKeys, at, keys, slot * LONGS, LONGS);
                values[slot] = oldValues[i];
            }
        }
    }

    /** @return the slot of the flow, or the complement of the free slot where it belongs */
    private int find(long a, long b, long c, long d, long e) {
        int slot = hash(a, b, c, d, e) & mask;
        while (values[slot] != null) {
            int at = slot * LONGS;
            if (keys[at + 1] == b && keys[at + 3] == d && keys[at + 4] == e && keys[at] == a && keys[at + 2] == c) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return ~slot;
    }

    private int home(int slot) {
        int at = slot * LONGS;
        return hash(keys[at], keys[at + 1], keys[at + 2], keys[at + 3], keys[at + 4]) & mask;
    }

    private int hash(long a, long b, long c, long d, long e) {
        long h = seed;
        h = mix(h ^ a);
        h = mix(h ^ b);
        h = mix(h ^ c);
        h = mix(h ^ d);
        return (int) (mix(h ^ e) >>> 32);
    }

    private static long mix(long z) {
        long x = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
        return x ^ x >>> 31;
    }

    private void set(int slot, long a, long b, long c, long d, long e, E value) {
        int at = slot * LONGS;
        keys[at] = a;
        keys[at + 1] = b;
        keys[at + 2] = c;
        keys[at + 3] = d;
        keys[at + 4] = e;
        values[slot] = value;
    }

    @SuppressWarnings("unchecked")
    private E value(int slot) {
        return (E) values[slot];
    }
}
