package io.tributary.shard;

import io.tributary.connection.AbstractConnection;

/** First in, first out, without garbage. */
final class ConnectionQueue {
    private AbstractConnection[] items = new AbstractConnection[64];
    private int head;
    private int size;

    void add(AbstractConnection c) {
        if (size == items.length) {
            AbstractConnection[] grown = new AbstractConnection[size * 2];
            for (int i = 0; i < size; i++) {
                grown[i] = items[head + i & size - 1];
            }
            items = grown;
            head = 0;
        }
        items[head + size++ & items.length - 1] = c;
    }

    AbstractConnection poll() {
        if (size == 0) {
            return null;
        }
        AbstractConnection c = items[head];
        items[head] = null;
        head = head + 1 & items.length - 1;
        size--;
        return c;
    }

    int size() {
        return size;
    }
}
