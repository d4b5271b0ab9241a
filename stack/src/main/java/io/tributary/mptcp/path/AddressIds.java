package io.tributary.mptcp.path;

import io.tributary.Rfc;
import java.util.Arrays;

/**
 * One host's addresses in one connection, by address ID. ID 0 is the address of the first subflow. Announcements are soft
 * state: they may be forgotten, and an ID means one address until it is removed.
 */
@Rfc(value = 8684, section = {"3.2", "3.4.1"})
public final class AddressIds {
    /** Most addresses remembered beside the first. */
    public static final int MAX = 8;

    private final int[] id = new int[MAX + 1];
    private final long[] hi = new long[MAX + 1];
    private final long[] lo = new long[MAX + 1];
    private final int[] port = new int[MAX + 1];
    private int count;

    /** @param hi and @param lo the address of the first subflow */
    public AddressIds(long hi, long lo, int port) {
        put(0, hi, lo, port);
    }

    /** @return false if the ID stands for another address, or the table is full. {@code port} 0: none is known */
    public boolean put(int addressId, long addressHi, long addressLo, int addressPort) {
        int i = index(addressId);
        if (i >= 0) {
            boolean same = hi[i] == addressHi && lo[i] == addressLo;
            if (same) {
                port[i] = addressPort;
            }
            return same;
        }
        if (count == id.length) {
            return false;
        }
        id[count] = addressId;
        hi[count] = addressHi;
        lo[count] = addressLo;
        port[count++] = addressPort;
        return true;
    }

    private int index(int addressId) {
        for (int i = 0; i < count; i++) {
            if (id[i] == addressId) {
                return i;
            }
        }
        return -1;
    }

    public boolean contains(int addressId) {
        return index(addressId) >= 0;
    }

    /** Whether it is there with this port. */
    public boolean contains(int addressId, int addressPort) {
        int i = index(addressId);
        return i >= 0 && port[i] == addressPort;
    }

    /** @return false if nobody had this ID */
    public boolean remove(int addressId) {
        int i = index(addressId);
        if (i < 0) {
            return false;
        }
        count--;
        for (Object a : new Object[] {hi, lo}) {
            System.arraycopy(a, i + 1, a, i, count - i);
        }
        System.arraycopy(id, i + 1, id, i, count - i);
        System.arraycopy(port, i + 1, port, i, count - i);
        return true;
    }

    /** The ID of an address; -1 if it has none. */
    public int find(long addressHi, long addressLo) {
        for (int i = 0; i < count; i++) {
            if (hi[i] == addressHi && lo[i] == addressLo) {
                return id[i];
            }
        }
        return -1;
    }

    /** An ID from 1 to 255 that nobody has. */
    public int unused() {
        int[] sorted = Arrays.copyOf(id, count);
        Arrays.sort(sorted);
        int candidate = 1;
        for (int used : sorted) {
            candidate = used == candidate ? candidate + 1 : candidate;
        }
        return candidate;
    }
}
