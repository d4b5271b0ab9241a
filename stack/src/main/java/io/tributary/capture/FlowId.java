package io.tributary.capture;

/** The 4-tuple of a TCP connection, the same from both ends. */
record FlowId(Endpoint low, Endpoint high) {
    static FlowId of(Endpoint a, Endpoint b) {
        return a.compareTo(b) <= 0 ? new FlowId(a, b) : new FlowId(b, a);
    }
}
