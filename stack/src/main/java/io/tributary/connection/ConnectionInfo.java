package io.tributary.connection;

import java.util.List;

/** A snapshot for people and scripts; the names are those of {@code conn show --json}. */
public record ConnectionInfo(long id, String protocol, String state, String local, String remote, String token,
                             String scheduler, String congestion, List<SubflowInfo> subflows) {

    /** One subflow; plain TCP has one entry. Times in microseconds, sizes in bytes. */
    public record SubflowInfo(int id, String local, String remote, String state, boolean backup, long srttUs, long cwndBytes,
                              long inFlightBytes, long bytesSent, long bytesReceived, long retransmits, String idleReason) {
    }
}
