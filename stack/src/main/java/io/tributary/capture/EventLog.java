package io.tributary.capture;

import java.util.ArrayList;
import java.util.List;

/** The events of one connection, as many as the limits allow; the first ones are kept. */
final class EventLog {
    /** Bytes that an event with its text costs, about. */
    private static final int COST = 200;

    private final BufferBudget budget;
    private final int limit;
    private final List<CaptureEvent> events = new ArrayList<>(4);
    private long omitted;

    EventLog(int limit, BufferBudget budget) {
        this.limit = limit;
        this.budget = budget;
    }

    void add(CaptureEvent e) {
        if (events.size() < limit && budget.takeSilently(COST)) {
            events.add(e);
        } else {
            omitted++;
        }
    }

    List<CaptureEvent> events() {
        return List.copyOf(events);
    }

    long omitted() {
        return omitted;
    }
}
