package io.tributary.mptcp.open;

import io.tributary.Rfc;
import java.util.function.Consumer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Finds the connection that a token names, for MP_JOIN. Bounded: who comes when it is full gets no token and stays plain TCP.
 *
 * @param <C> a connection
 */
@Rfc(value = 8684, section = "3.2")
public final class TokenRegistry<C> {
    private final Int2ObjectHashMap<C> connections = new Int2ObjectHashMap<>();
    private final int limit;

    public TokenRegistry(int limit) {
        this.limit = limit;
    }

    /** @return false if the token is in use or the registry is full */
    public boolean add(int token, C connection) {
        if (connections.size() >= limit || connections.containsKey(token)) {
            return false;
        }
        connections.put(token, connection);
        return true;
    }

    /** @return null if nobody has this token */
    public C find(int token) {
        return connections.get(token);
    }

    /** Frees the token if {@code connection} holds it. */
    public void remove(int token, C connection) {
        if (connections.get(token) == connection) {
            connections.remove(token);
        }
    }

    /** In no order. None may be added or removed meanwhile. */
    public void forEach(Consumer<? super C> consumer) {
        connections.values().forEach(consumer);
    }

    public int size() {
        return connections.size();
    }

    public boolean isFull() {
        return connections.size() >= limit;
    }
}
