package io.tributary.mptcp.mapping;

import io.tributary.Rfc;
import io.tributary.wire.Checksum;

/** The DSS checksum: over the data of a mapping and a pseudo-header with the full 64-bit data sequence number. */
@Rfc(value = 8684, section = "3.3.1")
public final class DssChecksum {
    private DssChecksum() {
    }

    /** Partial of the pseudo-header. {@code dataLevelLength} counts a DATA_FIN. */
    public static long pseudoHeader(long dsn, int ssn, int dataLevelLength) {
        return (dsn >>> 32) + (dsn & 0xffff_ffffL) + (ssn & 0xffff_ffffL) + dataLevelLength;
    }

    /**
     * @param dataSum partial of the mapping's data
     * @return the field's value, 16 bits
     */
    public static int of(long dsn, int ssn, int dataLevelLength, long dataSum) {
        return Checksum.finish(Checksum.add(pseudoHeader(dsn, ssn, dataLevelLength), dataSum));
    }

    /** Whether {@code field} is right: the sum over everything, the field included, is then all ones. */
    public static boolean verifies(long dsn, int ssn, int dataLevelLength, long dataSum, int field) {
        return Checksum.finish(Checksum.add(pseudoHeader(dsn, ssn, dataLevelLength) + field, dataSum)) == 0;
    }

    /** Adds the folded sum of a piece that begins {@code offset} bytes into the mapping. */
    public static long addPiece(long dataSum, int offset, long pieceSum) {
        int folded = Checksum.fold(pieceSum);
        return Checksum.add(dataSum, (offset & 1) == 0 ? folded : Checksum.swap(folded));
    }
}
