package io.tributary.mptcp.path;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;

/**
 * One host's addresses in one connection, by address ID. ID 0 is the address of the first subflow. Announcements are soft
 * state: they may be forgotten, and an ID means one address until it is removed. ID 0 never means another.
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
    /** The first address was taken back: its ID stays its own, as subflows may still tell it. */
    private boolean firstGone;

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
                firstGone &= addressId != 0;
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

    /** Its place in the table; -1 if nobody has this ID. */
    public int index(int addressId) {
        for (int i = 0; i < count; i++) {
            if (id[i] == addressId) {
                return i;
            }
        }
        return -1;
    }

    public boolean contains(int addressId) {
        return addressId == 0 ? !firstGone : index(addressId) >= 0;
    }

    /** Whether it is there with this port. */
    public boolean contains(int addressId, int addressPort) {
        int i = index(addressId);
        return contains(addressId) && port[i] == addressPort;
    }

    /** @return false if nobody had this ID */
    public boolean remove(int addressId) {
        if (addressId == 0) {
            boolean had = !firstGone;
            firstGone = true;
            return had;
        }
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

    /** Addresses in the table. */
    public int count() {
        return count;
    }

    /** Of a place in the table. */
    public int id(int i) {
        return id[i];
    }

    /** The port that is known for an ID; 0 if none is. */
    public int port(int addressId) {
        int i = index(addressId);
        return i < 0 ? 0 : port[i];
    }

    /** Of a place in the table. */
    public IpAddress address(int i) {
        return new IpAddress(hi[i], lo[i]);
    }

    /** Of a place in the table. */
    public boolean isV4(int i) {
        return IpAddress.isV4(hi[i], lo[i]);
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
}
