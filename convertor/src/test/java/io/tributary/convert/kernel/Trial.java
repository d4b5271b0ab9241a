package io.tributary.convert.kernel;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One scenario in one cell of the matrix, and what it has to say about itself. */
final class Trial {
    private final String scenario;
    private final Cell cell;
    private final Map<String, Long> counters = new TreeMap<>();

    Trial(String scenario, Cell cell) {
        this.scenario = scenario;
        this.cell = cell;
    }

    Cell cell() {
        return cell;
    }

    /** For the table. */
    synchronized void note(Map<String, Long> counted) {
        counted.forEach((name, value) -> counters.merge(name, value, Long::sum));
    }

    synchronized Map<String, Long> counters() {
        return new TreeMap<>(counters);
    }

    String fileName() {
        return (scenario + " " + cell).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    @Override
    public String toString() {
        return scenario + ", " + cell;
    }
}
