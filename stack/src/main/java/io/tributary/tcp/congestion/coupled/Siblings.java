package io.tributary.tcp.congestion.coupled;

import java.util.Arrays;

/**
 * The controllers of one MPTCP connection's subflows, from their first acknowledged data to their end. What each derives from the
 * others stays valid until the {@link #change()} counter moves.
 */
final class Siblings {
    private CoupledWindow[] all = new CoupledWindow[4];
    private int count;
    private CoupledWindow[] inUse = new CoupledWindow[4];
    private int used;
    private long change = 1;

    void join(CoupledWindow w) {
        if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
            inUse = Arrays.copyOf(inUse, 2 * count);
        }
        all[count++] = w;
        changed();
    }

    void leave(CoupledWindow w) {
        for (int i = 0; i < count; i++) {
            if (all[i] == w) {
                System.arraycopy(all, i + 1, all, i, --count - i);
                all[count] = null;
                changed();
                return;
            }
        }
    }

    /** A window or a round trip is another one, or a subflow came, went, fell silent or lost something. */
    void changed() {
        change++;
    }

    long change() {
        return change;
    }

    /** Looks which of them are in use now; {@code asking} is in any case. */
    void look(CoupledWindow asking, long nowNs) {
        used = 0;
        for (int i = 0; i < count; i++) {
            if (all[i] == asking || all[i].isInUse(nowNs)) {
                inUse[used++] = all[i];
            }
        }
    }

    /** How many were in use at the last {@link #look}. */
    int count() {
        return used;
    }

    CoupledWindow get(int i) {
        return inUse[i];
    }
}
