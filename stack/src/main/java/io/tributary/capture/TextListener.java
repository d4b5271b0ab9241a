package io.tributary.capture;

/** Turns what mappings turn out to be into events of the segment that completed them. */
final class TextListener implements TextMapper.Listener {
    private final SegmentContext x;

    TextListener(SegmentContext x) {
        this.x = x;
    }

    @Override
    public void onChecksum(Mapping m, boolean isRight) {
        x.connection.checksums = x.connection.checksums.plus(isRight);
        if (!isRight) {
            x.event(EventType.CHECKSUM_FAILURE, "DSS checksum of bytes " + m.data() + " to " + (m.data() + m.length())
                + ", DSN " + Hex.of64(m.dsn()));
        }
    }

    @Override
    public void onContradiction(Mapping known, Mapping other) {
        x.event(EventType.MAPPING_CONFLICT, "SSN " + Integer.toUnsignedString(other.ssn()) + " mapped to byte " + other.data()
            + ", before to byte " + (known.data() + other.text() - known.text()));
    }
}
