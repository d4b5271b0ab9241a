package io.tributary.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes of a simulation in the order in which they joined, with the deadline that each said last: after an event only
 * those that it touched are asked again.
 */
final class NodeTable {
    private final List<SimNode> nodes = new ArrayList<>();
    private long[] deadlines = new long[4];
    private boolean[] touched = new boolean[4];
    private boolean anyTouched;

    /** @return its number, the one it has if it is there already */
    int add(SimNode node) {
        int n = nodes.indexOf(node);
        if (n >= 0) {
            return n;
        }
        n = nodes.size();
        if (n == deadlines.length) {
            deadlines = Arrays.copyOf(deadlines, n * 2);
            touched = Arrays.copyOf(touched, n * 2);
        }
        nodes.add(node);
        deadlines[n] = Long.MAX_VALUE;
        touch(n);
        return n;
    }

    void touchAll() {
        Arrays.fill(touched, 0, nodes.size(), true);
        anyTouched = true;
    }

    private void touch(int n) {
        touched[n] = true;
        anyTouched = true;
    }

    void packets(int n, long nowNs) {
        nodes.get(n).onPackets(nowNs);
        touch(n);
    }

    /** Runs those whose time has come. */
    void timers(long nowNs) {
        for (int n = 0; n < nodes.size(); n++) {
            if (deadlines[n] <= nowNs) {
                nodes.get(n).onTimers(nowNs);
                touch(n);
            }
        }
    }

    /** Lets those that were touched send what they owe, and say when they want to be called. */
    void settle(long nowNs) {
        while (anyTouched) {
            anyTouched = false;
            for (int n = 0; n < nodes.size(); n++) {
                if (touched[n]) {
                    touched[n] = false;
                    nodes.get(n).transmit(nowNs);
                    deadlines[n] = nodes.get(n).nextDeadlineNs();
                }
            }
        }
    }

    long earliestDeadlineNs() {
        long earliest = Long.MAX_VALUE;
        for (int n = 0; n < nodes.size(); n++) {
            earliest = Math.min(earliest, deadlines[n]);
        }
        return earliest;
    }
}
