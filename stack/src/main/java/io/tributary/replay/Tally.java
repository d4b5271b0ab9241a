package io.tributary.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a comparison has found so far. */
final class Tally {
    private final int connection;
    private final List<Difference> differences = new ArrayList<>();
    private final Set<TraceItem> wrong = new HashSet<>();
    private final Set<TraceItem> exact = new HashSet<>();
    private long packets;
    private long extra;

    Tally(int connection) {
        this.connection = connection;
    }

    /** One more recorded packet of our side is being compared. */
    void packet() {
        packets++;
    }

    void exact(TraceItem expected) {
        exact.add(expected);
    }

    /** Our stack sent a packet of its own that is allowed. */
    void extra() {
        extra++;
    }

    /** @param expected and {@code actual}, one of them may be null: what was recorded, what our stack sent */
    void different(String field, String was, String is, TraceItem expected, TraceItem actual, PacketText text) {
        if (expected != null) {
            wrong.add(expected);
        }
        differences.add(new Difference(connection, expected != null ? expected.packet.number : actual.packet.number, field, was, is,
            expected == null ? null : text.of(expected), actual == null ? null : text.of(actual)));
    }

    long packets() {
        return packets;
    }

    long equal() {
        return exact.stream().filter(i -> !wrong.contains(i)).count();
    }

    long equivalent() {
        return packets - wrong.size() - equal();
    }

    long extras() {
        return extra;
    }

    List<Difference> differences() {
        differences.sort(Comparator.comparingInt(Difference::packet));
        return differences;
    }
}
