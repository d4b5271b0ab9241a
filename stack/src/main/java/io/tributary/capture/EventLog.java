package io.tributary.capture;

import java.util.ArrayList;
import java.util.List;

/** The events of one connection, as many as the limit allows; the first ones are kept. */
final class EventLog {
    private final int limit;
    private final List<CaptureEvent> events = new ArrayList<>(4);
    private long omitted;

    EventLog(int limit) {
        this.limit = limit;
    }

    void add(CaptureEvent e) {
        if (events.size() < limit) {
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
