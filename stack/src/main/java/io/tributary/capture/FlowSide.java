package io.tributary.capture;

import io.tributary.buffer.RangeSet;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * What one end of a TCP connection sent. Text positions count from the first byte behind the SYN's payload, as MPTCP's
 * subflow sequence numbers do (less one).
 */
final class FlowSide {
    /** Nobody can announce more (RFC 7323 §2.3), so nobody takes what lies farther behind his last ACK. */
    private static final long WIDEST_WINDOW = 1L << 30;
    /** Most payload a SYN can have that is worth remembering, bytes: one packet. */
    private static final int MAX_SYN_PAYLOAD = 65_535;

    final Endpoint endpoint;
    /** Bytes that a hole costs, about. */
    private static final int HOLE_COST = 32;

    private final RangeSet seen;
    private final BufferBudget budget;

    /** A SYN was seen, so that the initial sequence number is known and not guessed. */
    boolean hasSyn;
    boolean hasStart;
    int nonce;
    boolean hasNonce;
    boolean fin;
    boolean rst;

    private boolean hasAcknowledgments;
    private long acknowledged;
    private int start;
    private long highest;
    private byte[] synPayload = new byte[0];
    private int synAccepted;
    private boolean synSettled;
    private long finAt;
    private long bytes;
    private long repeated;
    private long lost;
    private TextMapper mapper;

    FlowSide(Endpoint endpoint, CaptureLimits limits, BufferBudget budget) {
        this.endpoint = endpoint;
        this.budget = budget;
        seen = new RangeSet(limits.ranges());
    }

    RangeSet seen() {
        return seen;
    }

    void mapper(TextMapper mapper) {
        this.mapper = mapper;
    }

    TextMapper mapper() {
        return mapper;
    }

    /** Takes the initial sequence number from a SYN; a repeated SYN changes nothing. */
    void onSyn(int seqNo, DirectBuffer b, int at, int length) {
        if (!hasSyn) {
            hasSyn = true;
            start(seqNo + 1);
        }
        if (synPayload.length == 0 && length > 0) {
            synPayload = new byte[Math.min(length, MAX_SYN_PAYLOAD)];
            b.getBytes(at, synPayload);
        }
    }

    /** Without a SYN: counts from this sequence number. */
    void start(int firstSeqNo) {
        hasStart = true;
        start = firstSeqNo;
        highest = 0;
    }

    /** Counts from another number and forgets the text seen so far. */
    void restart(int firstSeqNo) {
        start(firstSeqNo);
        budget.giveBackSilently(HOLE_COST * seen.size());
        seen.clear();
        acknowledged = 0;
        hasAcknowledgments = false;
        if (mapper != null) {
            mapper.drop();
        }
    }

    boolean hasSameSyn(int seqNo) {
        return start == seqNo + 1;
    }

    /** Position of a sequence number relative to the one behind the SYN; near the highest one seen. */
    long relative(int seqNo) {
        return highest + (seqNo - start - (int) highest);
    }

    /** Text position of a sequence number. */
    long text(int seqNo) {
        return relative(seqNo) - synAccepted;
    }

    /** Text position that a subflow sequence number of a segment near {@code near} means. */
    long textOfSsn(int ssn, long near) {
        return near + (ssn - 1 - (int) near);
    }

    boolean mayTakeSynPayload() {
        return !synSettled && synPayload.length > 0;
    }

    /**
     * The other side has taken so many bytes of the SYN's payload: they are no part of the data sequence space, and subflow
     * sequence numbers start behind them (RFC 8684 appendix B).
     *
     * @return the bytes, none if there were none or that was known already
     */
    byte[] acceptSynPayload(long count) {
        if (synSettled) {
            return new byte[0];
        }
        synSettled = true;
        synAccepted = (int) Math.max(0, Math.min(count, synPayload.length));
        bytes += synAccepted;
        byte[] accepted = Arrays.copyOf(synPayload, synAccepted);
        synPayload = new byte[0];
        return accepted;
    }

    /** Payload on the third packet of the handshake counts as if it had been on the SYN (Linux, after a lost SYN). */
    void takeAsSynPayload(int length) {
        synSettled = true;
        synPayload = new byte[0];
        synAccepted = length;
        bytes += length;
        highest = Math.max(highest, length);
    }

    /** @return false if there is no room to remember one hole more */
    private boolean see(long from, long to) {
        int before = seen.size();
        if (!budget.takeSilently(HOLE_COST)) {
            return false;
        }
        seen.add(from, to);
        budget.giveBackSilently(HOLE_COST * (1 + before - seen.size()));
        return !seen.refused();
    }

    /** Takes a segment's payload: what is new of it goes on to its stream. */
    void onPayload(int seqNo, DirectBuffer b, int at, int length) {
        long relative = relative(seqNo);
        if (relative - (hasAcknowledgments ? acknowledged : highest) > WIDEST_WINDOW) {
            lost += length;
            return;
        }
        long first = relative - synAccepted;
        highest = Math.max(highest, relative + length);
        long end = first + length;
        long fresh = 0;
        for (long p = Math.max(0, first); p < end; ) {
            long from = seen.contiguousFrom(p);
            long to = Math.min(end, seen.nextFrom(from));
            if (from >= to) {
                break;
            }
            if (!see(from, to)) {
                lost += to - from;
            } else {
                fresh += to - from;
                mapper.onText(from, b, at + (int) (from - first), (int) (to - from));
            }
            p = to;
        }
        bytes += fresh;
        repeated += length - fresh;
    }

    /**
     * Takes an acknowledgment from the other side.
     *
     * @return where it moved from, in text positions; negative if it did not move
     */
    long onAck(int ackNo) {
        hasAcknowledgments = true;
        long now = relative(ackNo);
        long before = acknowledged;
        if (now <= before) {
            return -1;
        }
        acknowledged = now;
        return Math.max(0, before - synAccepted);
    }

    /** Text position up to which the other side has acknowledged. */
    long acknowledgedText() {
        return acknowledged - synAccepted;
    }

    void onFin(int seqNo, int payloadLength) {
        if (!fin) {
            fin = true;
            finAt = relative(seqNo) + payloadLength;
        }
    }

    boolean finAcknowledged() {
        return fin && acknowledged > finAt;
    }

    /** The stream ends with the FIN, and that is where its text ends. */
    boolean endsAt(long text) {
        return fin && finAt - synAccepted == text;
    }

    /** Distinct payload bytes, those of the SYN that were accepted included. */
    long bytes() {
        return bytes;
    }

    /** Payload bytes that had been seen before. */
    long repeated() {
        return repeated;
    }

    /** Payload bytes that were not followed for a limit. */
    long lost() {
        return lost;
    }
}
