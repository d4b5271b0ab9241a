package io.tributary.capture;

/** What a capture is made of, packet by packet. */
final class PacketCounts {
    private final long[] kinds = new long[PacketDissector.Kind.values().length];
    private final long[] options = new long[16];
    private long packets;
    private long malformedSegments;
    private long malformedOptions;
    private long cutPayload;
    private long ignored;

    void packet(PacketDissector.Kind kind) {
        packets++;
        kinds[kind.ordinal()]++;
    }

    /** An MPTCP option of this subtype, 0 to 15. */
    void option(int subtype) {
        options[subtype]++;
    }

    /** A TCP segment with broken options. */
    void malformed() {
        malformedSegments++;
    }

    void malformedOption() {
        malformedOptions++;
    }

    /** A segment whose payload the capture cut off. */
    void cutPayload() {
        cutPayload++;
    }

    /** A segment that was not looked at for a limit. */
    void ignored() {
        ignored++;
    }

    long packets() {
        return packets;
    }

    long of(PacketDissector.Kind kind) {
        return kinds[kind.ordinal()];
    }

    long cut() {
        return of(PacketDissector.Kind.CUT) + cutPayload;
    }

    long ofOption(int subtype) {
        return options[subtype];
    }

    /** Packets that break the format of a header or an option. */
    long malformedPackets() {
        return of(PacketDissector.Kind.MALFORMED) + malformedSegments;
    }

    long malformedOptions() {
        return malformedOptions;
    }

    long ignoredPackets() {
        return ignored;
    }
}
