package io.tributary.sim.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Series of numbers taken at common, even times. When there are too many, every second one is forgotten and the distance
 * doubled, so a run of unknown length yields between {@value #MOST}/2 and {@value #MOST} points.
 */
final class Samples {
    static final int MOST = 1000;
    /** For a series that did not exist at that time. */
    static final long NONE = Long.MIN_VALUE;

    private final boolean mayThin;
    private long intervalNs;
    private int count;
    private final List<Column> columns = new ArrayList<>();

    /** One series. */
    static final class Column {
        private long[] values = new long[64];
        private int count;

        private void set(int index, long value) {
            while (values.length <= index) {
                values = Arrays.copyOf(values, values.length * 2);
            }
            while (count < index) {
                values[count++] = NONE;
            }
            values[count++] = value;
        }

        private void thin() {
            int kept = 0;
            for (int i = 0; i < count; i += 2) {
                values[kept++] = values[i];
            }
            count = kept;
        }

        long get(int index) {
            return index < count ? values[index] : NONE;
        }
    }

    /** @param mayThin false: the distance stays, however long it takes */
    Samples(long intervalNs, boolean mayThin) {
        this.intervalNs = intervalNs;
        this.mayThin = mayThin;
    }

    Column column() {
        Column c = new Column();
        columns.add(c);
        return c;
    }

    void put(Column c, long value) {
        c.set(count, value);
    }

    /** The values of this moment are in. @return the time of the next */
    long next() {
        count++;
        if (mayThin && count > MOST) {
            columns.forEach(Column::thin);
            count = (count + 1) / 2;
            intervalNs *= 2;
        }
        return count * intervalNs;
    }

    long[] times() {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = i * intervalNs;
        }
        return times;
    }

    /** As taken. */
    long[] values(Column c) {
        long[] out = new long[count];
        for (int i = 0; i < count; i++) {
            out[i] = c.get(i);
        }
        return out;
    }

    /** Of a running total: its growth per second since the sample before, times {@code factor}. */
    long[] rates(Column c, long factor) {
        long[] out = new long[count];
        for (int i = 0; i < count; i++) {
            long now = c.get(i);
            long before = i == 0 || c.get(i - 1) == NONE ? 0 : c.get(i - 1);
            out[i] = now == NONE ? NONE : i == 0 ? 0 : Math.round((now - before) * (factor * 1e9 / intervalNs));
        }
        return out;
    }
}
