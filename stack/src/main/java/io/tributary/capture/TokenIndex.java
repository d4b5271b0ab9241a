package io.tributary.capture;

import java.util.HashMap;
import java.util.Map;

/** Which end of which connection a token names; and the connections of which only joins were seen. */
final class TokenIndex {
    private final Map<Integer, Owner> owners = new HashMap<>();
    private final Map<Integer, CapturedConnection> unknown = new HashMap<>();

    /** @param side 0 if the client drew the key */
    record Owner(CapturedConnection connection, int side) {
    }

    /** A later connection with the same token takes it over, as it would on a host. */
    void add(int token, CapturedConnection c, int side) {
        owners.put(token, new Owner(c, side));
    }

    /** @return null if no connection of the capture has this token */
    Owner find(int token) {
        return owners.get(token);
    }

    /** The connection whose handshake was not captured, or that does not exist; null if this token is new. */
    CapturedConnection findUnknown(int token) {
        return unknown.get(token);
    }

    void addUnknown(int token, CapturedConnection c) {
        unknown.put(token, c);
    }
}
