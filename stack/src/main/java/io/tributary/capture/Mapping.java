package io.tributary.capture;

/**
 * Where a stretch of a subflow's text belongs in the data stream.
 *
 * @param text            first text position: 0 is the first byte behind the SYN's payload
 * @param data            its position in the stream: 0 is IDSN + 1
 * @param length          bytes of text, a DATA_FIN not counted
 * @param dsn             as the checksum takes it, 64 bits
 * @param ssn             as the checksum takes it
 * @param dataLevelLength as the checksum takes it, a DATA_FIN counted
 * @param checksum        16 bits, or {@link #UNCHECKED}
 */
record Mapping(long text, long data, int length, long dsn, int ssn, int dataLevelLength, int checksum) {
    static final int UNCHECKED = -1;

    boolean isChecked() {
        return checksum != UNCHECKED;
    }

    long end() {
        return text + length;
    }

    /** What turns a text position into a data position. */
    long shift() {
        return data - text;
    }

    boolean covers(long from, long to) {
        return text <= from && to <= end();
    }

    /** The part of this mapping that is left when a neighbour has the rest; it cannot be verified any more. */
    Mapping part(long from, long to) {
        return new Mapping(from, from + shift(), (int) (to - from), dsn, ssn, dataLevelLength, UNCHECKED);
    }
}
