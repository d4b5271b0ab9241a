package io.tributary.capture;

import io.tributary.mptcp.mapping.DataSequence;

/**
 * One end of an MPTCP connection: its key, what follows from it, and the progress of what it sent. Data positions count
 * from IDSN + 1.
 */
final class DataSide {
    final DataStream stream;
    boolean hasKey;
    long key;
    boolean hasToken;
    int token;
    /** The IDSN is derived from the key. */
    boolean hasIdsn;
    /** The IDSN is a guess from the first DSN seen, because the handshake was not. */
    boolean guessedIdsn;
    long idsn;
    boolean idsnChecked;
    /** The other end has sent a Data ACK. */
    boolean dataAckSeen;
    /** Position that the other end expects next. */
    long dataAcknowledged;
    /** Position of the DATA_FIN, -1 if none was seen. */
    long dataFin = -1;
    boolean dataFinAcknowledged;
    private long near;

    DataSide(DataStream stream) {
        this.stream = stream;
    }

    boolean canPlace() {
        return hasIdsn || guessedIdsn;
    }

    /** The handshake was not captured: counts from the first DSN seen, and takes the first data seen for the start of the stream. */
    void guess(long dsn) {
        guessedIdsn = true;
        stream.startAnywhere();
        idsn = dsn - 1;
    }

    /** Data position of a DSN as received; one of 32 bits is the nearest to what was seen last. */
    long position(long dsn, boolean wide) {
        long p = wide ? DataSequence.position(idsn, dsn) : DataSequence.promote(idsn, near + 1, (int) dsn);
        return p - 1;
    }

    long dsn(long position) {
        return DataSequence.dsn(idsn, position + 1);
    }

    /** Remembers where the stream is, as reference for 32-bit numbers. */
    void reached(long position) {
        if (position > near && position - near < 1L << 31) {
            near = position;
        }
    }
}
