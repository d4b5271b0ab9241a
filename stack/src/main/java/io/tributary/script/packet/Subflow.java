package io.tributary.script.packet;

import java.util.ArrayList;
import java.util.List;

/** What a flow is to its MPTCP connection: nonces of its join, and which data its bytes stand for. */
final class Subflow {
    /** {@code ssn} on is {@code dsn} on, relative numbers; a length of 0 has no end. */
    private record Mapping(long ssn, long dsn, long length) {
    }

    private final List<Mapping> inbound = new ArrayList<>();
    private MptcpSession session;
    private int localNonce;
    private int remoteNonce;

    /** Null until an MPTCP option was seen. */
    MptcpSession session() {
        return session;
    }

    void join(MptcpSession s) {
        session = s;
    }

    int localNonce() {
        return localNonce;
    }

    void localNonce(int n) {
        localNonce = n;
    }

    int remoteNonce() {
        return remoteNonce;
    }

    void remoteNonce(int n) {
        remoteNonce = n;
    }

    void addInbound(long ssn, long dsn, long length) {
        inbound.add(new Mapping(ssn, dsn, length));
    }

    /** Position in the connection's stream of the byte with this relative sequence number. */
    long streamPosition(long seq) {
        for (int i = inbound.size() - 1; i >= 0; i--) {
            Mapping m = inbound.get(i);
            if (seq >= m.ssn && (m.length == 0 || seq < m.ssn + m.length)) {
                return m.dsn - 1 + seq - m.ssn;
            }
        }
        if (inbound.isEmpty()) {
            return seq - 1;
        }
        Mapping last = inbound.get(inbound.size() - 1);
        return last.dsn - 1 + seq - last.ssn;
    }
}
